// Somebody is filling in a form when another tablet changes the task: the form and what was typed stay, one line says
// what has become of the task, and whoever typed closes it.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, firstOpenTask, report, scene, showPhoto } from './support/scene.mjs';

const at = scene();
let path;

const open = async (tablet) => {
  await tablet.page.goto(at.hub.url + path);
  await tablet.page.waitForSelector('.acts [data-act]');
};
const begin = (page, name) => page.click(`.acts [data-act="${name}"]`);
const act = async (page, name, reason) => {
  await begin(page, name);
  if (reason) await page.fill('.act-form textarea', reason);
  await page.click('.act-form button[type="submit"]');
  await page.waitForSelector('.act-form', { state: 'detached' });
};
const badge = (page, words) => page.waitForSelector(`.item-marks .badge:has-text("${words}")`);
const told = (page) => page.locator('.act-form .meanwhile').textContent();

test('an act that is not possible any more keeps its form until it is closed', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const township = await at.enrolled(TOWNSHIP, '林委员');
  path = await firstOpenTask(village.page, at.hub);
  await open(village);
  await open(township);
  const { page } = village;
  const before = await page.locator('.item-marks .badge').first().textContent();
  await begin(page, 'request_extension');
  const typing = page.locator('.act-form textarea');
  await typing.click();
  await page.keyboard.type('县里的资金');
  await act(township.page, 'suspend', '等县里统一安排');
  await badge(page, '已暂停');
  await page.waitForSelector('.act-form .meanwhile');
  assert.match(await told(page), /现在是“已暂停”，不能“申请延期”了.*不会丢/);
  await page.keyboard.type('还没到位');
  assert.equal(await typing.inputValue(), '县里的资金还没到位', 'the keys go where they went');
  assert.equal(await page.locator('.act-form button[type="submit"]').count(), 0);

  // It becomes possible again under the same hands.
  await act(township.page, 'resume');
  await page.waitForSelector('.act-form .meanwhile', { state: 'detached' });
  assert.equal(await page.locator('.item-marks .badge').first().textContent(), before);
  assert.equal(await typing.inputValue(), '县里的资金还没到位');

  // Closed while it is not, it is there when it is once more: also after the page was left.
  await act(township.page, 'suspend', '再等一等');
  await page.click('.act-form .button-main:has-text("关闭")');
  await page.waitForSelector('.act-form', { state: 'detached' });
  await act(township.page, 'resume');
  await page.waitForSelector('.acts [data-act="request_extension"]');
  await page.waitForTimeout(1000);
  await open(village);
  await begin(page, 'request_extension');
  assert.equal(await typing.inputValue(), '县里的资金还没到位');
  await page.fill('.act-form input[type="date"]', '2026-12-20');
  await page.click('.act-form button[type="submit"]');
  await page.waitForSelector('.notice:has-text("已申请延期")');

  // What went into the ledger is no draft any more.
  await begin(page, 'request_extension');
  assert.equal(await typing.inputValue(), '');
  await page.click('.act-form button:has-text("取消")');
  await village.settled();
  assert.deepEqual([...village.errors, ...township.errors], []);
});

test('an act that is possible still is done after a look at what has become of the task', async () => {
  const [village, township] = at.tablets;
  await begin(township.page, 'suspend');
  await township.page.fill('.act-form textarea', '和县里的部署合在一起做');
  await report(village.page, '全部办结，材料归档');
  await showPhoto(village.page);
  await act(village.page, 'submit');
  await township.page.waitForSelector('.act-form .meanwhile');
  assert.match(await told(township.page), /现在是“待乡镇核验”。请看清楚再定/);
  assert.equal(await township.page.inputValue('.act-form textarea'), '和县里的部署合在一起做');
  await township.page.click('.act-form button[type="submit"]');
  await badge(township.page, '已暂停');
  await badge(village.page, '已暂停');
  assert.deepEqual([...village.errors, ...township.errors], []);
});

test('what is being written into the journal stays when the task is called off meanwhile', async () => {
  const [village, township] = at.tablets;
  const { page } = village;
  // Whoever set the task calls it off.
  const own = await township.page.locator('.acts [data-act="cancel"]').count();
  const issuer = own ? township : await at.enrolled(COUNTY, '黄科长');
  await open(issuer);
  await page.click('#entry-text');
  await page.keyboard.type('会议记录补好了');
  await act(issuer.page, 'cancel', '和别的任务合并了');
  await badge(page, '已取消');
  assert.match(await page.locator('.add-entry .meanwhile').textContent(), /现在是“已取消”，不能再写了.*不会丢/);
  await page.keyboard.type('，三份');
  assert.equal(await page.inputValue('#entry-text'), '会议记录补好了，三份');
  assert.equal(await page.locator('.add-entry button[type="submit"]').count(), 0);
  await page.click('.add-entry > .button-main:has-text("关闭")');
  await page.waitForSelector('.add-entry', { state: 'detached' });
  assert.deepEqual([...village.errors, ...issuer.errors], []);
});

test('who writes why something is sent back goes on writing though it was decided elsewhere', async () => {
  const [, township] = at.tablets;
  const { page } = township;
  const other = await at.enrolled(TOWNSHIP, '周干事');
  await page.goto(`${at.hub.url}/inbox`);
  await page.click('.inbox-rows a.row:has-text("申请销号") >> nth=0');
  await page.click('#verdict-refuse');
  await page.waitForFunction(() => document.activeElement.id === 'verdict-reason');
  await page.keyboard.type('缺会议记录');
  path = `/tasks/${await page.evaluate(() => new URLSearchParams(location.search).get('at'))}`;
  await open(other);
  await act(other.page, 'suspend', '等县里统一安排');
  await page.waitForSelector('.decide .meanwhile');
  assert.match(await page.locator('.decide .meanwhile').textContent(), /现在是“已暂停”，不能“退回”了/);
  await page.keyboard.type('和照片');
  assert.equal(await page.inputValue('#verdict-reason'), '缺会议记录和照片');
  assert.equal(await page.locator('.decide button[type="submit"]').count(), 0);
  await page.click('.decide .button-main:has-text("关闭")');
  await page.waitForSelector('.decide:has-text("现在不等您办了")');
  assert.deepEqual([...township.errors, ...other.errors], []);
});
