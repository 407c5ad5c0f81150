// The township's day: a reminder reaches the village's 今日 and is answered by working; what the detectors find opens
// to its record.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, report, scene } from './support/scene.mjs';

const at = scene();

test("a reminder reaches the village's day, and working on it answers", async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员');
  const village = await at.enrolled(VILLAGE, '陈大明');
  await township.page.goto(`${at.hub.url}/tasks?show=overdue&branch=t01-v01`);
  const path = await township.page.locator('.rows a.row').first().getAttribute('href');
  await township.page.goto(at.hub.url + path);
  await township.page.fill('#remind-text', '请本周内办完');
  await township.page.click('.remind button[type="submit"]');
  await township.page.waitForSelector('.entry-text:has-text("请本周内办完")');
  await township.page.click('.remind button[type="submit"]');
  assert.match(await township.page.locator('.remind .refused').textContent(), /今天已经催过/);

  const section = village.page.locator('.section:has(h2:has-text("催办的"))');
  await section.locator(`a.row[href="${path}"]`).click();
  await village.page.waitForSelector('.entry-text:has-text("请本周内办完")');
  assert.equal(await village.page.locator('.remind').count(), 0, 'a village reminds nobody');
  await report(village.page, '马上办');
  await village.page.goto(at.hub.url);
  await village.page.waitForSelector('.tiles');
  await section.waitFor({ state: 'detached' });
  assert.deepEqual([...township.errors, ...village.errors], []);
});

test('what the detectors find is sorted by its rule and opens to its record', async () => {
  const [township] = at.tablets;
  const { page } = township;
  await page.goto(at.hub.url);
  await page.click('#found a');
  await page.click('.chip[data-rule="copied_content"]');
  await page.waitForSelector('#findings .quiet:has-text("相同的地方")');
  const rules = await page.locator('#findings .badge').allTextContents();
  assert.ok(rules.length > 3 && rules.every((rule) => rule === '照搬照抄'), rules.join());
  const title = await page.locator('#findings .row-title').first().textContent();
  await page.locator('#findings a.row').first().click();
  await page.waitForSelector(`.page-title:has-text("${title}")`);
  assert.deepEqual(township.errors, []);
});
