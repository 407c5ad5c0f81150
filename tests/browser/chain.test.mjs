// 核对记录: every change at hand is looked over, offline, and what is not signed is named.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, firstOpenTask, report, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

const lookOver = async (page) => {
  await page.click('#look-over');
  await page.waitForSelector('#look-over:not([disabled])');
  await page.waitForSelector('#looked');
  return page.locator('#looked').textContent();
};

// As when a person switches to another app.
const leave = (page) => page.evaluate(() => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
  document.dispatchEvent(new Event('visibilitychange'));
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
});

test('what a device writes is signed when it is left, and every tablet can tell', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const { page } = village;
  await page.goto(at.hub.url + (await firstOpenTask(page, at.hub)));
  await report(page, '材料已交，待整理');
  await page.click('.nav a[href="/settings"]');
  await page.click('a[href="/chain"]');
  let said = await lookOver(page);
  assert.match(said, /核对了\d+份台账，\d{2,}处改动/);
  assert.match(said, /没有缺损/);
  assert.equal(await page.locator('.doubts li').count(), 1, said);
  assert.match(await page.locator('.doubts li').textContent(), /没有签名.*1处.*石桥镇上石村党总支 工作台账.*陈大明/s);
  await shot(page, 'chain-unsigned-800');

  // What signs comes a moment after the first page.
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /\/housework-/.test(name)));
  await page.waitForTimeout(500);
  await leave(page);
  await village.settled();
  await page.waitForTimeout(500);
  said = await lookOver(page);
  assert.match(said, /全部改动都有本人设备的签名/);
  assert.equal(await page.locator('.doubts').count(), 0);
  await shot(page, 'chain-800');

  const township = await at.enrolled(TOWNSHIP, '林委员');
  await village.settled();
  await township.page.goto(`${at.hub.url}/chain`);
  await township.page.waitForSelector('#look-over');
  await township.context.setOffline(true);
  said = await lookOver(township.page);
  assert.match(said, /全部改动都有本人设备的签名/);
  await township.page.setViewportSize({ width: 360, height: 740 });
  await shot(township.page, 'chain-360');
  assert.deepEqual([...village.errors, ...township.errors], []);
});
