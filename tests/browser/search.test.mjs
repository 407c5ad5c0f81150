// A county's list of thousands: found by characters and by pinyin initials, and quick to filter.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, scene } from './support/scene.mjs';

const at = scene();
const TITLE = '排查软弱涣散党组织并制定整顿方案';

// From a tap until the list that follows from it is painted, in milliseconds.
const tap = (page, selector) =>
  page.evaluate(async (selector) => {
    const begun = performance.now();
    document.querySelector(selector).click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - begun;
  }, selector);

const found = async (page) => Number((await page.locator('.found').textContent()).match(/\d+/)[0]);

// Issues a task to every branch there is.
async function issue(page, title) {
  await page.goto(`${at.hub.url}/new`);
  await page.locator('#task-code').selectOption({ index: 1 });
  await page.fill('#task-title', title);
  await page.fill('#task-requirement', '按方案办理');
  await page.fill('#task-due', `${new Date().getFullYear()}-12-20`);
  await page.click('button:has-text("全选、全不选")');
  await page.click('form .button-main');
  await page.waitForSelector('.toast:has-text("已下达")');
}

test('three thousand records are filtered and searched at once', { timeout: 600_000 }, async () => {
  const county = await at.enrolled(COUNTY, '方国强');
  const { page } = county;
  await page.goto(`${at.hub.url}/tasks`);
  let number = await found(page);
  for (let n = 0; number < 3_000; n += 1) {
    await issue(page, `${TITLE}${n}`);
    await page.goto(`${at.hub.url}/tasks`);
    const now = await found(page);
    assert.ok(now > number, 'a task was issued');
    number = now;
  }
  await page.waitForSelector('.rows a.row');
  const chips = [2, 4, 6, 1, 7, 1].map((n) => `.filters .chip:nth-of-type(${n})`);
  const taps = [];
  for (const chip of chips) taps.push(await tap(page, chip));
  const typed = await page.evaluate(async () => {
    const field = document.querySelector('.search input');
    const taken = [];
    for (const words of ['p', 'pc', 'pcr', 'pcrr', 'pcrrhs']) {
      const begun = performance.now();
      field.value = words;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      taken.push(performance.now() - begun);
    }
    return taken;
  });
  const round = (all) => all.map((one) => Math.round(one)).join(', ');
  console.log(`${number} records; ms from tap to paint: ${round(taps)}; from key to paint: ${round(typed)}`);
  assert.ok(Math.max(...taps, ...typed) < 1_000, 'nobody waits for a second');
  assert.deepEqual(county.errors, []);
});

test('by characters, by initials, by both, and by branch', async () => {
  const { page } = at.tablets[0];
  const count = async (words) => {
    await page.fill('.search input', words);
    await page.waitForFunction((words) => new URLSearchParams(location.search).get('find') === words, words);
    return found(page);
  };
  const all = await count('软弱涣散党组织');
  assert.ok(all > 0);
  for (const words of ['rrhsdzz', 'RRHSDZZ', '软弱hsdzz']) assert.equal(await count(words), all, words);
  const here = await count('rrhsdzz 上石村');
  assert.ok(here > 0 && here < all, 'two words must both be found');
  assert.equal(await count('rrhsdzz ssc'), here);
  assert.equal(await count('绝对没有这样的任务'), 0);
  await page.waitForSelector('.card.empty');
});
