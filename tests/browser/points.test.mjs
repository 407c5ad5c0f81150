// Points and pay: a village sees where each point comes from, the county tries parameters before it sets them, and what
// it would pay can be reckoned again by hand.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const number = (text) => Number(text.replace(/[^\d.-]/g, ''));
const table = (page) => page.locator('table.pay tbody tr').evaluateAll((rows) => rows.map((row) =>
  [...row.cells].map((cell) => cell.textContent.trim())));

test('a village sees its own points, part by part, and the records behind them', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  const { page } = village;
  await page.goto(`${at.hub.url}/tasks`);
  await page.click('.switch a:has-text("考评")');
  await page.click('a.row:has-text("村党组织书记积分制考评")');
  await page.waitForSelector('#score');
  const parts = await page.locator('.points-part').evaluateAll((all) => all.map((one) => ({
    kind: one.querySelector('.badge').textContent, said: one.querySelector('.points-said').textContent,
  })));
  const sum = parts.reduce((sum, { kind, said }) => {
    const points = /^扣?([\d.]+)分/.exec(said);
    return sum + (points ? Number(points[1]) * (kind === '扣分' ? -1 : 1) : 0);
  }, 0);
  assert.equal(number(await page.textContent('#score')), Math.round(sum * 100) / 100, 'the parts are the score');
  assert.ok(sum > 0);
  assert.equal(await page.locator('table.pay').count(), 0, 'nobody else’s score, and no money');
  await shot(page, 'points-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await page.click('[data-part="tasks"] a:has-text("看来源记录")');
  await page.waitForSelector('#figure');
  assert.match(page.url(), /verified_on_time_rate/);
  assert.deepEqual(village.errors, []);
});

test('a township sees the scores of its branches and no money', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 800, height: 1100 } });
  const { page } = township;
  await page.goto(`${at.hub.url}/points/village_secretary`);
  await page.waitForSelector('table.pay');
  const scores = (await table(page)).map(([, score]) => number(score));
  assert.ok(scores.length > 3);
  assert.deepEqual(scores, [...scores].sort((one, other) => other - one));
  assert.ok(!(await page.textContent('main')).includes('元'));
  await shot(page, 'points-800');
  await page.locator('table.pay a').first().click();
  await page.waitForSelector('#score');
  assert.equal(number(await page.textContent('#score')), scores[0]);
});

test('the county tries what is not set, and every amount can be reckoned again', async () => {
  const county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1440, height: 900 } });
  const { page } = county;
  await page.goto(`${at.hub.url}/points/village_secretary`);
  await page.waitForSelector('.notice:has-text("县里还没有设定")');
  await page.click('#trial summary');
  const suppose = async (id, value) => {
    await page.fill(`#try-${id}`, String(value));
    await page.press(`#try-${id}`, 'Tab');
  };
  await suppose('pay_base_village_secretary', 36001);
  await suppose('pay_budget_village_secretary', 1000000);
  await page.waitForSelector('table.pay');
  await shot(page, 'pay-1440');
  const check = async (top, middle) => {
    const rows = await table(page);
    const scores = rows.map((row) => number(row[2]));
    const all = rows.length;
    let sum = 0;
    for (const [place, row] of rows.entries()) {
      const rank = scores.filter((score) => score > scores[place]).length + 1;
      assert.equal(Number.parseInt(row[0], 10), rank, row.join(' '));
      const tier = rank * 100 <= top * all ? ['第一档', 120] : rank * 100 <= middle * all ? ['第二档', 100] : ['第三档', 80];
      assert.equal(row[3], tier[0], row.join(' '));
      const yuan = Math.floor((36001 * tier[1] + 50) / 100);
      assert.equal(number(row[5]), yuan, row.join(' '));
      sum += yuan;
    }
    assert.equal(number(/合计([\d,.]+)元/.exec(await page.textContent('#pay-sums'))[1]), sum);
    assert.match(await page.textContent('#pay-sums'), new RegExp(sum > 1000000 ? '超出' : '还剩'));
    return sum;
  };
  await check(30, 70);
  assert.match(await page.textContent('#supposed'), /假设的参数.*不是真实的数/);
  assert.equal(await page.locator('#publishing').count(), 0, 'what is supposed is not published');
  assert.match(await page.textContent('#fairness'), /各乡镇/);
  assert.match(await page.textContent('#by-size'), /\d+户/);

  // Set for good; then only the difference of a trial is shown, and nothing of it is kept.
  await page.goto(`${at.hub.url}/taskbook`);
  for (const [id, value] of [['pay_base_village_secretary', '36001'], ['pay_budget_village_secretary', '1000000']]) {
    const line = page.locator(`form[data-parameter="${id}"]`);
    await line.locator('.button-quiet').click();
    await line.locator(`#parameter-${id}`).fill(value);
    await line.locator('.button-main').click();
    await line.locator('.field-value:not(.field-empty)').waitFor();
  }
  await page.goto(`${at.hub.url}/points/village_secretary`);
  await page.waitForSelector('table.pay');
  const before = await check(30, 70);
  await page.click('#trial summary');
  await suppose('pay_top_share', 10);
  await page.waitForSelector('#trial-result:has-text("换了档次")');
  await shot(page, 'pay-trial-1440');
  assert.match(await page.textContent('#trial-result'), /总额少[\d,.]+元/);
  assert.ok((await page.locator('tr.pay-changed').count()) > 0);
  assert.equal(await check(30, 70), before, 'what stands stays beside what is tried');
  assert.equal(await page.locator('#supposed').count(), 0, 'what stands is real');
  await suppose('part-tasks', 0);
  await page.waitForSelector('#fairness-tried:has-text("最高")');
  assert.equal(await check(30, 70), before, 'nor does a trial of weights change what stands');
  await page.click('#trial button:has-text("恢复原数")');
  await page.waitForFunction(() => !document.querySelector('tr.pay-changed'));
  assert.deepEqual(county.errors, []);
});

test('a reward goes to who has done the work, to the last yuan of the budget', async () => {
  const [, , county] = at.tablets;
  const { page } = county;
  await page.goto(`${at.hub.url}/points`);
  await page.click('a.row:has-text("任务成果以奖代补")');
  await page.waitForSelector('.notice:has-text("设定")');
  await page.click('#trial summary');
  await page.fill('#try-reward_budget', '100003');
  await page.press('#try-reward_budget', 'Tab');
  await page.waitForSelector('table.pay');
  await page.fill('#try-reward_completion_min', '80');
  await page.press('#try-reward_completion_min', 'Tab');
  await page.waitForSelector('td:has-text("没有完成到规定比例")');
  await shot(page, 'reward-1440');
  const rows = (await table(page)).map(([, completion, done, amount, why]) => ({
    completion: number(completion), done: number(done), amount: number(amount), why,
  }));
  const taking = rows.filter(({ why }) => !/没有完成到规定比例/.test(why));
  assert.ok(taking.length > 1 && taking.length < rows.length, `${taking.length} of ${rows.length}`);
  assert.equal(rows.reduce((sum, { amount }) => sum + amount, 0), 100003);
  const all = taking.reduce((sum, { done }) => sum + done, 0);
  for (const { done, amount, completion, why } of taking) {
    assert.ok(Math.abs(amount - (100003 * done) / all) < 1, `${done} of ${all}: ${amount}`);
    assert.ok(completion >= 80);
    assert.match(why, /^权数\d+÷全部权数\d+×预算$/, 'why it is that much');
  }
  for (const { amount } of rows.filter((row) => !taking.includes(row))) assert.equal(amount, 0);
  assert.deepEqual(county.errors, []);
});

test('the county publishes what a reward came to, and a village reads its own with the basis', async () => {
  const [village, , county] = at.tablets;
  const { page } = county;
  await page.goto(`${at.hub.url}/taskbook`);
  const line = page.locator('form[data-parameter="reward_budget"]');
  await line.locator('.button-quiet').click();
  await line.locator('#parameter-reward_budget').fill('100003');
  await line.locator('.button-main').click();
  await line.locator('.field-value:not(.field-empty)').waitFor();
  await page.goto(`${at.hub.url}/rewards/task_results`);
  await page.waitForSelector('#published-said:has-text("还没有公布")');
  await page.click('#publish');
  assert.match(await page.textContent('#publish-sums'), /共100,003/);
  await page.click('#publish-now');
  await page.waitForSelector('#published-said:has-text("黄科长公布")');
  await shot(page, 'reward-published-1440');
  await county.settled();
  await village.page.goto(`${at.hub.url}/rewards/task_results`);
  await village.page.waitForSelector('#my-reward .slip-formula');
  assert.equal(await village.page.locator('#my-reward .slip').count(), 1, 'its own alone');
  assert.match(await village.page.textContent('#my-reward .slip-formula'), /完成.*完成率/);
  assert.deepEqual([...village.errors, ...county.errors], []);
});

test('points are proposed on a tablet offline, checked, confirmed, published, appealed against and upheld', async () => {
  const [village, township, county] = at.tablets;
  const path = '/points/village_secretary?of=t01-v01';
  const entry = (tablet) => tablet.page.locator('[data-part="party_life"] .score-entries li').filter({ hasText: '主题党日' });
  const state = (tablet, word) => entry(tablet).and(tablet.page.locator(`[data-state="${word}"]`)).waitFor();
  const score = async (tablet) => number(await tablet.page.textContent('#score'));
  await village.page.goto(`${at.hub.url}/points/village_secretary`);
  await village.page.waitForSelector('#score');
  const before = await score(village);
  await village.context.setOffline(true);
  const part = village.page.locator('[data-part="party_life"]');
  await part.locator('summary').click();
  await part.locator('[name="points"]').fill('21');
  await part.locator('[name="text"]').fill('全年12次主题党日，会议记录本在村部');
  await part.locator('button:has-text("提出")').click();
  await part.locator('.refused-line, .refused, [role="alert"]').filter({ hasText: '最多20分' }).first().waitFor();
  await part.locator('[name="points"]').fill('18.5');
  await part.locator('button:has-text("提出")').click();
  await state(village, 'proposed');
  assert.equal(await score(village), before, 'what is not confirmed does not count');
  await village.page.locator('[data-part="party_life"] .badge:has-text("18.5分在核")').waitFor();
  assert.equal(await village.page.locator('[data-part="criticism"] .score-propose').count(), 0, 'nobody takes from themselves');
  await shot(village.page, 'score-proposed-360');
  assert.ok((await width(village.page)) <= 0);
  await village.context.setOffline(false);
  await village.settled();

  await township.page.goto(`${at.hub.url}/points`);
  await township.page.click('#scores-waiting a:has-text("等您核对属实")');
  await entry(township).locator('[data-act="check"]').click();
  await state(township, 'evidence_checked');
  assert.equal(await entry(township).locator('[data-act="confirm"]').count(), 0);
  await township.settled();

  await county.page.goto(`${at.hub.url}/points`);
  await county.page.click('#scores-waiting a:has-text("等您确认")');
  await entry(county).locator('[data-act="confirm"]').click();
  await state(county, 'confirmed');
  assert.equal(await score(county), Math.round((before + 18.5) * 100) / 100);
  await entry(county).locator('[data-act="publish"]').click();
  await state(county, 'published');
  await shot(county.page, 'score-published-1440');
  await county.settled();

  await state(village, 'published');
  assert.equal(await score(village), Math.round((before + 18.5) * 100) / 100);
  await entry(village).locator('[data-act="appeal"]').click();
  await entry(village).locator('textarea').fill('还有一次在外出流动党员处，记录已补');
  await entry(village).locator('form button[type="submit"]').click();
  await state(village, 'appealed');
  await village.settled();
  await county.page.goto(at.hub.url + path);
  await state(county, 'appealed');
  await entry(county).locator('[data-act="uphold"]').click();
  await entry(county).locator('textarea').fill('补的记录没有参加人签名');
  await entry(county).locator('form button[type="submit"]').click();
  await state(county, 'final');
  await county.settled();
  await state(village, 'final');
  await entry(village).locator('text=补的记录没有参加人签名').waitFor();
  // It counts in what the county would pay.
  await county.page.goto(`${at.hub.url}/points/village_secretary`);
  await county.page.waitForSelector('table.pay');
  const row = (await table(county.page)).find(([, name]) => name.includes('上石村'));
  assert.equal(number(row[2]), Math.round((before + 18.5) * 100) / 100);
  for (const one of [village, township, county]) assert.deepEqual(one.errors, []);
});
