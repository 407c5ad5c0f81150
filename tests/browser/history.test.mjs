// History: who changed which field, and the whole ledger as of a past day, without a network.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, editField, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

test('a field tells who wrote it, from what and to what', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const { page } = village;
  await page.goto(`${at.hub.url}/tasks?show=open`);
  const path = await page.locator('.rows a.row').first().getAttribute('href');
  await page.goto(at.hub.url + path);
  for (const owner of ['王建国', '李秀英']) {
    await editField(page, 'owner', owner);
  }
  await page.click('#show-edits');
  const first = page.locator('.edits li').first();
  await first.waitFor();
  assert.match(await first.textContent(), /责任人.*王建国 → 李秀英.*陈大明.*党组织书记.*设备[0-9a-f]{6}/s);
  await shot(page, 'edits-800');
  assert.deepEqual(village.errors, []);
});

test('a past day is read offline, shown everywhere, and cannot be written', async () => {
  const [village] = at.tablets;
  const { page } = village;
  await page.goto(`${at.hub.url}/settings`);
  await village.settled();
  await village.context.setOffline(true);
  await page.click('a[href="/past"]');
  await page.click('#month-ends .chip >> nth=2');
  await page.waitForSelector('.past-banner:has-text("3月31日")');
  await page.waitForSelector('.tiles');
  await shot(page, 'past-today-800');
  await page.click('.nav a[href="/tasks"]');
  await page.waitForSelector('.rows a.row');
  await page.locator('.rows a.row').first().click();
  await page.waitForSelector('.item-head');
  assert.equal(await page.locator('.acts [data-act]').count(), 0, 'nothing can be done');
  assert.equal(await page.locator('.add-entry').count(), 0);
  await shot(page, 'past-item-800');
  const days = await page.locator('.entries .quiet, .history .quiet').allTextContents();
  assert.ok(days.every((said) => !/(4|5|6|7|8|9|10|11|12)月\d+日 \d/.test(said)), days.join('\n'));
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await shot(page, 'past-item-360');
  await page.click('#past-leave');
  await page.waitForSelector('.past-banner', { state: 'detached' });
  await page.waitForSelector('.add-entry');
  assert.deepEqual(village.errors, []);
});

test('a township reads its past too, and its phone menu has room for everything', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 360, height: 740 } });
  const { page } = township;
  const shown = await page.locator('.nav a:visible').count();
  assert.ok(shown <= 6, `${shown} entries in a phone's menu`);
  await page.click('.nav-more');
  await page.waitForSelector('.more-row');
  await shot(page, 'more-360');
  await page.click('.more-row[href="/past"]');
  await page.fill('#past-day', '1999-01-01');
  await page.evaluate(() => document.querySelector('#past-day').closest('form').setAttribute('novalidate', ''));
  await page.click('form button[type="submit"]');
  await page.waitForSelector('.refused');
  await page.locator('#month-ends .chip').last().click();
  await page.waitForSelector('.past-banner');
  await page.waitForSelector('.tiles');
  await page.goto(`${at.hub.url}/`);
  await page.waitForSelector('.tiles');
  assert.equal(await page.locator('.past-banner').count(), 0, 'a fresh start shows the present');
  assert.deepEqual(township.errors, []);
});
