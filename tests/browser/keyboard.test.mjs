// The whole way by keyboard, on a desktop.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const path = (page) => page.evaluate(() => location.pathname);
const goes = (page, to) => page.waitForFunction((to) => location.pathname === to, to);

test('a township officer goes about by keyboard', async () => {
  const desktop = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 1280, height: 800 } });
  const { page } = desktop;
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  for (const [keys, to] of [['gl', '/tasks'], ['gb', '/branches'], ['gs', '/sync'], ['gt', '/'], ['n', '/new'], ['gl', '/tasks']]) {
    await press(...keys);
    await goes(page, to);
  }
  await page.waitForSelector('.rows a.row');
  await press('j', 'j', 'k', 'j');
  const focused = () => page.evaluate(() => [...document.querySelectorAll('.rows a.row')].indexOf(document.activeElement));
  assert.equal(await focused(), 1);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, 'solid', 'the focus is visible');
  const href = await page.locator('.rows a.row').nth(1).getAttribute('href');
  await press('Enter');
  await goes(page, href);
  await press('Escape');
  await goes(page, '/tasks');

  await press('/');
  await page.waitForFunction(() => document.activeElement.type === 'search');
  await press('g', 't', 'n', '?');
  assert.equal(await page.inputValue('.search input'), 'gtn?', 'what is typed is typed');
  assert.equal(await path(page), '/tasks');
  await press('Escape');
  assert.ok(await page.evaluate(() => document.activeElement.type !== 'search'), 'Esc leaves the field');

  await press('?');
  await page.waitForSelector('dialog[open] #keys-title');
  await press('n');
  assert.equal(await path(page), '/tasks', 'the sheet is all there is while it is open');
  await press('Escape');
  await page.waitForSelector('dialog', { state: 'hidden' });
  await press('g', 's');
  await goes(page, '/sync');
  await press('/');
  await page.waitForFunction(() => location.pathname === '/tasks' && document.activeElement.type === 'search');
  assert.deepEqual(desktop.errors, []);
});

test('the sheet opens from the settings, and a branch has no branches', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  await village.page.goto(`${at.hub.url}/settings`);
  await village.page.click('button:has-text("看键盘快捷键")');
  const sheet = village.page.locator('dialog[open]');
  await sheet.waitFor();
  assert.equal(await sheet.locator('dd:has-text("支部")').count(), 0);
  await sheet.locator('.button-main').click();
  await sheet.waitFor({ state: 'hidden' });
  await village.page.keyboard.press('g');
  await village.page.keyboard.press('b');
  assert.equal(await path(village.page), '/settings');
});
