// The worker for tables as the hub serves it: it starts under the pages' policy, writes and reads, tells what it
// cannot read, and is there without the hub.
import assert from 'node:assert/strict';
import test from 'node:test';

import { VILLAGE, scene } from './support/scene.mjs';

const at = scene();

// Postcard, as far as it is needed here.
function inPage() {
  const varint = (number) => {
    const bytes = [];
    for (let left = BigInt(number); ; left >>= 7n) {
      const low = Number(left & 127n);
      if (left < 128n) return [...bytes, low];
      bytes.push(low | 128);
    }
  };
  const signed = (number) => varint(number < 0 ? -2n * BigInt(number) - 1n : 2n * BigInt(number));
  const blob = (bytes) => [...varint(bytes.length), ...bytes];
  const text = (words) => blob(new TextEncoder().encode(words));
  const list = (all) => [...varint(all.length), ...all.flat()];
  // Columns 支部 (text) and 资金 (money), a row for each amount in fen.
  window.write = (amounts) => [
    0,
    ...list([[
      ...text('表一'), ...text('标题'), ...text(''),
      ...list([[...text('支部'), 0, 0], [...text('资金'), 2, 0]]),
      ...list(amounts.map((fen) => list([[1, ...text('=一支部')], [3, ...signed(fen)]]))),
      0,
    ]]),
    0,
    0,
  ];
  window.read = (name, bytes) => [
    1, ...text(name), ...blob(bytes),
    ...[20 << 20, 160 << 20, 200, 2000, 100, 100000, 512, 2000000, 20000, 64 << 20].flatMap(varint),
  ];
  // Starts a worker, hands it the jobs one after another; gives all that it says.
  window.work = (jobs) =>
    new Promise((resolve, reject) => {
      const worker = new Worker('/sheets/worker.js', { type: 'module' });
      const heard = [];
      const waiting = [...jobs];
      worker.onerror = (event) => reject(new Error(event.message || 'not started'));
      worker.onmessage = ({ data }) => {
        if (typeof data === 'string') return reject(new Error(data));
        heard.push([...data.subarray(0, 8)]);
        const [said] = data;
        if (said === 1) return;
        window.last = data;
        if (waiting.length === 0) {
          worker.terminate();
          return resolve(heard);
        }
        const job = waiting.shift();
        const bytes = Uint8Array.from(typeof job === 'function' ? job(data) : job);
        worker.postMessage(bytes, [bytes.buffer]);
      };
    });
}

// What the hub must not answer for once it is gone.
const run = (page) =>
  page.evaluate(async () => {
    // A file is said as: done, written, its length, its bytes.
    const file = (said) => {
      let start = 2;
      while (said[start] > 127) start += 1;
      return said.subarray(start + 1);
    };
    const heard = await window.work([window.write([123456, -5]), (said) => window.read('表.xlsx', file(said))]);
    return { heard, read: [...window.last] };
  });

let tablet;

test('a table goes out and comes back', async () => {
  tablet = await at.enrolled(VILLAGE, '陈大明');
  await tablet.page.evaluate(inPage);
  const { heard, read } = await run(tablet.page);
  // Ready (of version 1), progress (2 of 2), written, read.
  assert.deepEqual(heard.map((said) => said.slice(0, 2)), [[0, 1], [1, 2], [2, 0], [2, 2]]);
  const words = new TextDecoder().decode(Uint8Array.from(read));
  for (const wanted of ['表一', '标题', '支部', '资金', '=一支部']) assert.ok(words.includes(wanted), wanted);
});

test('what is no table is refused, and what is no job is not understood', async () => {
  const heard = await tablet.page.evaluate(() =>
    window.work([
      window.read('表.xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      window.read('表.xlsx', [1, 2, 3]),
      [9, 9, 9],
    ]),
  );
  // Done, not read: an xls (the seventh reason), no xlsx (the ninth); and not understood.
  assert.deepEqual(heard.slice(1).map((said) => said.slice(0, 3)), [[2, 3, 6], [2, 3, 8], [2, 4]]);
});

test('it works with the hub gone', async () => {
  await tablet.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await tablet.page.reload();
  await at.hub.kill();
  await tablet.page.reload();
  await tablet.page.evaluate(inPage);
  const { heard } = await run(tablet.page);
  assert.deepEqual(heard.at(-1).slice(0, 2), [2, 2]);
});
