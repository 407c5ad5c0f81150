// The county's own numbers and words: a parameter with what it changes, a target, a guide, an answer; each reaches a
// village.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
let village;
let county;

test('a county sees what a number would change before it sets it', async () => {
  county = await at.enrolled(COUNTY, '黄海', { viewport: { width: 1440, height: 900 } });
  const { page } = county;
  await page.goto(`${at.hub.url}/indicators/income_achievement`);
  await page.waitForSelector('#figure:has-text("县里还没有设定")');
  await page.goto(`${at.hub.url}/taskbook`);
  const line = page.locator('form[data-parameter="income_target"]');
  await line.locator('.button-quiet').click();
  await line.locator('input').fill('五万');
  await line.locator('.button-main').click();
  await line.locator('.refused:has-text("请填整数")').waitFor();
  await line.locator('input').fill('50000');
  await line.locator('.preview li:has-text("集体经济增收完成率")').waitFor();
  assert.match(await line.locator('.preview').textContent(), /没有设定.* → \d/);
  await shot(page, 'taskbook-1440');
  await line.locator('.button-main').click();
  await page.waitForSelector('form[data-parameter="income_target"] .field-value:has-text("50,000元")');
  await page.goto(`${at.hub.url}/indicators/income_achievement`);
  await page.waitForSelector('#figure:has-text("%")');
});

test("a village's target and last year's number, set by the county, reach it", async () => {
  const { page } = county;
  await page.goto(`${at.hub.url}/indicators/operating_profit?of=t01-v01`);
  for (const [goal, typed] of [['target', '60,000'], ['before', '41000.5']]) {
    const line = page.locator(`form[data-field="${goal}"]`);
    await line.locator('.button-quiet').click();
    await line.locator('input').fill(typed);
    await line.locator('.button-main').click();
    await line.locator('.field-value').waitFor();
  }
  await page.waitForSelector('.figure-head:has-text("去年41,000.50元")');
  await county.settled();
  village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  await village.page.goto(`${at.hub.url}/indicators/operating_profit`);
  await village.page.waitForSelector('.figure-head:has-text("任务60,000.00元，完成")');
  assert.equal(await village.page.locator('#goals').count(), 0, 'only the county decides');
});

test('a village reads a guide offline, beside its register; the county rewrites it', async () => {
  const { page } = village;
  await page.goto(`${at.hub.url}/registers`);
  await page.waitForSelector('.registers');
  await village.context.setOffline(true);
  await page.goto(`${at.hub.url}/registers/training`);
  await page.click('a:has-text("怎么做：党内选举")');
  await page.waitForSelector('details[open] .guide-entry');
  await shot(page, 'guide-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await village.context.setOffline(false);
  const other = county.page;
  await other.goto(`${at.hub.url}/guides?of=election`);
  await other.click('details[data-guide="election"] button:has-text("改这份指南")');
  await other.fill('details[data-guide="election"] textarea', '本县的做法：\n- 先找组织部要一份流程图。');
  await other.click('details[data-guide="election"] .button-main');
  await other.waitForSelector('.guide-entry:has-text("流程图")');
  await county.settled();
  await page.waitForSelector('.guide-entry:has-text("流程图")', { timeout: 20_000 });
});

test('the county adds a guide and chooses where it is shown; beside a task it is found', async () => {
  const other = county.page;
  await other.goto(`${at.hub.url}/guides`);
  await other.click('#new-guide summary');
  await other.fill('#guide-name', '四议两公开');
  await other.fill('#new-guide textarea', '怎么议：\n- 党支部提议。');
  await other.click('#new-guide summary:has-text("放在哪些工作项的任务旁边")');
  await other.click('#new-guide label.check:has-text("X3 ")');
  await other.click('#new-guide .button-main');
  await other.waitForSelector('.guide:has-text("四议两公开") .guide-entry', { state: 'attached' });
  await county.settled();
  const { page } = village;
  await page.goto(`${at.hub.url}/tasks?find=X3`);
  await page.locator('.rows a.row').first().click();
  await page.waitForSelector('.guide-links a:has-text("怎么做：四议两公开")', { timeout: 20_000 });
});

test('what a village finds too much reaches the county, and the answer the village', async () => {
  const { page } = village;
  await page.goto(`${at.hub.url}/burden`);
  await page.waitForSelector('#burden, .empty');
  await shot(page, 'burden-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await page.click('a:has-text("意见建议")');
  await page.waitForSelector('#say');
  await page.click('#say button[type=submit]');
  await page.waitForSelector('.refused:has-text("请先选关于什么")');
  await page.click('#say .chip:has-text("填报太多")');
  await page.fill('#matter', '同一件事填了两本登记簿');
  await page.click('#say button[type=submit]');
  await page.waitForSelector('#suggestions article:has-text("同一件事填了两本登记簿")');
  await shot(page, 'suggestions-360');
  await village.settled();
  // Whoever has the answer before them when it comes has seen it.
  await page.goto(at.hub.url);
  const other = county.page;
  await other.goto(at.hub.url);
  await other.waitForSelector('#suggestions-notice:has-text("还没有答复")', { timeout: 20_000 });
  await other.click('#suggestions-notice a');
  const said = other.locator('article:has-text("同一件事填了两本登记簿")');
  await said.waitFor({ timeout: 20_000 });
  await said.locator('textarea').fill('下月起并成一本。');
  await said.locator('button').click();
  await other.waitForSelector('article .notice:has-text("下月起并成一本")');
  await county.settled();
  await page.goto(at.hub.url);
  await page.waitForSelector('#suggestions-notice:has-text("1条新答复")', { timeout: 20_000 });
  await page.click('#suggestions-notice a');
  await page.waitForSelector('article .notice:has-text("下月起并成一本")', { timeout: 20_000 });
  // What was looked at is stored a moment later.
  await page.waitForTimeout(1_500);
  await page.goto(at.hub.url);
  await page.waitForSelector('.tiles');
  assert.equal(await page.locator('#suggestions-notice').count(), 0, 'looked at');
  await other.goto(`${at.hub.url}/burden`);
  // On the first of a month too, when nothing has been asked for in it yet.
  await other.waitForSelector('#burden');
  await shot(other, 'burden-1440');
});
