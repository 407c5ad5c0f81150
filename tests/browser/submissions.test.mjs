// Submissions: a township sees who is late and reminds, the branch hands in with one tap, offline, and the lateness
// stays.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
let village;
let township;
let title;

test('a township sees who has not handed in, and reminds once a day', async () => {
  village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  township = await at.enrolled(TOWNSHIP, '林晓', { viewport: { width: 1280, height: 900 } });
  // What the sample's village has handed in is struck out, so that there is something late whatever the day.
  const { page } = village;
  await page.goto(`${at.hub.url}/submissions`);
  await page.waitForSelector('.submission, #handed-in, .empty');
  const open = await page.locator('#to-hand-in .submission').count();
  const done = await page.locator('#handed-in li').count();
  assert.ok(open + done > 0, 'three quarters of the year have something due');
  await shot(page, 'submissions-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  const other = township.page;
  await other.goto(`${at.hub.url}/submissions`);
  await other.waitForSelector('details.submission');
  await shot(other, 'submissions-1280');
  const late = other.locator('details.submission li').first();
  await late.locator('button:has-text("催报")').click();
  await other.waitForSelector('details.submission li .badge:has-text("已催1次")');
  await other.locator('details.submission li:has-text("已催1次") button').first().click();
  await other.waitForSelector('text=今天已经催过');
});

test('a branch hands in offline with one tap; the township sees it, and that it was late', async () => {
  const { page } = village;
  await page.goto(`${at.hub.url}/submissions`);
  let first = page.locator('#to-hand-in .submission').first();
  if ((await first.count()) === 0) return;
  title = await first.locator('h3').textContent();
  const before = await page.locator('#handed-in li').count();
  await village.context.setOffline(true);
  await first.locator('.button-main').click();
  await page.waitForFunction((title) => ![...document.querySelectorAll('#to-hand-in h3')].some((one) => one.textContent === title), title);
  await page.waitForFunction((count) => document.querySelectorAll('#handed-in li').length >= Math.min(count, 12), before + 1);
  const line = page.locator(`#handed-in li:has-text("${title}")`);
  assert.match(await line.textContent(), /报送.*未送达/);
  await village.context.setOffline(false);
  await village.settled();
  await line.locator('.badge:has-text("已送达")').waitFor();
  // Another record of a period that was handed in, if it is one of the last: the line says so.
  assert.equal(await line.locator('.badge:has-text("报后有改动")').count(), 0);
  await page.goto(`${at.hub.url}/indicators/submission_on_time`);
  await page.waitForSelector('#figure-records');
});

test('a county sees the townships and the branches', async () => {
  const county = await at.enrolled(COUNTY, '黄海', { viewport: { width: 1440, height: 900 } });
  await county.page.goto(`${at.hub.url}/submissions`);
  await county.page.waitForSelector('details.submission');
  const said = await county.page.locator('details.submission summary:has-text("村集体经济收支季报")').first().textContent();
  const [, due] = said.match(/应报(\d+)家，已报\d+家/);
  assert.ok(Number(due) > 10, `all villages of the county, not ${due}`);
  const { page } = county;
  // What was handed in is opened as a table.
  const all = page.locator('details.submission');
  const place = await all.evaluateAll((boxes) => boxes.findIndex((box) => box.querySelector('.show-handed')));
  const done = all.nth(place);
  await done.evaluate((details) => { details.open = true; });
  await done.locator('.show-handed').click();
  const download = page.waitForEvent('download');
  await done.locator('.handed-below li button').first().click();
  assert.match((await download).suggestedFilename(), /\.xlsx$/);
  // The county reminds all that are late in one tap, once a day.
  const chase = page.locator('.remind-late').first();
  if ((await chase.count()) > 0) {
    const box = page.locator('details.submission:has(.remind-late)').first();
    const late = await box.locator('li .badge-danger').count();
    await chase.click();
    await page.waitForFunction((count) => {
      const box = document.querySelector('details.submission:has(.remind-late)');
      const marked = [...box.querySelectorAll('li')].filter((line) => /已催\d+次/.test(line.textContent));
      return marked.length >= count;
    }, late);
    await page.locator('.remind-late').first().click();
    await page.waitForSelector('text=今天已经催过');
  }
  await shot(county.page, 'submissions-1440');
});
