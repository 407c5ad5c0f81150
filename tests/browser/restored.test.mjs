// The hub is restored from a copy that lacks what a tablet wrote that is gone: who read it gives it back.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

import { TOWNSHIP, VILLAGE, firstOpenTask, report, scene } from './support/scene.mjs';

const at = scene();
const folder = mkdtempSync(join(tmpdir(), 'taizhang-copy-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const BRANCH = 'branch/t01-v01/2026';

// Runs in the page: the receipt that this device keeps for a document, as it is stored.
function receipt(name) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('taizhang');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('receipts').objectStore('receipts').get([name]);
      reading.onsuccess = () => {
        opening.result.close();
        resolve(JSON.stringify(reading.result ?? null));
      };
      reading.onerror = () => reject(reading.error);
    };
  });
}

test('what a tablet wrote that is gone comes back from who read it', { timeout: 300_000 }, async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const township = await at.enrolled(TOWNSHIP, '林秀英');
  const path = await firstOpenTask(village.page, at.hub);
  const copy = join(folder, 'yesterday');
  at.hub.backup(copy);

  const before = await township.page.evaluate(receipt, BRANCH);
  await village.page.goto(at.hub.url + path);
  await report(village.page, '备份之后写的进展');
  await village.settled();
  await township.page.goto(at.hub.url + path);
  await township.page.waitForSelector('.entry-text:has-text("备份之后写的进展")');
  // The tablet goes, and the reader's receipt comes by itself.
  await village.end();
  for (let second = 0; ; second += 1) {
    if ((await township.page.evaluate(receipt, BRANCH)) !== before) break;
    assert.ok(second < 150, 'a receipt for what was read');
    await township.page.waitForTimeout(1000);
  }

  await at.hub.restore(copy);
  await township.settled();
  const newcomer = await at.enrolled(VILLAGE, '赵小兰');
  await newcomer.page.goto(at.hub.url + path);
  await newcomer.page.waitForSelector('.entry-text:has-text("备份之后写的进展")');
  await township.settled();
  assert.deepEqual([...township.errors, ...newcomer.errors], []);
});
