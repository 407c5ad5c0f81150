// How the app feels, in Chromium, against the real hub with the sample county:
//   cargo build --release -p taizhang-hub -p taizhang-bench && node bench/browser/measure.mjs [rounds]
// A second village has 300 tasks more, with 5,000 edits behind them.
// Prints medians and p95 in milliseconds beside the aims. APP and HUB name another build, as in the browser tests.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Hub } from '../../tests/browser/support/hub.mjs';
import { COUNTY, TOWNSHIP, VILLAGE } from '../../tests/browser/support/scene.mjs';
import { Tablet } from '../../tests/browser/support/tablet.mjs';

const BENCH = process.env.BENCH ?? new URL('../../target/release/bench', import.meta.url).pathname;
const BUSY = ['t01-v02', 'branch_secretary'];

const rounds = Number(process.argv[2] ?? 20);
// Edits are quick, and a 95th percentile of few is their worst.
const EDITS = Math.max(rounds, 40);
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

function report(what, values, aim) {
  const sorted = [...values].sort((a, b) => a - b);
  const numbers = [0.5, 0.95, 1].map((part) => at(sorted, part).toFixed(1).padStart(8));
  console.log(`${what.padEnd(58)}${numbers.join('')}  ${aim}`);
}

async function enrolled(hub, [org, role]) {
  const tablet = await Tablet.open();
  await tablet.enrol(hub.invite(org, role), '测量');
  await tablet.settled();
  await tablet.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  return tablet;
}

// From the start of the navigation until the list's rows have been painted.
async function start(page, url, usable) {
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForSelector(usable);
  return page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now())))),
  );
}

async function starts(tablet, url, throttle, usable = '.rows a.row') {
  const devtools = await tablet.context.newCDPSession(tablet.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  const found = [];
  for (let round = 0; round < rounds; round += 1) found.push(await start(tablet.page, url, usable));
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await devtools.detach();
  return found;
}

// From a tap until the frame that shows what it did.
function taps(page, selector, rounds) {
  return page.evaluate(
    async ([selector, rounds]) => {
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const found = [];
      for (let round = 0; round < rounds; round += 1) {
        const all = [...document.querySelectorAll(selector)];
        const before = performance.now();
        all[round % all.length].click();
        await painted();
        found.push(performance.now() - before);
        await painted();
      }
      return found;
    },
    [selector, rounds],
  );
}

// From the tap on 保存 until the edit is on the disk.
async function edits(page, rounds) {
  const found = [];
  for (let round = 0; round < rounds; round += 1) {
    const line = page.locator('form[data-field="owner"]');
    await line.locator('.button-quiet').click();
    await line.locator('#owner').fill(`第${round}人`);
    found.push(
      await page.evaluate(async () => {
        const saving = () => document.querySelector('#sync-pill').textContent.includes('正在存');
        const before = performance.now();
        document.querySelector('form[data-field="owner"] .button-main').click();
        while (!saving() && performance.now() - before < 1000) await new Promise((done) => setTimeout(done));
        while (saving()) await new Promise((done) => setTimeout(done));
        return performance.now() - before;
      }),
    );
  }
  return found;
}

// From the tap on the button that passes an application until the frame that shows the next one.
async function verdicts(page, url, rounds) {
  await page.goto(url);
  await page.locator('.inbox-rows a.row').first().click();
  const found = [];
  while (found.length < rounds) {
    // Where acts contradict each other there is nothing to pass.
    const next = page.locator('#verdict-pass').first();
    if (!(await next.isVisible({ timeout: 500 }).catch(() => false))) {
      const waiting = await page.locator('.inbox-rows a.row').count();
      if (found.length + 1 >= waiting) break;
      await page.keyboard.press('j');
      await sleep(50);
      if (!(await next.isVisible().catch(() => false))) break;
    }
    found.push(
      await page.evaluate(async () => {
        const before = performance.now();
        document.querySelector('#verdict-pass').click();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - before;
      }),
    );
    await sleep(100);
  }
  return found;
}

// From the tap on the notice of what was found until the findings have been painted.
async function detections(page, url, rounds) {
  const found = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.goto(url);
    await page.locator('#found a').waitFor();
    found.push(
      await page.evaluate(async () => {
        const before = performance.now();
        document.querySelector('#found a').click();
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        while (!document.querySelector('#findings a.row')) await frame();
        await frame();
        return performance.now() - before;
      }),
    );
  }
  return found;
}

// A register of 3,000 rows, the missing ones read in from a table.
const BOOK = '/registers/collective_income';
const FULL = 3000;
async function fillBook(page, url) {
  await page.goto(url + BOOK);
  await page.waitForSelector('.found');
  const there = Number((await page.textContent('.found')).match(/\d+/)?.[0] ?? 0);
  const rows = ['日期,类别,金额（元）,项目'];
  for (let n = 1; n <= FULL - there; n += 1) {
    const day = `2026-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
    rows.push(`${day},经营收入,${n}.50,第${n}笔果园采摘和加工厂房出租`);
  }
  const path = join(tmpdir(), `${process.pid}-3000.csv`);
  writeFileSync(path, '\ufeff' + rows.join('\r\n'));
  await page.goto(`${url}${BOOK}/import`);
  await page.waitForSelector('#import-file', { state: 'attached' });
  await page.setInputFiles('#import-file', path);
  await page.click('#import-now', { timeout: 120_000 });
  await page.waitForSelector('.toast:has-text("已导入")', { timeout: 300_000 });
  rmSync(path);
}

// Scrolls through a page from top to bottom, so far in each frame, and gives how long each frame took; and in how many of
// them the middle of the window showed a row that was not drawn yet.
function scrolled(page, step) {
  return page.evaluate(async (step) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const [times, blank] = [[], []];
    window.scrollTo(0, 0);
    for (let n = 0; n < 30; n += 1) await frame();
    let last = await frame();
    for (;;) {
      const before = window.scrollY;
      window.scrollBy(0, step);
      const now = await frame();
      times.push(now - last);
      last = now;
      const space = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2)?.closest('.register-space');
      if (space) blank.push(window.scrollY);
      if (window.scrollY <= before) return { times, blank: blank.length };
    }
  }, step);
}

async function longList(tablet, url) {
  await fillBook(tablet.page, url);
  await tablet.page.goto(url + BOOK);
  await tablet.page.waitForSelector('table.register tbody tr');
  const label = (await tablet.page.textContent('.found')).trim();
  for (const step of [50, 200]) {
    const { times, blank } = await scrolled(tablet.page, step);
    const sum = times.reduce((all, one) => all + one, 0);
    const sorted = [...times].sort((a, b) => a - b);
    const fps = ((times.length * 1000) / sum).toFixed(1);
    const numbers = [at(sorted, 0.5), at(sorted, 0.95), sorted.at(-1)].map((one) => one.toFixed(1).padStart(8)).join('');
    const what = `village, a register of ${label}: a frame at ${step} px`;
    console.log(`${what.padEnd(56)}${numbers}  ${fps} frames a second, aim 60; ${blank} of ${times.length} frames not drawn`);
  }
}

async function memory(tablet) {
  const devtools = await tablet.context.newCDPSession(tablet.page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedJSHeapSize } = await tablet.page.evaluate(() => ({ usedJSHeapSize: performance.memory.usedJSHeapSize }));
  const all = await tablet.page.evaluate(async () => {
    const resource = performance.getEntriesByType('resource').find((one) => one.name.endsWith('.wasm'));
    return { wasm: resource?.decodedBodySize ?? 0 };
  });
  await devtools.detach();
  return { heap: usedJSHeapSize, wasm: all.wasm };
}

const hub = await Hub.start();
await hub.kill();
execFileSync(BENCH, ['village', '--data', hub.data, '--org', BUSY[0]]);
await hub.up();
const tablets = [];
try {
  console.log(`${`milliseconds, ${rounds} rounds`.padEnd(58)}  median     p95     max  aim`);
  for (const [name, post] of Object.entries({ village: VILLAGE, 'busy village': BUSY, township: TOWNSHIP, county: COUNTY })) {
    const tablet = await enrolled(hub, post);
    tablets.push(tablet);
    const items = await tablet.page.goto(`${hub.url}/tasks`).then(async () => {
      await tablet.page.waitForSelector('.rows a.row');
      return (await tablet.page.locator('#main').textContent()).match(/共(\d+)项/)?.[1];
    });
    const label = `${name}, ${items} items`;
    const branch = name.endsWith('village');
    if (branch) {
      await tablet.page.locator('.rows a.row').first().click();
      await tablet.page.waitForSelector('form[data-field="owner"] .button-quiet');
      report(`${label}: ${EDITS} edits to durable`, await edits(tablet.page, EDITS), 'p95 ≤ 30');
      await tablet.settled();
      await tablet.page.goto(`${hub.url}/tasks`);
      await tablet.page.waitForSelector('.rows a.row');
    }
    if (name === 'township') {
      const passed = await verdicts(tablet.page, `${hub.url}/inbox`, rounds);
      report(`${label}: ${passed.length} verdicts, tap to paint`, passed, 'p95 ≤ 50');
      await tablet.settled();
      await tablet.page.goto(`${hub.url}/tasks`);
      await tablet.page.waitForSelector('.rows a.row');
    }
    if (branch) {
      report(`${label}: what the detectors find, tap to paint`, await detections(tablet.page, hub.url, rounds), '');
      await tablet.page.goto(`${hub.url}/tasks`);
      await tablet.page.waitForSelector('.rows a.row');
    }
    report(`${label}: tap on a filter to paint`, await taps(tablet.page, '.filters .chip', rounds), 'p95 ≤ 50');
    await hub.kill();
    report(`${label}: offline start to usable list`, await starts(tablet, `${hub.url}/tasks`, 1), '≤ 1000');
    report(`${label}: the same, CPU throttled 6 times`, await starts(tablet, `${hub.url}/tasks`, 6), '≤ 2500');
    if (!branch) {
      report(`${label}: offline start to the board`, await starts(tablet, `${hub.url}/board`, 1, '.sheet tbody tr'), '≤ 1000');
    }
    const { heap } = await memory(tablet);
    console.log(`${`${label}: JavaScript heap`.padEnd(58)}${(heap / 2 ** 20).toFixed(1).padStart(8)} MiB`);
    await hub.up();
    await sleep(200);
  }
  // The last, on a tablet of its own: so many rows weigh on everything else.
  const tablet = await enrolled(hub, VILLAGE);
  tablets.push(tablet);
  await longList(tablet, hub.url);
} finally {
  for (const tablet of tablets) await tablet.end();
  await hub.end();
}
