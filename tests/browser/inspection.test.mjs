// 督查: a township's officer writes down offline what was seen; the findings reach the branch as items to work on.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, report, scene, showPhoto } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const day = (days) => new Date(Date.now() + (days * 24 + 8) * 3600e3).toISOString().slice(0, 10);

test('what was seen offline survives a restart of the page and becomes items of the branch', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 360, height: 740 } });
  const { page } = township;
  await page.goto(`${at.hub.url}/inspections`);
  await page.waitForSelector('#inspect');
  await township.context.setOffline(true);
  await page.click('#inspect');
  await page.selectOption('#inspection-branch', 't01-v01');
  await page.fill('#inspection-seen', '直接到村部，翻看三会一课记录本，问了三名党员');
  for (const [number, problem] of ['三会一课记录缺两个月', '党务公开栏半年没有更新'].entries()) {
    await page.click('#add-finding');
    const one = page.locator('.finding').nth(number);
    await one.locator('.finding-problem').fill(problem);
    await one.locator('.finding-remedy').fill('补齐，以后每月15日公开');
    await one.locator('.finding-due').fill(day(20));
  }
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await shot(page, 'inspection-form-360');
  await page.waitForTimeout(600);
  await page.reload();
  await page.waitForSelector('.finding');
  assert.equal(await page.locator('.finding').count(), 2, 'what was typed is still there');
  assert.equal(await page.locator('.finding-problem').nth(1).inputValue(), '党务公开栏半年没有更新');

  // A day that has not come is refused with the reason, and nothing typed is lost.
  await page.fill('#inspection-day', day(3));
  await page.evaluate(() => document.querySelector('form.form').setAttribute('novalidate', ''));
  await page.click('form button[type="submit"]');
  await page.waitForSelector('.refused:has-text("还没有到")');
  await page.fill('#inspection-day', day(0));
  await page.click('form button[type="submit"]');
  await page.waitForSelector('.inspection');
  assert.equal(await page.locator('#follow-ups a.row').count(), 2);
  assert.match(await page.locator('.inspection').textContent(), /四不两直.*林委员/s);
  await shot(page, 'inspection-360');
  await township.context.setOffline(false);
  await township.settled();
  assert.deepEqual(township.errors, []);
});

test('the branch sees it on its day, works on a finding, and the inspection tells how far it is', async () => {
  const [township] = at.tablets;
  const village = await at.enrolled(VILLAGE, '陈大明');
  const { page } = village;
  await page.goto(at.hub.url);
  await page.waitForSelector('.inspected:has-text("发现2个问题，已销号0个")');
  await shot(page, 'inspected-today-800');
  await page.click('.inspected a');
  await page.waitForSelector('.inspection:has-text("翻看三会一课记录本")');
  assert.equal(await page.locator('#inspect').count(), 0);
  await page.locator('#follow-ups a.row:has-text("三会一课记录缺两个月")').click();
  await page.waitForSelector('.item-head a[href^="/inspections/"]');
  await shot(page, 'inspection-item-800');
  await report(page, '两个月的记录已补');
  // What was found on the spot is shown to be put right on the spot: without a photo it is told what is missing.
  await page.click('.acts [data-act="submit"]');
  await page.waitForSelector('#no-photo:has-text("还缺现场照片")');
  assert.equal(await page.locator('.act-form button[type="submit"]').count(), 0);
  await page.click('#add-photo');
  await page.waitForSelector('#entry-files', { state: 'attached' });
  await showPhoto(page);
  await page.click('.acts [data-act="submit"]');
  await page.click('.act-form .button-main');
  await page.waitForSelector('.badge:has-text("待乡镇核验")');
  await village.settled();

  const path = new URL(page.url()).pathname;
  await township.page.goto(at.hub.url + path);
  await township.page.waitForSelector('.entry-text:has-text("两个月的记录已补")');
  await township.page.setViewportSize({ width: 1280, height: 800 });
  await township.page.goto(`${at.hub.url}/inspections`);
  await township.page.waitForSelector('#inspections .row:has-text("发现2个问题")');
  await shot(township.page, 'inspections-1280');
  await page.goto(`${at.hub.url}/inspections/new`);
  await page.fill('#inspection-seen', '自己查自己');
  assert.equal(await page.locator('#inspection-branch option').count(), 2, 'only itself to choose');
  await page.selectOption('#inspection-branch', 't01-v01');
  await page.click('form button[type="submit"]');
  await page.waitForSelector('.refused:has-text("您的岗位不能写")');
  assert.deepEqual([...village.errors, ...township.errors], []);
});
