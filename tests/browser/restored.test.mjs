// The hub's disk is lost, and so is the tablet that wrote since the last backup: whoever read it gives it back.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, firstOpenTask, report, scene } from './support/scene.mjs';

const at = scene();

// The last receipt that a tablet has of a document, as it is stored.
const receipt = (page, name) =>
  page.evaluate(async (name) => {
    const settle = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const database = await settle(indexedDB.open('taizhang'));
    const found = await settle(database.transaction('receipts').objectStore('receipts').get([name]));
    database.close();
    return found && JSON.parse(found);
  }, name);

test('what a tablet wrote that is gone comes back to a restored hub from a tablet that read it', async () => {
  const branch = 'branch/t01-v01/2026';
  const village = await at.enrolled(VILLAGE, '陈大明');
  const township = await at.enrolled(TOWNSHIP, '罗晓燕');
  const copy = join(at.hub.data, '../copy');
  at.hub.backup(copy);

  const path = await firstOpenTask(village.page, at.hub);
  await village.page.goto(at.hub.url + path);
  await report(village.page, '备份以后写的进展');
  await village.settled();
  await township.page.goto(at.hub.url + path);
  await township.page.waitForSelector('.entry-text:has-text("备份以后写的进展")');
  const shown = Date.now();
  await village.kill();
  let last;
  while ((last = await receipt(township.page, branch)) === undefined || last.time_ms < shown) {
    assert.ok(Date.now() < shown + 90_000, `a receipt for what is only read: ${JSON.stringify(last)}`);
    await township.page.waitForTimeout(1_000);
  }
  assert.equal(await township.page.locator('#sync-pill:has-text("已全部送达")').count(), 1);

  await at.hub.restore(copy);
  const next = async () => (await receipt(township.page, branch))?.place.epoch !== last.place.epoch;
  await township.page.goto(`${at.hub.url}/sync`);
  await township.settled();
  assert.ok(await next() || (await receipt(township.page, branch)).void, 'the former receipt counts no more');
  const newcomer = await at.enrolled(VILLAGE, '陈小明');
  await newcomer.page.goto(at.hub.url + path);
  await newcomer.page.waitForSelector('.entry-text:has-text("备份以后写的进展")');
  await newcomer.settled();
  for (const tablet of [township, newcomer]) assert.deepEqual(tablet.errors, []);
});
