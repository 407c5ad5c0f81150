// Demonstration sites: the county reviews one and takes it off the list; its branch reads why, and the numbers follow.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const SITE = '上石村党建示范点';

async function review(page, day, verdict, met, reason) {
  await page.goto(`${at.hub.url}/registers/demo_review/new`);
  await page.selectOption('#row-branch', VILLAGE[0]);
  await page.fill('#row-site', SITE);
  await page.fill('#row-reviewed_on', day);
  await page.click(`.chip:text-is("${verdict}")`);
  for (const [name, holds] of Object.entries(met)) {
    await page.locator('fieldset', { hasText: name }).locator(`.chip:text-is("${holds ? '是' : '否'}")`).click();
  }
  await page.fill('#row-reason', reason);
}

async function inForce(page) {
  await page.goto(`${at.hub.url}/indicators/demo_in_force`);
  await page.waitForSelector('#figure');
  return page.textContent('#figure');
}

test('a site is named, and struck off the list with a reason that its branch reads', async () => {
  const county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1280, height: 900 } });
  const { page } = county;
  const all = { 硬件完善: true, 软件规范: true, 特色鲜明: true, 成效显著: true };
  // What does not meet the four criteria cannot be named: told while typing.
  await review(page, '2026-03-02', '验收合格，命名', { ...all, 成效显著: false }, '现场看过，资料齐全');
  await page.waitForSelector('#row-gaps:has-text("四条标准都达到才能验收、命名、保留")');
  await page.locator('fieldset', { hasText: '成效显著' }).locator('.chip:text-is("是")').click();
  await page.waitForFunction(() => !document.querySelector('#row-gaps')?.textContent.includes('四条标准'));
  await page.click('form button[type=submit]');
  await page.waitForSelector(`table.register td:has-text("${SITE}")`);
  assert.equal(await inForce(page), '1个');

  await review(page, '2026-06-08', '摘牌', { ...all, 成效显著: false }, '活动停了半年，群众不知道');
  await page.click('form button[type=submit]');
  await page.waitForSelector('table.register td:has-text("摘牌")');
  assert.equal(await inForce(page), '0个', 'the latest verdict on a site counts');
  await county.settled();

  const village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  await village.page.goto(`${at.hub.url}/registers`);
  await village.page.waitForSelector('#about-us li');
  const said = await village.page.locator('#about-us li').allTextContents();
  assert.match(said[0], /上石村党建示范点 · 6月8日 · 摘牌/);
  assert.match(said[1], /验收合格，命名/);
  await shot(village.page, 'about-us-360');
  assert.ok((await width(village.page)) <= 0, `${await width(village.page)} px too wide`);
  await village.page.click('#about-us a:has-text("摘牌")');
  await village.page.waitForSelector('text=活动停了半年，群众不知道');
  assert.equal(await village.page.locator('form button[type=submit]').count(), 0, 'it is the county’s to write');
  assert.deepEqual([...county.errors, ...village.errors], []);
});
