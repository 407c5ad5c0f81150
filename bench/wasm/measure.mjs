// Times in Chromium what `bench documents` wrote, and prints it beside what it took natively. Fails when the two do not
// come to the same. Started by bench/wasm/run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const [folder, rounds] = [process.argv[2], Number(process.argv[3])];
const tools = process.env.TAIZHANG_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'taizhang');
const { chromium } = createRequire(join(tools, 'npm/playwright-core/'))('playwright-core');
const tasks = JSON.parse(readFileSync(join(folder, 'tasks.json'), 'utf8'));

const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };
const server = createServer((request, response) => {
  const name = request.url.slice(1) || 'page';
  if (name === 'page') return response.setHeader('content-type', 'text/html').end('<!doctype html>');
  if (!/^[\w-]+\.(js|wasm|bin)$/.test(name)) return response.writeHead(404).end();
  response.setHeader('content-type', TYPES[name.split('.').pop()] ?? 'application/octet-stream');
  response.end(readFileSync(join(folder, name)));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const profile = mkdtempSync(join(tmpdir(), 'taizhang-bench-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
const failures = [];
try {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    const { default: init } = await import('/bench-wasm.js');
    await init();
  });
  console.log('| what, in Chromium | median ms | p95 | natively | aim |\n|---|--:|--:|--:|--:|');
  for (const task of tasks) {
    const { result, times } = await page.evaluate(async ({ call, arguments: given, documents, opens, rounds }) => {
      const bytes = await Promise.all(documents.map(async ([name, file]) =>
        [name, new Uint8Array(await (await fetch(`/${file}`)).arrayBuffer())]));
      const open = () => {
        taizhang.reset();
        for (const [name, data] of bytes) if (taizhang.open(name, data) !== 0) throw new Error(`${name} is not whole`);
      };
      open();
      const times = [];
      let result = -1;
      // The first two warm the engine up.
      for (let round = -2; round < rounds; round += 1) {
        const from = performance.now();
        if (opens) open();
        result = taizhang[call](...given);
        if (round >= 0) times.push(performance.now() - from);
      }
      return { result, times };
    }, { ...task, rounds });
    times.sort((one, other) => one - other);
    const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
    console.log(`| ${task.what} | ${at(0.5)} | ${at(0.95)} | ${task.native_ms.toFixed(1)} | ${task.aim_ms} |`);
    if (result !== task.result || result <= 0) failures.push(`${task.what}: ${result}, natively ${task.result}`);
  }
} finally {
  await context.close();
  server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}
