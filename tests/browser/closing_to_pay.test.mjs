// From a verified closing on a tablet to the county's published table: what a village put right, written offline, counts
// when the township and the county have verified it, in its score, in what the county pays, and in what the person reads.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, report, scene, showPhoto } from './support/scene.mjs';

const at = scene();
const SCHEME = '/points/village_secretary';
const PERSON = '陈大明';
const PROBLEM = '党务公开栏半年没有更新';
const number = (text) => Number(text.replace(/[^\d.-]/g, ''));
const day = (days) => new Date(Date.now() + (days * 24 + 8) * 3600e3).toISOString().slice(0, 10);

async function score(tablet, path = SCHEME) {
  await tablet.page.goto(at.hub.url + path);
  await tablet.page.waitForSelector('#score');
  return number(await tablet.page.textContent('#score'));
}

// The verdict that passes the item, by who is next.
async function pass(tablet, key) {
  await tablet.page.goto(`${at.hub.url}/inbox?at=${key}`);
  await tablet.page.click('#verdict-pass');
  await tablet.page.waitForFunction((key) => new URL(location).searchParams.get('at') !== key, key);
  await tablet.settled();
}

async function set(page, id, value) {
  await page.goto(`${at.hub.url}/taskbook`);
  const line = page.locator(`form[data-parameter="${id}"]`);
  await line.locator('.button-quiet').click();
  await line.locator(`#parameter-${id}`).fill(String(value));
  await line.locator('.button-main').click();
  await line.locator('.field-value:not(.field-empty)').waitFor();
}

test('a closing that two tiers verified stands in the table that the county publishes', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 1280, height: 900 } });
  const village = await at.enrolled(VILLAGE, PERSON, { viewport: { width: 360, height: 740 } });
  const county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1440, height: 900 } });

  // The person stands on the roster, and a problem is found at the village.
  await township.page.goto(`${at.hub.url}/registers/cadre_roster/new`);
  await township.page.selectOption('#row-village', VILLAGE[0]);
  await township.page.fill('#row-name', PERSON);
  await township.page.click('.chip:has-text("村党组织书记"), label:has-text("村党组织书记"), button:has-text("村党组织书记")');
  await township.page.click('form button[type="submit"]');
  await township.page.waitForSelector(`table.register td:has-text("${PERSON}")`);
  await township.page.goto(`${at.hub.url}/inspections`);
  await township.page.click('#inspect');
  await township.page.selectOption('#inspection-branch', VILLAGE[0]);
  await township.page.fill('#inspection-seen', '直接到村部看公开栏');
  await township.page.click('#add-finding');
  const finding = township.page.locator('.finding').first();
  await finding.locator('.finding-problem').fill(PROBLEM);
  await finding.locator('.finding-remedy').fill('更新，以后每月15日公开');
  await finding.locator('.finding-due').fill(day(20));
  await township.page.click('form button[type="submit"]');
  await township.page.waitForSelector('.inspection');
  const item = await township.page.locator('#follow-ups a.row').first().getAttribute('href');
  const key = item.slice('/tasks/'.length);
  await township.settled();

  // The village's page names what is open and what it would add; the hub reckons the same.
  await village.page.goto(at.hub.url + item);
  await village.page.waitForSelector('.acts [data-act]');
  const before = await score(village);
  const open = village.page.locator('[data-part="inspection"] .points-doing li').filter({ hasText: PROBLEM });
  await open.waitFor();
  const adds = number(/可加([\d.]+)分/.exec(await open.textContent())[1]);
  assert.ok(adds > 0);
  await village.page.waitForSelector('#score-hub:has-text("和本机相同")');

  // It is put right offline, and arrives later.
  await village.page.goto(at.hub.url + item);
  await village.page.waitForSelector('.acts [data-act]');
  await village.context.setOffline(true);
  await report(village.page, '公开栏已更新，照片在台账');
  await showPhoto(village.page);
  await village.page.click('.acts [data-act="submit"]');
  await village.page.click('.act-form .button-main');
  await village.page.waitForSelector('.badge:has-text("待乡镇核验")');
  await village.context.setOffline(false);
  await village.settled();
  assert.equal(await score(village), before, 'what waits for its verdict does not count');

  await pass(township, key);
  await pass(county, key);
  await pass(township, key);
  const after = await score(village);
  assert.equal(after, Math.round((before + adds) * 100) / 100, 'as much as the page said');

  // The county's table has it, and what it publishes.
  await set(county.page, 'pay_base_village_secretary', 36000);
  await set(county.page, 'pay_budget_village_secretary', 1000000);
  await set(county.page, 'pay_budget', 1000000);
  await county.settled();
  await county.page.goto(at.hub.url + SCHEME);
  const row = county.page.locator('table.pay tbody tr').filter({ hasText: PERSON });
  await row.waitFor();
  assert.equal(number(await row.locator('td').nth(2).textContent()), after);
  // Whoever is not caught up with the hub publishes nothing.
  await county.context.setOffline(true);
  await county.page.waitForSelector('#publish-behind');
  assert.ok(await county.page.isDisabled('#publish'));
  await county.context.setOffline(false);
  await county.settled();
  await county.page.click('#publish');
  await county.page.waitForSelector('dialog[open] #publish-sums');
  await county.page.click('#publish-now');
  await county.page.waitForSelector('#published-said:has-text("黄科长公布")');
  await county.settled();

  await township.page.goto(at.hub.url + SCHEME);
  await township.page.waitForSelector(`#published td:has-text("${PERSON}")`);
  await village.page.goto(at.hub.url + SCHEME);
  await village.page.waitForSelector('#my-pay .slip');
  assert.ok((await village.page.textContent('#my-pay .slip')).includes(`${after}分`), 'the slip tells the score');
  for (const one of [village, township, county]) assert.deepEqual(one.errors, []);
});
