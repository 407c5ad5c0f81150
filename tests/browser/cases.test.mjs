// A weak branch is put right: the township screens it, the county lists it and links a leader, the branch writes its
// plan, offline in the village; township and county each give their verdict; it is struck off. Every return path is
// walked, and a verdict that has been overtaken by an edit is seen.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const VILLAGE = ['t01-v03', 'branch_secretary'];
let path;

const open = (tablet) => tablet.page.goto(at.hub.url + path);
const state = (tablet, words) => tablet.page.waitForSelector(`.item-marks .badge:has-text("${words}")`);

async function act(tablet, name, reason) {
  const { page } = tablet;
  await page.click(`.acts button[data-act="${name}"]`);
  if (reason) await page.fill('.acts textarea', reason);
  await page.click('.act-form button[type="submit"]');
}

// Fills a field of a card.
async function fill(card, field, value) {
  const line = card.locator(`form[data-field="${field}"]`);
  await line.locator('.button-quiet').click();
  await line.locator('input, textarea').fill(value);
  await line.locator('.button-main').click();
  await line.locator('.field-value').waitFor();
}

test('a township screens a branch, the county lists it and links a leader', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员');
  await township.page.goto(`${at.hub.url}/cases`);
  await township.page.click('#screen');
  await township.page.selectOption('#screen-branch', 't01-v03');
  await township.page.fill('#screen-symptom', '半年没有开过党员大会');
  await township.page.click('form.form button[type="submit"]');
  await state(township, '排查上报');
  path = new URL(township.page.url()).pathname;
  await township.settled();

  const county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1440, height: 900 } });
  await open(county);
  await act(county, 'list');
  await state(county, '已列入');
  await county.page.fill('#leader-name', '县委常委 郑某');
  await county.page.click('.link-form button[type="submit"]');
  await county.page.waitForSelector('#slots :text("县委常委 郑某")');
  await county.settled();
  assert.deepEqual([...township.errors, ...county.errors], []);
});

test('the village writes its plan offline, and is told what is missing', async () => {
  const village = await at.enrolled(VILLAGE, '黄书记', { viewport: { width: 360, height: 780 } });
  const { page } = village;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.click('.nav a[href="/cases"]');
  await page.click('#cases a.row');
  await page.waitForSelector('#gaps li:has-text("还没有写问题")');
  await village.context.setOffline(true);
  await act(village, 'diagnose');
  assert.match(await page.locator('.act-form .refused').textContent(), /还没有写问题/);
  await page.click('.act-form button:has-text("取消")');
  await page.click('#add-problem');
  const problem = page.locator('.problem');
  await fill(problem, 'category', '组织生活');
  await fill(problem, 'description', '三会一课半年没有开');
  await act(village, 'diagnose');
  await state(village, '已诊断');
  await page.click('[data-act="add_measure"]');
  const measure = page.locator('.measure');
  await fill(measure, 'measure', '每月15日开支部党员大会，会前三天通知');
  await fill(measure, 'owner', '黄书记');
  await fill(measure, 'due', '2026-12-20');
  await page.waitForSelector('#gaps li:has-text("晚于整改时限")');
  await fill(measure, 'due', '2026-11-28');
  await fill(measure, 'deliverable', '会议记录');
  await fill(measure, 'standard', '到会八成以上');
  const gaps = await page.locator('#gaps li').allTextContents();
  assert.deepEqual(gaps.map((gap) => /“(.+)”/.exec(gap)?.[1]), ['乡镇班子成员', '第一书记', '帮扶单位']);
  // The browser closes and opens again, offline still.
  await village.close();
  await village.start();
  await village.context.setOffline(true);
  await open(village);
  await village.page.waitForSelector('.measure :text("到会八成以上")');
  await village.context.setOffline(false);
  await village.page.goto(`${at.hub.url}/sync`);
  await village.settled();

  const [township] = at.tablets;
  await open(township);
  await township.page.waitForSelector('.measure :text("到会八成以上")');
  for (const [field, who] of [['township_member', '林委员'], ['first_secretary', '吴某'], ['paired_unit', '县供销社']]) {
    await fill(township.page.locator('#slots'), field, who);
  }
  await township.settled();
  await open(village);
  await village.page.waitForSelector('.notice:has-text("方案要素齐了")');
  await act(village, 'file_plan');
  await act(village, 'start');
  await state(village, '整改中');
  assert.deepEqual(village.errors, []);
});

test('a reminder of the case stands on the branch’s day, and 整顿台账 goes to paper', async () => {
  const [township, county, village] = at.tablets;
  await open(township);
  await township.page.click('#remind');
  await township.page.fill('#remind-text', '请把第一次会议的记录补上');
  await township.page.click('.remind-form button[type="submit"]');
  await township.page.waitForSelector('.remind-times');
  await township.settled();
  const { page } = village;
  await page.click('.nav a[href="/"]');
  await page.waitForSelector('.reminders:has-text("请把第一次会议的记录补上"), .reminder:has-text("请把第一次会议的记录补上")');
  await shot(page, 'case-reminder-360');

  await county.page.goto(`${at.hub.url}/cases`);
  await county.page.evaluate(() => { window.print = () => { document.body.dataset.printed = 'yes'; }; });
  await county.page.click('#print-cases');
  await county.page.waitForSelector('body[data-printed="yes"]');
  await county.page.emulateMedia({ media: 'print' });
  const sheet = county.page.locator('.case-sheet');
  assert.ok(await sheet.isVisible());
  const said = await sheet.textContent();
  for (const words of ['三会一课半年没有开', '每月15日开支部党员大会', '到会八成以上', '县委常委 郑某', '县供销社', '整改中']) {
    assert.ok(said.includes(words), `${words} in ${said}`);
  }
  assert.equal(await county.page.locator('#cases').isVisible(), false, 'the list is not printed');
  const pdf = (await county.page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const [, across, down] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf);
  assert.ok(Number(across) > Number(down), 'A4 across');
  await shot(county.page, 'case-sheet-1440');
  await county.page.emulateMedia({ media: null });
  await open(village);
  assert.deepEqual([...township.errors, ...county.errors, ...village.errors], []);
});

test('the branch asks for more time, the county gives it, and rests the case for a while', async () => {
  const [, county, village] = at.tablets;
  const { page } = village;
  await page.click('.acts button[data-act="request_extension"]');
  await page.fill('.acts textarea', '换届推迟到十二月');
  await page.fill('#act-until', '2026-12-25');
  await page.click('.act-form button[type="submit"]');
  await page.waitForSelector('#extension-asked:has-text("12月25日")');
  await village.settled();
  await open(county);
  await county.page.waitForSelector('#extension-asked');
  await county.page.click('.acts button[data-act="grant_extension"]');
  assert.equal(await county.page.inputValue('#act-until'), '2026-12-25', 'what was asked for stands there');
  await county.page.click('.act-form button[type="submit"]');
  await county.page.waitForSelector('form[data-field="deadline"]:has-text("12月25日"), .field-line:has-text("12月25日")');
  await act(county, 'suspend', '防汛抢险，暂停两周');
  await state(county, '已暂停');
  await county.settled();
  await state(village, '已暂停');
  assert.equal(await page.locator('.acts [data-act]').count(), 0, 'a resting case asks nothing of the branch');
  await act(county, 'resume');
  await state(county, '整改中');
  await county.settled();
  await state(village, '整改中');
});

test('the leader says that they know, and records a visit', async () => {
  const leader = await at.enrolled(['leader-07', 'linked_leader'], '郑某', { viewport: { width: 360, height: 780 } });
  const { page } = leader;
  await page.waitForSelector('#cases a.row');
  assert.equal(await page.locator('#cases a.row').count(), 1, 'their own cases and no others');
  await page.click('#cases a.row');
  await page.click('#known');
  await page.fill('#visit-text', '到村听了情况，帮着联系了供销社');
  await page.click('#leader-form button[type="submit"]');
  await page.waitForSelector('.entry-text:has-text("帮着联系了供销社")');
  await leader.settled();
  // Also where somebody was connected before the leader was linked.
  for (const tablet of [at.tablets[2], at.tablets[0]]) {
    await open(tablet);
    await tablet.page.waitForSelector('#leader-part:has-text("上次走访")');
  }
  assert.deepEqual(leader.errors, []);
});

test('each verdict by another person, each return path, and what changed since is seen', async () => {
  const [township, county, village] = at.tablets;
  await open(village);
  await act(village, 'self_assess', '开了两次会，到会都过八成');
  await state(village, '已自评');
  assert.equal(await village.page.locator('#plan .button-quiet').count(), 0, 'handed in, so read-only');
  await village.settled();
  await open(township);
  await state(township, '已自评');
  await act(township, 'return', '第二次会议没有签到表');
  await township.settled();
  await open(village);
  await village.page.waitForSelector('.notice:has-text("没有签到表")');

  // The village edits offline what the township is checking meanwhile: an application, then an edit made before it.
  await act(village, 'self_assess', '签到表已补');
  await village.settled();
  // It waits on the township's desk, and the way to it leads from there.
  await open(township);
  await township.page.click('.nav a[href="/inbox"]');
  await township.page.click('#inbox-cases a.row:has-text("待核查")');
  await township.page.waitForSelector('.acts button[data-act="check"]');
  await act(township, 'check');
  await state(township, '乡镇已核查');
  await township.settled();
  await open(county);
  await state(county, '乡镇已核查');
  await act(county, 'return', '没有群众测评');
  await county.settled();
  await open(village);
  await village.page.waitForSelector('.notice:has-text("没有群众测评")');
  await act(village, 'self_assess', '测评表已收齐');
  await village.settled();
  await open(township);
  await state(township, '已自评');
  await act(township, 'check');
  await township.settled();
  await open(county);
  await county.page.click('.acts button[data-act="accept"]');
  await county.page.fill('#ballot-score', '66');
  await county.page.fill('#ballot-voters', '40');
  await county.page.fill('#ballot-dissatisfied', '2');
  await county.page.click('.act-form button[type="submit"]');
  assert.match(await county.page.locator('.act-form .refused').textContent(), /不到70分/);
  await county.page.fill('#ballot-score', '88');
  await county.page.click('.act-form button[type="submit"]');
  await state(county, '县级已验收');
  await act(county, 'close');
  await state(county, '已销号');
  await county.settled();
  for (const tablet of [township, village]) {
    await open(tablet);
    await state(tablet, '已销号');
  }
  await county.page.emulateMedia({ media: 'print' });
  assert.ok(await county.page.locator('.plan-sheet').isVisible());
  assert.match(await county.page.locator('.plan-sheet h1').textContent(), /“一村一策”方案/);
  assert.equal(await county.page.locator('.plan-sheet tbody tr').count(), 2, 'the slots, and one measure');
  await county.page.emulateMedia({ media: null });
  assert.deepEqual([...township.errors, ...county.errors, ...village.errors], []);
});
