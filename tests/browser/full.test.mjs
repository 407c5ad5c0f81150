// A full disk: nothing is half written, what was entered stays on the screen, and is stored as soon as there is room.
import assert from 'node:assert/strict';
import test from 'node:test';

import { VILLAGE, editField, firstOpenTask, scene } from './support/scene.mjs';

const at = scene();

test('an edit that the disk has no room for is kept, said, and stored once there is room', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const page = () => village.page;
  const path = await firstOpenTask(page(), at.hub);
  await page().goto(at.hub.url + path);
  const owner = () => page().locator('form[data-field="owner"] .field-value').textContent();
  await editField(page(), 'owner', '陈大明');
  await village.settled();

  // The browser reckons for half a minute with the room that it saw last, so it is asked anew.
  await village.close();
  await village.start();
  const more = await village.room(at.hub.url, 1);
  await page().goto(at.hub.url + path);
  await editField(page(), 'owner', '赵小兰');
  await page().waitForSelector('.toast-error:has-text("空间")');
  assert.equal(await owner(), '赵小兰', 'what was entered stays on the screen');
  await page().waitForSelector('#sync-pill:has-text("1处没有存上")');
  await page().waitForSelector('.stored-not:has-text("没有存上")');
  assert.equal(await page().locator('.stored-here').count(), 0, 'it is not called stored');

  // Pressed with the disk still full it says so again, and loses nothing.
  await page().click('.toast-error button');
  await page().click('button:has-text("再存一次")');
  await page().waitForSelector('.toast-error:has-text("空间")');
  await more();
  await page().click('button:has-text("再存一次")');
  await page().waitForSelector('button:has-text("再存一次")', { state: 'detached' });
  await village.settled();
  await page().reload();
  await page().waitForSelector('form[data-field="owner"] .field-value:has-text("赵小兰")');
  assert.deepEqual(village.errors, []);
});

test('what comes after an edit that was not stored takes it along', async () => {
  const [village] = at.tablets;
  const page = () => village.page;
  const path = new URL(page().url()).pathname;
  await village.close();
  await village.start();
  const more = await village.room(at.hub.url, 1);
  await page().goto(at.hub.url + path);
  await editField(page(), 'owner', '钱小梅');
  await page().waitForSelector('#sync-pill:has-text("1处没有存上")');
  await at.hub.kill();
  await more();
  // Nobody presses 再存一次; the next edit builds on the one that is missing.
  await editField(page(), 'measure', '每周碰头一次');
  await page().waitForSelector('button:has-text("再存一次")', { state: 'detached' });
  await page().waitForSelector('#sync-pill:has-text("2处已存本机")');
  await village.kill();
  await village.start();
  await page().goto(at.hub.url + path);
  await page().waitForSelector('form[data-field="owner"] .field-value:has-text("钱小梅")');
  await page().waitForSelector('form[data-field="measure"] .field-value:has-text("每周碰头一次")');
  await at.hub.up();
  await page().goto(`${at.hub.url}/sync`);
  await page().click('button:has-text("立即同步")');
  await village.settled();
  assert.deepEqual(village.errors, []);
});
