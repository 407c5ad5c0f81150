// The taskbook in the app: a register that is edited tells what it would do to the records that are there before it is
// published; what a record held stays readable; what would make it unreadable is refused.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const REGISTER = '/taskbook/registers/cooperative';
let village;
let county;

// What stands in a field, once something does: it is filled when its fold opens.
async function written(area) {
  await area.page().waitForFunction((field) => field.value, await area.elementHandle());
  return area.inputValue();
}

test('a county sees what a change would do to records, publishes it, and old records stay readable', async () => {
  village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  const { page } = village;
  await page.goto(`${at.hub.url}/registers/cooperative/new`);
  await page.fill('#row-name', '金桔合作社');
  await page.click('.chip:text-is("党组织领办")');
  await page.fill('#row-since', '2026-02-01');
  await page.fill('#row-households', '12');
  await page.fill('#row-incentive', '按股分红');
  await page.click('button[type=submit]');
  await page.waitForSelector('table.register');
  await village.settled();

  county = await at.enrolled(COUNTY, '黄海', { viewport: { width: 1440, height: 900 } });
  const other = county.page;
  await other.goto(`${at.hub.url}/taskbook`);
  await other.click('#edit-registers summary');
  await other.click('#edit-registers a:text-is("领办创办合作社")');
  await other.waitForSelector('#register-name');
  await other.click('#look');
  await other.waitForSelector('.refused:has-text("还没有改动")');
  // A column goes, a choice goes, and one comes that must be filled.
  await other.click('[data-column="incentive"] > summary');
  await other.click('[data-column="incentive"] .retire');
  await other.click('[data-column="way"] > summary');
  await other.locator('[data-column="way"] .definition-choice').first().locator('button').click();
  await other.click('#add-column');
  const added = other.locator('details[data-column^="column_"]');
  await added.locator('input[id$="-name"]').fill('负责人');
  await added.locator('.check:has-text("必须填") input').check();
  await other.click('#look');
  const effect = other.locator('#effect');
  await effect.waitFor();
  assert.match(await effect.textContent(), /条记录会显示“要补”——负责人：还没有填。/);
  assert.match(await effect.textContent(), /填过“管理激励办法”，停用后/);
  assert.match(await effect.textContent(), /选的是“党组织领办”，停用后/);
  await shot(other, 'taskbook-register-1440');
  // What was begun survives a reload; what was said of it is said anew.
  await other.waitForTimeout(600);
  await other.reload();
  await other.waitForSelector('details[data-column^="column_"]');
  assert.equal(await other.locator('#publish').count(), 0);
  await other.click('#look');
  await other.click('#publish');
  await other.waitForSelector('#edit-registers');
  await county.settled();

  await page.goto(`${at.hub.url}/registers/cooperative`);
  await page.waitForSelector('th:has-text("负责人"), td[data-label="负责人"]', { timeout: 20_000, state: 'attached' });
  await page.locator('tr:has-text("金桔合作社") .register-open a').click();
  await page.waitForSelector('dl.facts:has-text("管理激励办法"):has-text("按股分红")');
  await page.waitForSelector('.notice:has-text("负责人：还没有填")');
  await page.waitForSelector('form[data-field="way"]:has-text("党组织领办")');
  await page.goto(`${at.hub.url}/registers/cooperative/new`);
  await page.waitForSelector('#row-name');
  assert.equal(await page.locator('.chip:text-is("党组织领办")').count(), 0, 'it cannot be chosen any more');
  assert.equal(await page.locator('#row-incentive').count(), 0, 'it is not asked for any more');
});

test('what would make records unreadable is refused with the reason, also as text', async () => {
  const { page } = county;
  await page.goto(at.hub.url + REGISTER);
  await page.waitForSelector('#register-name');
  await page.click('#as-text summary');
  const area = page.locator('#as-text textarea');
  const whole = await written(area);
  await area.fill(whole.replace('"id": "households"', '"id": "homes"').replace('"kind": "date"', '"kind": "text"'));
  await page.click('#as-text .button');
  await page.click('#look');
  const wrong = page.locator('.definition-wrong');
  await wrong.waitFor();
  assert.match(await wrong.textContent(), /“成立日期”已经用过的栏不能换种类/);
  assert.match(await wrong.textContent(), /“带动户数”的代号（households）不能改/);
  assert.match(await wrong.textContent(), /指标“合作社带动户数”要用到您停用的内容/);
  assert.equal(await page.locator('#publish').count(), 0);
  await area.fill(whole.replace('"required"', '"requird"').replace('"name"', '"naem"'));
  await page.click('#as-text .button');
  await page.locator('#as-text .definition-wrong:has-text("“requird”没有用处")').waitFor();
  await page.click('#drop-changes');
  await page.waitForSelector('#drop-changes', { state: 'detached' });
});

test('a new register and a new work item reach a village; an indicator is changed as text', async () => {
  const { page } = county;
  await page.goto(`${at.hub.url}/taskbook`);
  await page.click('#edit-items summary');
  const item = page.locator('[data-item="new"]');
  await item.locator('button').click();
  await page.fill('#item-new-code', 'R4');
  await page.fill('#item-new-name', '乡村治理');
  await page.fill('#item-new-held', '村规民约有人管、有记录。');
  await page.selectOption('#item-new-evidence', 'onsite');
  await page.click('form[data-item="new"] .button-main');
  await page.waitForSelector('[data-item="R4"]:has-text("R4 乡村治理")');
  await page.goto(`${at.hub.url}/taskbook/registers/new`);
  await page.waitForSelector('#register-name');
  await page.fill('#register-name', '村规民约评议');
  await page.selectOption('#register-item', 'R4');
  await page.click('#look');
  await page.locator('.definition-wrong:has-text("没有写为什么要登记"):has-text("一栏也没有")').waitFor();
  await page.fill('#register-why', '评议一次记一笔');
  await page.click('#add-column');
  const added = page.locator('details[data-column^="column_"]');
  await added.locator('input[id$="-name"]').fill('评议户数');
  await added.locator('select[id$="-kind"]').selectOption('count');
  await added.locator('input[id$="-max"]').fill('很多');
  await page.click('#look');
  await page.locator('.definition-wrong:has-text("填的不是数")').waitFor();
  await added.locator('input[id$="-max"]').fill('500');
  await page.click('#look');
  await page.click('#publish');
  await page.waitForSelector('#edit-registers');

  await page.goto(`${at.hub.url}/taskbook/indicators/cooperative_households`);
  const area = page.locator('#definition');
  const whole = await written(area);
  await area.fill(whole.replace('row.households', 'row.nothing'));
  await page.click('#look');
  await page.locator('.definition-wrong:has-text("没有“nothing”这一栏")').waitFor();
  await area.fill(whole.replace('"name": "合作社带动户数"', '"name": "合作社带动农户"'));
  await page.click('#look');
  await page.waitForSelector('#effect li:has-text("合作社带动农户")');
  await page.click('#publish');
  await page.waitForSelector('#edit-registers');
  await county.settled();

  const tablet = village.page;
  await tablet.goto(`${at.hub.url}/registers`);
  await tablet.waitForSelector('a:has-text("村规民约评议")', { timeout: 20_000 });
  assert.ok((await width(tablet)) <= 0, `${await width(tablet)} px too wide`);
  await tablet.goto(at.hub.url + REGISTER);
  await tablet.waitForSelector('.empty:has-text("由县委组织部修改")');
  assert.deepEqual(village.errors, []);
  assert.deepEqual(county.errors, []);
});

test('how points and money are reckoned is changed in the app, with formulas as people write them', async () => {
  const { page } = county;
  const look = async (text, wrong) => {
    await page.fill('#definition', text);
    await page.click('#look');
    await page.locator(`.definition-wrong:has-text("${wrong}")`).waitFor();
    assert.equal(await page.locator('#publish').count(), 0);
  };
  await page.goto(`${at.hub.url}/taskbook`);
  await page.click('#edit-schemes summary');
  await page.click('#edit-schemes a:has-text("村党组织书记")');
  await page.waitForSelector('#definition');
  const scheme = await page.inputValue('#definition');
  assert.match(scheme, /"points": "value \* 10"/, 'a formula is CEL, not a tree');
  assert.match(scheme, /"max": "10"/, 'points are points, not hundredths');
  await look(scheme.replace('"value * 10"', '"value * 0.5"'), '里有小数。请写成分数');
  await look(scheme.replace('"value * 10"', '"values * 10"'), '没有“values”这个名字');
  await look(scheme.replace('"max": "10"', '"max": "9.555"'), '最多两位小数');
  await look(scheme.replace('"max": "10"', '"max": "9.5"'), '不是满分');
  await page.fill('#definition', scheme.replace(/("id": "[a-z_]+",\n  "name": )"[^"]+"/, '$1"村书记积分考评"'));
  await page.click('#look');
  await page.locator('#effect li').first().waitFor();
  await shot(page, 'taskbook-scheme-1440');
  await page.click('#publish');
  await page.waitForSelector('#edit-schemes');
  await page.click('#edit-schemes summary');
  await page.waitForSelector('#edit-schemes a:has-text("村书记积分考评")');
  // A new one begins as a copy, and has a name of its own before it is published.
  await page.click('#edit-schemes a[href="/taskbook/schemes/new"]');
  await page.waitForSelector('h1:has-text("加一个积分考评办法")');
  await page.click('#look');
  await page.locator('.definition-wrong:has-text("请先把名称")').waitFor();
  const copied = await written(page.locator('#definition'));
  await page.fill('#definition', copied.replace(/"name": "新考评办法[^"]*"/, '"name": "驻村工作队考评"'));
  await page.click('#look');
  await page.click('#publish');
  await page.waitForSelector('#edit-schemes');
  await page.click('#edit-schemes summary');
  await page.waitForSelector('#edit-schemes a:has-text("驻村工作队考评")');

  await page.click('#edit-rewards summary');
  await page.locator('#edit-rewards .definition-ways a').first().click();
  await page.waitForSelector('#definition');
  const reward = await page.inputValue('#definition');
  await look(reward.replace(/"floor": "[^"]*"/, '"floor": "params.nothing"'), '没有“nothing”这个县里定的数');
  await page.fill('#definition', reward.replace(/("id": "[a-z_]+",\n  "name": )"[^"]+"/, '$1"村集体增收奖"'));
  await page.click('#look');
  await page.click('#publish');
  await page.waitForSelector('#edit-rewards');
  await county.settled();
  await village.page.goto(`${at.hub.url}/points`);
  await village.page.locator('main:has-text("村书记积分考评")').waitFor({ timeout: 20_000 });
  assert.deepEqual(county.errors, []);
});

test('what is withdrawn is asked for no more; what others need, and what is unchanged, is not published', async () => {
  const { page } = county;
  await page.goto(at.hub.url + REGISTER);
  await page.click('#withdraw');
  await page.locator('.definition-wrong:has-text("指标“合作社带动农户”要用它")').waitFor();
  assert.equal(await page.locator('#publish').count(), 0);
  await page.click('#drop-changes');
  await page.goto(`${at.hub.url}/taskbook`);
  await page.click('#edit-registers > summary');
  await page.click('#edit-registers a:text-is("村规民约评议")');
  await page.click('#withdraw');
  await page.waitForSelector('#effect:has-text("停用以后")');
  await page.click('#publish');
  await page.waitForSelector('#edit-registers');
  await page.click('#edit-registers > summary');
  await page.click('.definition-withdrawn > summary');
  await page.waitForSelector('.definition-withdrawn a:text-is("村规民约评议")');
  await county.settled();
  await village.page.goto(`${at.hub.url}/registers`);
  await village.page.waitForSelector('.register-card');
  await village.page.waitForSelector('a:has-text("村规民约评议")', { state: 'detached', timeout: 20_000 });

  await page.goto(`${at.hub.url}/taskbook/indicators/cooperative_households`);
  await page.click('#look');
  await page.waitForSelector('.refused:has-text("还没有改动")');
  assert.equal(await page.locator('#publish').count(), 0);
  assert.deepEqual(county.errors, []);
});

test('an indicator and a number are added in the app; targets are pasted into one table', async () => {
  const { page } = county;
  await page.goto(`${at.hub.url}/taskbook/indicators/new`);
  await page.click('#look');
  await page.locator('.definition-wrong:has-text("请先把名称")').waitFor();
  const whole = await page.inputValue('#definition');
  await page.fill('#definition', whole.replace(/"name": "新指标[^"]*"/, '"name": "今年记了几笔账"'));
  await page.click('#look');
  await page.click('#publish');
  await page.waitForSelector('#edit-indicators');
  await page.click('#edit-indicators > summary');
  await page.waitForSelector('#edit-indicators a:text-is("今年记了几笔账")');

  await page.click('#add-parameter');
  await page.fill('#parameter-new-id', 'visits_min');
  await page.fill('#parameter-new-name', '一季至少走访几次');
  await page.fill('#parameter-new-unit', '次');
  await page.fill('#parameter-new-value', '3');
  await page.click('#new-parameter .button-main');
  await page.waitForSelector('form[data-parameter="visits_min"] .field-value:has-text("3次")');

  await page.goto(`${at.hub.url}/indicators/income_achievement`);
  await page.click('#goal-table > summary');
  await page.selectOption('#goals-of', 'all');
  const targets = page.locator('#goal-table textarea[data-goal="target"]');
  await targets.first().waitFor();
  await targets.first().fill('10\n20.5\n');
  await page.waitForFunction(() => document.querySelectorAll('#goal-table textarea[data-goal="target"]')[1]?.value === '20.5');
  assert.equal(await targets.first().inputValue(), '10');
  await page.click('#save-goals');
  await page.waitForSelector('#save-goals', { state: 'detached' });
  await county.settled();
  await page.reload();
  await page.click('#goal-table > summary');
  await page.selectOption('#goals-of', 'all');
  await targets.first().waitFor();
  assert.match(await targets.nth(1).inputValue(), /^20\.50?$/);
  assert.deepEqual(county.errors, []);
});

test('official tables are read, printed and handed out', async () => {
  const { page } = county;
  await page.goto(`${at.hub.url}/indicators`);
  await page.click('a[href="/reports"]');
  await page.waitForSelector('#report');
  await page.waitForSelector('.report-title:has-text("集体经济收益表")');
  const headings = await page.locator('#report thead th').allTextContents();
  for (const heading of ['经营收入', '补助收入', '经营支出', '收益', '自我造血占比', '年度目标', '完成率', '薄弱村']) {
    assert.ok(headings.includes(heading), `${heading} of ${headings}`);
  }
  await page.waitForSelector('#report tfoot:has-text("合计")');
  await shot(page, 'reports-1440');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#export-xlsx')]);
  assert.match(file.suggestedFilename(), /^集体经济收益表-.*\.xlsx$/);
  await page.selectOption('#report-of', 'coverage');
  await page.waitForSelector('#report th:has-text("还需覆盖户数")');
  await page.selectOption('#report-of', 'submissions');
  await page.waitForSelector('#report th:has-text("催报次数")');
  await page.selectOption('#report-of', 'reserve');
  await page.waitForSelector('#report th:has-text("还缺（人）")');
  const tablet = village.page;
  await tablet.goto(`${at.hub.url}/reports`);
  await tablet.waitForSelector('#report');
  assert.ok((await width(tablet)) <= 0, `${await width(tablet)} px too wide`);
  await shot(tablet, 'reports-360');
});
