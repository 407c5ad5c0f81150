// Joins the files into which the splitter took the app apart: it makes one for every set of parts that share something,
// some hundred and fifty, and each costs a tablet several milliseconds. What parts that every tablet fetches share with
// later ones goes into the file of the first of them; what is small besides goes into one file of its own.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [FROM, ...FEATURES] = process.argv.slice(2);
// In the order in which a tablet fetches them.
const FIRST = ['enrol', 'documents', 'sync', 'desk'];
const REST = 'rest';
// What is smaller is not worth a file, in bytes before it is optimised.
const SMALL = 48 * 1024;

const SCRIPT = join(FROM, '__wasm_split.js');
const script = readFileSync(SCRIPT, 'utf8');
const begins = script.search(/^(\/\*.*\*\/\n)?(export )?const __/m);
const each = /const (__\w+) = (?:wrapAsyncCb\()?makeLoad\([\s\S]*?new URL\("\.\/([^"]+)"[\s\S]*?\n, \[([^\]]*)\]/g;

const size = (file) => statSync(join(FROM, file)).size;

// The chunks and parts by their loaders' names, and the parts with the loaders that they call.
const files = new Map();
const parts = new Map();
for (const [, loader, file, calls] of script.matchAll(each)) {
  files.set(loader, file);
  const part = loader.match(/^__wasm_split_load_(\w+)$/)?.[1];
  if (part) parts.set(part, calls.split(', ').filter(Boolean));
}
const known = new Set(files.values());
const lost = readdirSync(FROM).filter((name) => /^(chunk|split)_.*\.wasm$/.test(name) && !known.has(name));
if (begins < 0 || lost.length || FIRST.some((part) => !parts.has(part))) {
  console.error(`the splitter's script is not as expected: ${lost}`);
  process.exit(1);
}

// Which file each chunk goes into.
const homes = new Map();
for (const part of FIRST) {
  for (const chunk of parts.get(part)) if (!homes.has(chunk)) homes.set(chunk, part);
}
for (const chunk of [...parts.values()].flat()) {
  if (homes.has(chunk)) continue;
  const file = files.get(chunk);
  homes.set(chunk, size(file) < SMALL ? REST : file.replace('.wasm', ''));
}
// What goes into each file, the parts themselves included.
const contents = new Map();
const put = (home, file) => contents.set(home, [...(contents.get(home) ?? []), file]);
for (const [chunk, home] of homes) put(home, files.get(chunk));
for (const part of parts.keys()) put(part, files.get(`__wasm_split_load_${part}`));

// Every file imports the app's memory, table and stack on its own account, and a joined one may only once: it gets them
// from this module, which has them from `shared`.
const IMPORT = /^ \(import "__wasm_split" ("\w+") (\((memory|table|global) (\S+) .*\))\)$/gm;
const imports = new Map();
for (const file of [...known].sort((one, other) => size(one) - size(other))) {
  const all = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(FROM, file))));
  // Only what no smaller file has told is worth reading a file as text for.
  if (all.every(({ name }) => imports.has(`"${name}"`))) continue;
  const text = execFileSync('wasm-dis', [join(FROM, file)], { stdio: 'pipe', maxBuffer: 1 << 30 }).toString();
  for (const [, name, type, kind, id] of text.matchAll(IMPORT)) imports.set(name, { type, kind, id });
}
const SHARED = join(FROM, 'shared');
const taken = [...imports].map(([name, { type }]) => `(import "shared" ${name} ${type})`);
const given = [...imports].map(([name, { kind, id }]) => `(export ${name} (${kind} ${id}))`);
writeFileSync(`${SHARED}.wat`, `(module\n${[...taken, ...given].join('\n')}\n)\n`);
execFileSync('wasm-as', [...FEATURES, `${SHARED}.wat`, '-o', `${SHARED}.wasm`], { stdio: 'pipe' });

const joined = new Map();
for (const [home, all] of contents) {
  const name = `part_${home}.wasm`;
  const modules = all.flatMap((file, number) => [join(FROM, file), `m${number}`]);
  const flags = [...FEATURES, '--debuginfo', '-o', join(FROM, name)];
  // Its warnings of names that it does not know would fill the screen; of a failure they are told.
  execFileSync('wasm-merge', [`${SHARED}.wasm`, '__wasm_split', ...modules, ...flags], { stdio: 'pipe' });
  joined.set(home, name);
}
for (const file of [...known, 'shared.wat', 'shared.wasm']) rmSync(join(FROM, file));

// The script anew: a loader for every file, and for every part one that tells the app.
let text = script.slice(0, begins) + `function fetched(url) {
    return () => {
        // What the last start needed may be here already, or on its way (public/boot.js).
        const early = globalThis.taizhangParts?.get(url.href);
        const ask = () => WebAssembly.compileStreaming(fetch(url));
        const compiled = early ? early.catch(ask) : ask();
        compiled.catch(() => {});
        return async (imports) => WebAssembly.instantiate(await compiled, { shared: imports.__wasm_split });
    };
}
`;
const needs = (part) => {
  const all = new Set((parts.get(part) ?? []).map((chunk) => homes.get(chunk)));
  all.delete(part);
  return [...all];
};
for (const home of [...contents.keys()].filter((home) => !parts.has(home))) {
  text += `const __${home} = makeLoad(fetched(new URL("./${joined.get(home)}", import.meta.url)), []);\n`;
}
// A part may hold what another needs, so all of them can be called by their names before they are there.
for (const part of parts.keys()) {
  const calls = needs(part).map((home) => `() => __${home}()`).join(', ');
  text += `const __${part} = makeLoad(fetched(new URL("./${joined.get(part)}", import.meta.url)), [${calls}]);\n`;
  text += `export const __wasm_split_load_${part} = wrapAsyncCb(__${part});\n`;
}
writeFileSync(SCRIPT, text);

// For whoever wants to know what is fetched with a part (scripts/finish-web.mjs).
const fetches = (part, found = new Set()) => {
  if (found.has(part)) return found;
  found.add(part);
  for (const home of needs(part)) fetches(home, found);
  return found;
};
const table = Object.fromEntries([...parts.keys()].map((part) => [part, [...fetches(part)]]));
writeFileSync(join(FROM, 'parts.json'), JSON.stringify(table, null, 1) + '\n');
