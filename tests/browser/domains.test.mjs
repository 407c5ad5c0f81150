// Fields of work (领域) are the county's: one is added in the app, a work item and a task come into it, a village and the
// board have it under its name; a new name shows everywhere; what work items need is not withdrawn.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const TASK = '院系党组织建设';
let county;
let village;

const openFold = async (page, fold) => {
  await page.goto(`${at.hub.url}/taskbook`);
  await page.click(`#edit-${fold} > summary`);
};
const edit = async (page, kind, id) => {
  await page.click(`p[data-${kind}="${id}"] button`);
  return page.locator(`form[data-${kind}="${id}"]`);
};
const row = (page) => page.locator(`.rows a.row:has-text("${TASK}")`);

test('a county adds a field of work with a work item and a task, and a village has it under its name', async () => {
  county = await at.enrolled(COUNTY, '黄海', { viewport: { width: 1440, height: 900 } });
  const { page } = county;
  await openFold(page, 'domains');
  const lines = page.locator('#edit-domains [data-domain]');
  assert.equal(await lines.count(), 12, 'eleven, and the way to another');
  assert.match(await lines.first().textContent(), /^农村/);

  const form = await edit(page, 'domain', 'new');
  await page.fill('#domain-new-id', 'College');
  await page.fill('#domain-new-name', '农村');
  await form.locator('.button-main').click();
  await form.locator('.refused:has-text("只能用小写字母")').waitFor();
  await page.fill('#domain-new-id', 'rural');
  await form.locator('.button-main').click();
  await form.locator('.refused:has-text("这个代号已经有了")').waitFor();
  await page.fill('#domain-new-id', 'college');
  await form.locator('.button-main').click();
  await form.locator('.refused:has-text("已经有叫这个名称的领域")').waitFor();
  await page.fill('#domain-new-name', '高校');
  await form.locator('.button-main').click();
  await page.waitForSelector('p[data-domain="college"]:has-text("高校")');
  assert.equal(await lines.nth(11).getAttribute('data-domain'), 'college', 'it stands behind the others');

  await page.click('#edit-items > summary');
  const item = await edit(page, 'item', 'new');
  await page.fill('#item-new-code', 'E4');
  await page.fill('#item-new-name', '高校党建');
  await page.fill('#item-new-held', '院系党组织作用发挥好。');
  await page.selectOption('#item-new-domain', 'college');
  await page.selectOption('#item-new-evidence', 'none');
  await item.locator('.button-main').click();
  await page.waitForSelector('p[data-item="E4"]:has-text("E4 高校党建（高校）")');

  await page.goto(`${at.hub.url}/new`);
  await page.waitForSelector('#task-code option[value="E4"]', { state: 'attached' });
  assert.equal(await page.locator('#task-code option[value="E4"]').textContent(), 'E4 高校党建（高校）');
  await page.selectOption('#task-code', 'E4');
  await page.fill('#task-title', TASK);
  await page.fill('#task-requirement', '配齐院系党组织书记。');
  await page.fill('#task-due', `${new Date().getFullYear()}-12-20`);
  await page.check('.branch-choice input[value="t01-v01"]');
  await page.click('.form .button-main');
  await page.waitForURL(/\/given\//);
  await county.settled();

  village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  await village.page.goto(`${at.hub.url}/tasks`);
  const fields = village.page.locator('.selects select').first();
  await fields.locator('option[value="college"]').waitFor({ state: 'attached' });
  await fields.selectOption('college');
  await row(village.page).waitFor();
  assert.equal(await village.page.locator('.rows a.row').count(), 1);
  assert.match(await row(village.page).textContent(), /E4 · 高校/);
  await row(village.page).click();
  await village.page.waitForSelector('.item-head:has-text("E4 高校 ·")');
  assert.deepEqual(county.errors, []);
  assert.deepEqual(village.errors, []);
});

test('the board has a column for it, and a new name shows everywhere', async () => {
  const { page } = county;
  await page.goto(`${at.hub.url}/board`);
  await page.waitForSelector('.sheet-domain:text-is("高校")');
  await page.selectOption('#board-fields', 'college');
  await page.waitForFunction(() => document.querySelectorAll('.sheet-domain').length === 1);
  assert.equal(await page.locator('.sheet tfoot .sheet-whole .sheet-figures').textContent(), '0/1');

  await village.page.goto(`${at.hub.url}/tasks?domain=college`);
  await row(village.page).waitFor();
  await openFold(page, 'domains');
  const form = await edit(page, 'domain', 'college');
  assert.match(await form.locator('[role=status]').textContent(), /工作项1个、任务1项属于这个领域.*改了名称/);
  await page.fill('#domain-college-name', '高等学校');
  await form.locator('.button-main').click();
  await page.waitForSelector('p[data-domain="college"]:has-text("高等学校")');
  await county.settled();
  // The village's page stays open: the name comes to it.
  await village.page.locator('.rows a.row:has-text("E4 · 高等学校")').waitFor({ timeout: 20_000 });
  const option = village.page.locator('.selects select').first().locator('option[value="college"]');
  assert.equal(await option.textContent(), '高等学校');
  await page.goto(`${at.hub.url}/board`);
  await page.waitForSelector('.sheet-domain:text-is("高等学校")');
});

test('what work items in use need is not withdrawn; what is withdrawn stays readable and comes back', async () => {
  const { page } = county;
  const withdraw = async (kind, id) => {
    const form = await edit(page, kind, id);
    await form.locator('.check:has-text("已停用") input').check();
    await form.locator('.button-main').click();
    return form;
  };
  await openFold(page, 'domains');
  const refused = await withdraw('domain', 'college');
  await refused.locator('.refused:has-text("工作项“E4 高校党建”属于这个领域")').waitFor();
  await refused.locator('.button:has-text("取消")').click();
  await page.click('#edit-items > summary');
  await withdraw('item', 'E4');
  await page.waitForSelector('p[data-item="E4"]:has-text("已停用")');
  await withdraw('domain', 'college');
  await page.waitForSelector('p[data-domain="college"]:has-text("高等学校（已停用）")');
  const item = await edit(page, 'item', 'new');
  assert.equal(await page.locator('#item-new-domain option[value="college"]').count(), 0, 'nothing comes into it');
  await item.locator('.button:has-text("取消")').click();
  await county.settled();

  await village.page.goto(`${at.hub.url}/tasks`);
  const fields = village.page.locator('.selects select').first();
  await fields.locator('option[value="college"]').waitFor({ state: 'detached', timeout: 20_000 });
  assert.match(await row(village.page).textContent(), /E4 · 高等学校/, 'its task goes on');

  const form = await edit(page, 'domain', 'college');
  await form.locator('.check:has-text("已停用") input').uncheck();
  await form.locator('.button-main').click();
  await page.waitForSelector('p[data-domain="college"]:not(:has-text("已停用"))');
  await county.settled();
  await fields.locator('option[value="college"]').waitFor({ state: 'attached', timeout: 20_000 });
  assert.deepEqual(county.errors, []);
  assert.deepEqual(village.errors, []);
});
