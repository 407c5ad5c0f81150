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
  assert.ok(!(await page().locator('#sync-pill').textContent()).includes('已全部送达'), 'it is not called delivered');

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
