// Indicators: reckoned on the tablet from its records, exact, offline; each number opens to its records and adds up the
// tree; what is not delivered is said.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const PROFIT = '/indicators/operating_profit';

// A number of money, in fen.
const fen = (text) => {
  const [number] = text.match(/-?[\d,]+\.\d\d/);
  return Math.round(Number(number.replaceAll(',', '')) * 100);
};
async function profit(page) {
  await page.waitForSelector('#figure');
  return fen(await page.textContent('#figure'));
}

test('a village sees what its records come to, offline, and what of it has not arrived', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  const { page } = village;
  await page.goto(`${at.hub.url}/tasks`);
  await page.click('.switch a:has-text("指标")');
  await page.waitForSelector('.figures');
  await shot(page, 'indicators-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await page.click('[data-indicator="operating_profit"]');
  const before = await profit(page);
  assert.match(await page.textContent('#figure-sent'), /都已送达/);
  await page.waitForSelector('#figure-hub:has-text("和本机相同")');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await shot(page, 'indicator-360');

  await village.context.setOffline(true);
  await page.goto(`${at.hub.url}/registers/collective_income/new`);
  await page.fill('#row-day', '2026-03-05');
  await page.click('.chip:text-is("经营收入")');
  await page.fill('#row-amount', '1250.50');
  await page.fill('#row-source', '果园采摘');
  await page.click('button[type=submit]');
  await page.waitForSelector('table.register');
  await page.goto(`${at.hub.url}${PROFIT}`);
  assert.equal(await profit(page), before + 125_050, 'to the fen');
  // The hub's number of before stands beside it, with its time, and on the list.
  const confirmed = await page.textContent('#figure-hub');
  assert.match(confirmed, /县中心核算为.*（.*），和本机不同/);
  assert.equal(fen(confirmed), before);
  await page.goto(`${at.hub.url}/indicators`);
  await page.waitForSelector('[data-indicator="operating_profit"] .badge:has-text("县中心：")');
  assert.match(await page.textContent('#figures-hub'), /^有\d+个数和县中心核算的不同/);
  await shot(page, 'indicators-differ-360');
  await page.goto(`${at.hub.url}${PROFIT}`);
  assert.match(await page.textContent('#figure-sent'), /其中1条还在这台设备上/);
  const record = page.locator('#figure-records li:has-text("未送达")');
  assert.match(await record.textContent(), /1,250\.50元/);
  await record.locator('a').click();
  await page.waitForSelector('h1:has-text("村集体经济收入")');

  await village.context.setOffline(false);
  await page.goto(`${at.hub.url}${PROFIT}`);
  await page.waitForSelector('#figure-sent:has-text("都已送达")', { timeout: 20_000 });
  assert.equal(await profit(page), before + 125_050);
  await page.waitForSelector('#figure-hub:has-text("和本机相同")', { timeout: 20_000 });
  await page.goto(`${at.hub.url}/indicators`);
  await page.waitForSelector('#figures-hub:has-text("都相同")');
});

test('a gap that a rule finds is said while typing, and hinders nothing', async () => {
  const { page } = at.tablets.find((tablet) => tablet.person === '陈大明') ?? at.tablets[0];
  await page.goto(`${at.hub.url}/registers/regulation_checklist/new`);
  await page.fill('#row-clause', '每月开展主题党日');
  await page.fill('#row-checked_on', '2026-03-06');
  await page.click('.chip:text-is("没做到")');
  await page.waitForSelector('#row-gaps:has-text("没做到的要写原因")');
  await page.fill('#row-reason', '党员外出多');
  await page.waitForSelector('#row-gaps:not(:has-text("要写原因")):has-text("要定补上的时限")');
  await page.click('button[type=submit]');
  await page.waitForSelector('table.register tr:has-text("每月开展主题党日") .badge:has-text("要补")');
});

test('a township opens its number down to a village, and the parts add up', async () => {
  const township = await at.enrolled(TOWNSHIP, '林晓', { viewport: { width: 1280, height: 900 } });
  const { page } = township;
  await page.goto(`${at.hub.url}/indicators`);
  await page.waitForSelector('[data-indicator="operating_profit"]');
  await shot(page, 'indicators-1280');
  await page.click('[data-indicator="operating_profit"]');
  const whole = await profit(page);
  await page.waitForSelector('.bar-row');
  await shot(page, 'indicator-1280');
  const parts = await page.locator('.bar-said').allTextContents();
  const sum = parts.filter((text) => /\d\.\d\d/.test(text)).reduce((all, text) => all + fen(text), 0);
  assert.equal(sum, whole);
  const first = fen(parts[0]);
  await page.click('.bar-row a');
  await page.waitForSelector('#figure-records');
  await page.waitForFunction((text) => document.querySelector('#figure').textContent !== text, await page.textContent('body').then(() => ''));
  assert.equal(await profit(page), first);
  assert.equal(await page.locator('.bar-row').count(), 0, 'a village has nobody below');
});

test('what indicators find stands with the findings, with the record behind it', async () => {
  const { page } = at.tablets.at(-1);
  await page.goto(`${at.hub.url}/findings`);
  await page.waitForSelector('.chip[data-rule="training_gap"]');
  await page.click('.chip[data-rule="training_gap"]');
  const first = page.locator('#findings li').first();
  assert.match(await first.textContent(), /四个专题里今年还有没培训过的/);
  await first.locator('a.row').click();
  await page.waitForSelector('#figure');
  await page.waitForSelector('.notice:has-text("党务不熟悉")');
});

test('a county opens a number by township', async () => {
  const county = await at.enrolled(COUNTY, '黄海', { viewport: { width: 1440, height: 900 } });
  const { page } = county;
  await page.goto(`${at.hub.url}/indicators`);
  await page.waitForSelector('[data-indicator="self_generated_ratio"]');
  await page.waitForSelector('#figures-hub:has-text("都相同")');
  await shot(page, 'indicators-1440');
  await page.click('[data-indicator="self_generated_ratio"]');
  await page.waitForSelector('.bar-row a');
  const names = await page.locator('.bar-name').allTextContents();
  assert.ok(names.some((name) => /镇/.test(name)), names.join());
  await shot(page, 'indicator-1440');
  await page.click('.bar-row a');
  await page.waitForSelector('a:has-text("上一级")');
  await page.click('a:has-text("上一级")');
  await page.waitForFunction((count) => document.querySelectorAll('.bar-row').length === count, names.length);
});

test('target and year before are drawn, and an indicator goes to paper whole or says what it leaves out', async () => {
  const { page } = at.tablets.at(-1);
  await page.goto(`${at.hub.url}${PROFIT}`);
  await page.waitForSelector('#goals');
  for (const [field, value] of [['target', '900000'], ['before', '123456']]) {
    const line = page.locator(`#goals form[data-field="${field}"]`);
    await line.locator('.button-quiet').click();
    await line.locator(`#goal-${field}`).fill(value);
    await line.locator('.button-main').click();
    await line.locator('.field-value').waitFor();
  }
  await page.waitForSelector('#figure-before:has-text("去年123,456.00元")');
  await page.waitForSelector('.chart .chart-past');
  // A level line has no height, so it is no visible box.
  await page.waitForSelector('.chart .chart-target', { state: 'attached' });
  assert.match(await page.textContent('.chart-target-said'), /任务900,000\.00元/);
  await page.goto(`${at.hub.url}/indicators/vacancy_months`);
  await page.waitForSelector('#figure-settings:has-text("组织干事空缺多久要提醒：3个月")');
  await page.goto(`${at.hub.url}/indicators`);
  await page.waitForSelector('[data-indicator="operating_profit"] .figure-before:has-text("去年")');
  await page.waitForSelector('[data-indicator="operating_profit"] .figure-target:has-text("任务")');

  await page.goto(`${at.hub.url}${PROFIT}`);
  await page.waitForSelector('#figure-records li');
  const rest = page.locator('#figure-left-out');
  const some = await rest.count();
  if (some > 0) assert.equal(await rest.isVisible(), false, 'only paper needs it');
  await page.emulateMedia({ media: 'print' });
  for (const shown of ['#figure', '.chart', '.bar-row', '#figure-records li']) {
    assert.ok(await page.locator(shown).first().isVisible(), `${shown} is printed`);
  }
  assert.equal(await page.locator('#goals').isVisible(), false);
  if (some > 0) assert.match(await rest.textContent(), /另有\d+条记录没有印出/);
  if (some > 0) assert.ok(await rest.isVisible());
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf);
  assert.ok(Number(height) > Number(width), 'A4 upright');
  await page.emulateMedia({ media: null });
});
