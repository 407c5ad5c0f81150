// The township's day: a village applies, the township works through its inbox by keyboard, a reminder reaches the
// village, who has signed is seen at a glance, and what the detectors find opens to its record.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, report, scene, showPhoto } from './support/scene.mjs';

const at = scene();
const DESK = { viewport: { width: 1280, height: 800 } };
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const act = async (page, name) => {
  await page.click(`.acts [data-act="${name}"]`);
  await page.click('.act-form .button-main');
};
const opened = (page) => page.locator('.inbox-rows a[aria-current]').getAttribute('href');

let path;

test('a village applies, and the inbox is worked through by keyboard', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const township = await at.enrolled(TOWNSHIP, '林委员', DESK);
  await village.page.goto(`${at.hub.url}/tasks?show=open`);
  path = await village.page.locator('.rows a.row').first().getAttribute('href');
  await village.page.goto(at.hub.url + path);
  await report(village.page, '会议已开，材料已归档');
  await showPhoto(village.page);
  await act(village.page, 'submit');
  await village.settled();

  const { page } = township;
  const key = path.slice('/tasks/'.length);
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.waitForSelector(`.inbox-rows a[href="/inbox?at=${key}"]`);
  const rows = page.locator('.inbox-rows a.row');
  const before = await rows.count();
  assert.ok(before >= 2, `${before} wait`);
  assert.equal(Number(/\d+/.exec(await page.locator('.nav-count').textContent())[0]), before);
  assert.equal(await rows.last().getAttribute('href'), `/inbox?at=${key}`, 'the latest comes last');
  await shot(page, 'inbox-1280-list');
  // Nothing is decided from the list alone.
  await page.keyboard.press('a');
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  assert.equal(await rows.count(), before);

  for (let n = 1; n < before; n += 1) await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.inbox-item .entry-text:has-text("会议已开，材料已归档")');
  assert.equal(await opened(page), `/inbox?at=${key}`);
  await shot(page, 'inbox-1280-detail');
  await page.keyboard.press('k');
  await page.waitForFunction((key) => !location.search.includes(key), key);
  await page.keyboard.press('j');
  await page.waitForFunction((key) => decodeURIComponent(location.search).includes(key), key);
  await page.waitForSelector('#verdict-refuse');

  await page.keyboard.press('r');
  await page.waitForFunction(() => document.activeElement.id === 'verdict-reason');
  await shot(page, 'inbox-1280-reason');
  await page.keyboard.type('请补上签到表');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`.inbox-rows a[href="/inbox?at=${key}"]`, { state: 'detached' });
  assert.equal(await rows.count(), before - 1);
  assert.equal(await opened(page), await rows.last().getAttribute('href'), 'the row beside it follows');
  await page.waitForSelector('.toast');

  // Where acts contradict each other, a person chooses among all of them and no key decides.
  if ((await page.locator('.inbox-rows a[aria-current]:has-text("办理有冲突")').count()) > 0) {
    await page.waitForSelector('.inbox-detail .acts [data-act]');
    await page.keyboard.press('a');
    await page.keyboard.press('k');
  }
  await page.waitForSelector('#verdict-pass');
  assert.equal(await rows.count(), before - 1);
  const second = await opened(page);
  await page.keyboard.press('a');
  await page.waitForSelector(`.inbox-rows a[href="${second}"]`, { state: 'detached' });
  assert.equal(await rows.count(), before - 2);

  await village.page.goto(at.hub.url);
  await village.page.goto(at.hub.url + path);
  await village.page.waitForSelector('.notice-danger:has-text("请补上签到表")');
  assert.deepEqual([...village.errors, ...township.errors], []);
});

test('by touch the item takes the place of the list, and the next follows', async () => {
  const [, township] = at.tablets;
  const { page } = township;
  for (const [w, h] of [[360, 740], [800, 1100]]) {
    await page.setViewportSize({ width: w, height: h });
    await page.goto(`${at.hub.url}/inbox`);
    await page.waitForSelector('.inbox-rows a.row');
    assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
    await shot(page, `inbox-${w}-list`);
    await page.locator('.inbox-rows a.row').first().click();
    await page.waitForSelector('.inbox-item .inbox-title');
    assert.ok(!(await page.locator('.inbox-rows').isVisible()));
    assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
    await shot(page, `inbox-${w}-detail`);
    const top = async (what) => (await page.locator(what).first().boundingBox()).y;
    assert.ok((await top('.decide')) > (await top('.inbox-item .entries')), 'the verdicts come after the words');
    await page.locator('#verdict-refuse').scrollIntoViewIfNeeded();
    await shot(page, `inbox-${w}-verdicts`);
  }
  const first = new URL(page.url()).searchParams.get('at');
  await page.click('#verdict-pass');
  await page.waitForFunction((first) => new URL(location).searchParams.get('at') !== first, first);
  await page.setViewportSize(DESK.viewport);
  assert.deepEqual(township.errors, []);
});

test('who applied in a branch\'s place is told why they cannot verify it', async () => {
  const [, township] = at.tablets;
  const { page } = township;
  await page.goto(`${at.hub.url}/tasks?show=open&branch=t01-v02`);
  const other = await page.locator('.rows a.row').first().getAttribute('href');
  await page.goto(at.hub.url + other);
  await page.waitForSelector('#on-behalf');
  await report(page, '按村里电话所报代为填写');
  await page.waitForSelector('.entry:has-text("按村里电话所报代为填写") .on-behalf');
  await showPhoto(page);
  await act(page, 'submit');
  await page.waitForSelector('.history li:has-text("申请销号") .on-behalf');
  await page.goto(`${at.hub.url}/inbox?at=${other.slice('/tasks/'.length)}`);
  await page.waitForSelector('#verdict-why-not:has-text("不能是同一个人")');
  assert.equal(await page.locator('#verdict-pass').count(), 0);
  await page.keyboard.press('a');
  await page.waitForSelector('#verdict-refuse');
  await shot(page, 'inbox-1280-same-person');
});

test("a reminder reaches the village's day until it has answered", async () => {
  const [village, township] = at.tablets;
  await township.page.goto(at.hub.url + path);
  await township.page.click('#remind');
  await township.page.fill('#remind-text', '请今天补齐签到表');
  await township.page.click('.remind-form .button-main');
  await township.page.waitForSelector('.remind:has-text("今天已经催过")');
  await township.page.waitForSelector('.entry:has-text("请今天补齐签到表"):has-text("林委员")');
  assert.equal(await township.page.locator('.entry:has-text("请今天补齐签到表") .on-behalf').count(), 0);

  await shot(township.page, 'item-1280');
  const notice = village.page.locator('.reminder');
  await village.page.goto(at.hub.url);
  await notice.filter({ hasText: '乡镇提醒：请今天补齐签到表' }).waitFor();
  await shot(village.page, 'reminder-800');
  await village.page.setViewportSize({ width: 360, height: 740 });
  assert.ok((await width(village.page)) <= 0);
  await shot(village.page, 'reminder-360');
  await notice.first().click();
  await village.page.waitForFunction((path) => location.pathname === path, path);
  await report(village.page, '签到表已补');
  await village.page.goto(at.hub.url);
  await village.page.waitForSelector('.tiles');
  await village.settled();
  assert.equal(await notice.count(), 0);
  assert.deepEqual(village.errors, []);
});

test('who has signed, and those who have not are reminded together', async () => {
  const [, township] = at.tablets;
  const { page } = township;
  await page.goto(at.hub.url);
  await page.waitForSelector('.given-rows a.row');
  await shot(page, 'today-1280');
  await page.click('.more a[href="/given"]');
  await page.waitForFunction(() => location.pathname === '/given');
  const row = page.locator('.given-rows a.row:has(.badge-new)').first();
  const [unsigned] = /\d+/.exec(await row.locator('.badge-new').textContent());
  await row.click();
  await page.waitForSelector('.given tbody tr');
  const lines = page.locator('.given tbody tr');
  assert.equal(await lines.locator('.given-unsigned').count(), Number(unsigned));
  const first = await lines.first().locator('.given-unsigned').count();
  assert.equal(first, 1, 'those that have not signed come first');
  const [part, all] = (await page.locator('.given tfoot td[data-name="签收"]').textContent()).split('/').map(Number);
  assert.equal(all - part, Number(unsigned));
  await shot(page, 'given-1280');

  await page.click('#remind-unsigned');
  await page.click('.remind-form .button-main');
  await page.waitForSelector(`.given-remind:has-text("催办未签收：${unsigned}个今天已催过")`);
  assert.equal(await page.locator('#remind-unsigned').count(), 0);
  const times = await page.locator('.given tbody tr:has(.given-unsigned) td[data-name="催办"]').allTextContents();
  assert.equal(times.length, Number(unsigned));
  assert.ok(times.every((text) => /已催\d+次/.test(text)), times.join());
  await township.settled();

  // The board counts them, and its number opens to what was reminded of.
  const given = page.url();
  await page.goto(`${at.hub.url}/board`);
  const cell = page.locator('.sheet tfoot td[data-name="催办"] a');
  await cell.waitFor();
  assert.match(await cell.textContent(), /^\d+每项\d+\.\d\d次$/);
  await shot(page, 'board-1280');
  await cell.click();
  await page.waitForSelector('.rows a.row');
  assert.ok((await page.locator('.rows a.row').count()) >= Number(unsigned) + 1);
  await page.goto(given);

  await page.selectOption('#given-order', 'roll');
  await page.waitForFunction(() => {
    const names = [...document.querySelectorAll('.given tbody tr')].map((row) => row.dataset.org);
    return names.join() === [...names].sort().join();
  });
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await shot(page, 'given-360');
  await page.setViewportSize({ width: 800, height: 1100 });
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await shot(page, 'given-800');
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal([...pdf.matchAll(/\/Type \/Page\b(?!s)/g)].length, 1, 'one sheet of paper');
  assert.deepEqual(township.errors, []);
});

test('what the detectors find is sorted by its rule and opens to its record', async () => {
  const [, township] = at.tablets;
  const { page } = township;
  await page.setViewportSize(DESK.viewport);
  await page.goto(at.hub.url);
  await page.click('#found a');
  await page.click('.chip[data-rule="copied_content"]');
  await page.waitForSelector('#findings .quiet:has-text("相同的地方")');
  const rules = await page.locator('#findings .badge').allTextContents();
  assert.ok(rules.length > 3 && rules.every((rule) => rule === '照搬照抄'), rules.join());
  // Turned round, also where rows are out of sight.
  await page.locator('#findings a.row').last().scrollIntoViewIfNeeded();
  await page.locator('#findings a.row').first().scrollIntoViewIfNeeded();
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await page.setViewportSize(DESK.viewport);
  const title = await page.locator('#findings .row-title').first().textContent();
  await page.locator('#findings a.row').first().click();
  await page.waitForSelector(`.page-title:has-text("${title}")`);
  assert.deepEqual(township.errors, []);
});
