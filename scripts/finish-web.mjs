// Finishes the web build in dist/: fills in the service worker, checks the sizes, compresses each file beside itself.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const DIST = 'dist';
// Bytes after brotli: what a tablet downloads over a township's line. The main wasm; the whole first load, until a
// fresh tablet shows enrolment; and what it needs until it shows its first list.
const BUDGET = { wasm: 450_000, first: 600_000, list: 785_000 };
const COMPRESSIBLE = /\.(html|js|css|wasm|svg|json|webmanifest)$/;

function files(folder) {
  // Trunk leaves a hidden lock file; nothing hidden is served.
  return readdirSync(folder).filter((name) => !name.startsWith('.')).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

for (const path of files(DIST)) if (/\.(br|gz)$/.test(path)) rmSync(path);

const shell = files(DIST).filter((path) => !/sw\.js(on)?$/.test(path)).sort();
const version = createHash('sha256');
for (const path of shell) version.update(path).update(readFileSync(path));
const template = readFileSync('public/sw.js', 'utf8');
version.update(template);
const urls = shell.map((path) => '/' + path.slice(DIST.length + 1));
const worker = template
  .replace('__VERSION__', version.digest('hex').slice(0, 16))
  .replace('__FILES__', JSON.stringify(urls));
writeFileSync(join(DIST, 'sw.js'), worker);

// What a fresh tablet fetches with its first page, and then to sync and to read what comes.
const withFirst = filesOf('enrol');
const withList = filesOf('enrol', 'documents', 'sync');

let first = 0;
let list = 0;
let wasm = 0;
// The worker for tables, which comes after the first page and is started when somebody asks for a table.
let sheets = 0;
// The pages whose code is fetched when one of them is opened, or after the first page by the service worker.
const parts = [];
for (const path of files(DIST)) {
  const bytes = readFileSync(path);
  let size = bytes.length;
  if (COMPRESSIBLE.test(path)) {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: size } };
    const small = brotliCompressSync(bytes, options);
    writeFileSync(path + '.br', small);
    writeFileSync(path + '.gz', gzipSync(bytes, { level: 9 }));
    size = small.length;
  }
  if (path.startsWith(join(DIST, 'sheets') + '/')) {
    sheets += size;
    continue;
  }
  if (path.startsWith(join(DIST, 'parts') + '/')) {
    if (withFirst.has(path)) first += size;
    if (withList.has(path)) list += size;
    else parts.push([basename(path).replace(/-.*/, ''), size]);
    continue;
  }
  if (path.endsWith('.wasm')) wasm += size;
  // What a page needs before it works; icons and the worker come after.
  if (/\.(html|js|css|wasm)$/.test(path) && !path.endsWith('sw.js')) {
    first += size;
    list += size;
  }
}

// The files that are fetched with parts of the app (scripts/join-parts.mjs).
function filesOf(...parts) {
  const table = JSON.parse(readFileSync('target/split/small/parts.json', 'utf8'));
  const placed = new Map(files(join(DIST, 'parts')).map((path) => [basename(path).replace(/-.*/, ''), path]));
  return new Set(parts.flatMap((part) => table[part]).map((name) => placed.get(name)));
}

const kib = (bytes) => (bytes / 1024).toFixed(0) + ' KiB';
const reached = { wasm, first, list };
const names = { wasm: 'main wasm', first: 'first load', list: 'until the first list' };
const told = Object.entries(BUDGET).map(([what, most]) => `${names[what]} ${kib(reached[what])} of ${kib(most)}`);
console.log(`${told.join(', ')} (brotli)`);
const later = parts.map(([name, size]) => `${name} ${kib(size)}`).join(', ');
console.log(`pages that come later ${kib(parts.reduce((sum, [, size]) => sum + size, 0))}: ${later}`);
console.log(`the worker for tables ${kib(sheets)}`);
if (Object.entries(BUDGET).some(([what, most]) => reached[what] > most)) {
  console.error('the app has outgrown its budget');
  process.exit(1);
}
