// Puts the parts of the app into dist/, in place of what Trunk made of the whole, under names that carry a hash.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DIST = 'dist';
const from = process.argv[2];

// They import one another and fit no other build's, so one hash over all of them names each.
const made = readdirSync(from).filter((name) => !name.endsWith('.json')).sort();
const files = made.map((name) => ({ name, bytes: readFileSync(join(from, name)) }));
const sum = createHash('sha256').update(readFileSync(import.meta.filename));
for (const { name, bytes } of files) sum.update(name).update(bytes);
const hash = sum.digest('hex').slice(0, 16);

const names = new Map([
  ['taizhang.js', `taizhang-${hash}.js`],
  ['taizhang_bg.wasm', `taizhang-${hash}_bg.wasm`],
  ['__wasm_split.js', `parts-${hash}.js`],
]);
for (const { name } of files) {
  const part = name.match(/^part_(\w+)\.wasm$/)?.[1];
  if (part) names.set(name, `parts/${part}-${hash}.wasm`);
}

let page = readFileSync(join(DIST, 'index.html'), 'utf8');
for (const old of readdirSync(DIST)) {
  const kind = old.match(/^taizhang-[0-9a-f]+(\.js|_bg\.wasm)$/)?.[1];
  if (!kind) continue;
  rmSync(join(DIST, old));
  page = page.replaceAll(old, names.get('taizhang' + kind));
}
// Asked for together with the script that imports it, not after it; and where parts are, for public/boot.js.
const script = `<link rel="modulepreload" href="/${names.get('__wasm_split.js')}">`;
page = page.replace('<link id="app-script"', `<meta name="app-parts" content="/parts/*-${hash}.wasm">${script}$&`);
writeFileSync(join(DIST, 'index.html'), page);

mkdirSync(join(DIST, 'parts'), { recursive: true });
for (const { name, bytes } of files) {
  let placed = bytes;
  if (name.endsWith('.js')) {
    // Where a file is named to be fetched; the wasm's own name for the script that it imports from stays.
    placed = bytes.toString().replace(/(from |new URL\()"\.\/([\w.]+)"/g, (whole, before, name) =>
      names.has(name) ? `${before}"./${names.get(name)}"` : whole);
  }
  writeFileSync(join(DIST, names.get(name)), placed);
}
