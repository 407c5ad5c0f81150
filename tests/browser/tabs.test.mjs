// Two tabs of one device: both show the same, both may write, one syncs; when it is closed the other does.
import assert from 'node:assert/strict';
import test from 'node:test';

import { VILLAGE, firstOpenTask, report, scene } from './support/scene.mjs';

const at = scene();

test('a second tab is live, and takes over', async () => {
  const tablet = await at.enrolled(VILLAGE, '陈大明');
  const path = await firstOpenTask(tablet.page, at.hub);
  await tablet.page.goto(at.hub.url + path);
  const other = await tablet.tab(at.hub.url + path);
  await other.waitForSelector('.add-entry');
  await report(tablet.page, '第一个窗口写的');
  await other.waitForSelector('.entry-text:has-text("第一个窗口写的")');
  await report(other, '第二个窗口写的');
  await tablet.page.waitForSelector('.entry-text:has-text("第二个窗口写的")');
  await tablet.settled();
  await tablet.settled(other);
  await tablet.page.close();
  await report(other, '剩下的窗口写的');
  await other.waitForSelector('.item-marks .stored-there');
  await tablet.settled(other);
  assert.deepEqual(tablet.errors, []);
});
