// 以奖代补 that is applied for: a village applies by verified results, offline; its township returns it with a reason and
// then supports it; the county sees who has applied, gives the others nothing, and publishes.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const applied = (folder) => {
  const file = join(folder, 'schemes.toml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace('id = "task_results"', 'id = "task_results"\napplication = "with_amount"');
  assert.notEqual(changed, text);
  writeFileSync(file, changed);
};
const at = scene({ taskbook: applied });
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const REWARD = '/rewards/task_results';
let village;
let township;
let county;

test('a village applies by what was verified, offline, and with nothing it cannot', async () => {
  county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1280, height: 800 } });
  await county.page.goto(`${at.hub.url}/taskbook`);
  const line = county.page.locator('form[data-parameter="reward_budget"]');
  await line.locator('.button-quiet').click();
  await line.locator('#parameter-reward_budget').fill('100000');
  await line.locator('.button-main').click();
  await line.locator('.field-value:not(.field-empty)').waitFor();
  await county.settled();

  village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  const { page } = village;
  await page.goto(`${at.hub.url}/points`);
  await page.click('a:has-text("任务成果以奖代补")');
  await page.waitForSelector('#applications:has-text("还没有申请")');
  await village.context.setOffline(true);
  await page.click('#apply summary');
  await page.fill('#apply textarea', '全年任务办结，带动二十户增收');
  await page.fill('#apply input[name="asked"]', '两万');
  await page.click('#apply button[type="submit"]');
  await page.waitForSelector('#apply .refused:has-text("请填申请金额")');
  await page.fill('#apply input[name="asked"]', '20000');
  await page.click('#apply button[type="submit"]');
  await page.waitForSelector('#apply .refused:has-text("请选至少一项核验过的成果")');
  await page.locator('#apply input[name="result"]').first().check();
  await page.locator('#apply input[name="result"]').nth(1).check();
  await shot(page, 'reward-apply-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await page.click('#apply button[type="submit"]');
  await page.waitForSelector('#applications li[data-state="filed"]');
  assert.equal(await page.locator('#applications [data-act="check"]').count(), 0, 'nobody decides on their own');
  await village.context.setOffline(false);
  await village.settled();
});

test('the township returns it with a reason, then supports it', async () => {
  township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 1280, height: 800 } });
  const { page } = township;
  await page.goto(at.hub.url + REWARD);
  await page.click('#applications [data-act="reject"]');
  await page.fill('#applications textarea[name="reason"]', '没写清带动了哪些户');
  await page.click('#applications form .button-main');
  await page.waitForSelector('#applications li[data-state="returned"]');
  await township.settled();
  const own = village.page;
  await own.waitForSelector('#applications li[data-state="returned"]:has-text("没写清带动了哪些户")');
  await own.click('#apply summary');
  await own.fill('#apply textarea', '带动上石片二十户，名单在登记簿');
  await own.fill('#apply input[name="asked"]', '20000');
  await own.locator('#apply input[name="result"]').first().check();
  await own.click('#apply button[type="submit"]');
  await own.waitForSelector('#applications li[data-state="filed"]');
  await village.settled();
  await page.waitForSelector('#applications li[data-state="filed"]:has-text("名单在登记簿")');
  await page.click('#applications [data-act="check"]');
  await page.waitForSelector('#applications li[data-state="supported"]');
  await shot(page, 'reward-township-1280');
  await township.settled();
});

test('who has not applied gets nothing, and what is published names the application', async () => {
  const { page } = county;
  await page.goto(at.hub.url + REWARD);
  await page.waitForSelector('#applications li[data-state="supported"]');
  const rows = page.locator('table.pay tbody tr');
  const paid = await rows.evaluateAll((all) => all
    .map((row) => [row.cells[0].textContent, Number(row.cells[3].textContent.replace(/[^\d.]/g, '')), row.textContent]));
  const mine = paid.filter(([, amount]) => amount > 0);
  assert.deepEqual(mine.map(([name, amount]) => [name, amount]), [['石桥镇上石村党总支', 100_000]], 'all of the budget');
  assert.ok(paid.length > 10);
  for (const [name, , text] of paid.filter(([, amount]) => amount === 0)) {
    assert.match(text, /没有乡镇支持的申请/, name);
  }
  await shot(page, 'reward-county-1280');
  await page.click('#publish');
  await page.click('#publish-now');
  await page.waitForSelector('#published-said:has-text("黄科长")');
  await county.settled();
  await village.page.waitForSelector('#my-reward .figure-number:has-text("100,000")');
  await shot(village.page, 'reward-mine-360');
  assert.match(await village.page.textContent('#my-reward'), /申请/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("导出CSV")')]);
  const csv = readFileSync(await download.path(), 'utf8');
  assert.match(csv, /石桥镇上石村党总支.*林委员/);
  assert.deepEqual([...village.errors, ...township.errors, ...county.errors], []);
});
