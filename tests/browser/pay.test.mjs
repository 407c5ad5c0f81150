// Pay, from the townships' roster to what each person reads: the county publishes it, a person of a village sees their
// own line and nobody else's, another village nothing, and who has no device gets a slip of paper.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const number = (text) => Number(text.replace(/[^\d.-]/g, ''));
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const SCHEME = '/points/village_secretary';
const MINE = '陈大明';
const MATE = '吴小试';
const OTHER = '许二验';
const BASE = 36000;

async function enter(page, village, name, months) {
  await page.goto(`${at.hub.url}/registers/cadre_roster/new`);
  await page.selectOption('#row-village', village);
  await page.fill('#row-name', name);
  await page.click('.chip:has-text("村党组织书记"), label:has-text("村党组织书记"), button:has-text("村党组织书记")');
  if (months) await page.fill('#row-months', String(months));
  await page.click('form button[type="submit"]');
  await page.waitForSelector(`table.register td:has-text("${name}")`);
}

async function set(page, id, value) {
  await page.goto(`${at.hub.url}/taskbook`);
  const line = page.locator(`form[data-parameter="${id}"]`);
  await line.locator('.button-quiet').click();
  await line.locator(`#parameter-${id}`).fill(String(value));
  await line.locator('.button-main').click();
  await line.locator('.field-value:not(.field-empty)').waitFor();
}

// What the county's table pays somebody.
async function reckoned(page, name) {
  const row = page.locator('table.pay tbody tr').filter({ hasText: name });
  return number(await row.locator('td').nth(5).textContent());
}

async function publish(page) {
  await page.click('#publish');
  await page.waitForSelector('dialog[open] #publish-sums');
  const said = await page.textContent('#publish-sums');
  await shot(page, 'publish-1440');
  await page.click('#publish-now');
  return said;
}

let townships;
let counties;
let everybody;

test('the county publishes what the roster and the records come to', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 800, height: 1100 } });
  await enter(township.page, 't01-v01', MINE, 9);
  await enter(township.page, 't01-v01', MATE);
  await enter(township.page, 't01-v02', OTHER);
  await township.settled();
  const county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1440, height: 900 } });
  const { page } = county;
  await set(page, 'pay_base_village_secretary', BASE);
  await set(page, 'pay_budget_village_secretary', 1000);
  await set(page, 'pay_budget', 1000);
  await page.goto(`${at.hub.url}/points`);
  await page.waitForSelector('#pay-all-sum:has-text("超出")');
  assert.match(await page.textContent('#pay-all'), /村党组织书记积分制考评：[\d,.]+元（试算，未公布）/);
  await page.goto(at.hub.url + SCHEME);
  await page.waitForSelector(`table.pay td:has-text("${OTHER}")`);
  assert.match(await page.textContent('#published-said'), /还没有公布/);
  assert.equal(await page.locator('#roster-missing').count(), 0, 'the sample county has everybody on its rosters');
  const amounts = await page.locator('table.pay tbody tr td:nth-child(6)').allTextContents();
  everybody = amounts.length;
  const said = await publish(page);
  assert.match(said, new RegExp(`公布${everybody}个对象`));
  assert.equal(number(/合计([\d,.]+)元/.exec(said)[1]), amounts.reduce((sum, amount) => sum + number(amount), 0));
  assert.match(said, /超出/);
  await page.waitForSelector('#published-said:has-text("黄科长公布")');
  assert.equal(await page.locator('#published-differs').count(), 0);
  await shot(page, 'published-1440');
  await county.settled();
  assert.deepEqual([...township.errors, ...county.errors], []);
  [townships, counties] = [township, county];
});

test('a person sees their own line with how it is reckoned, and nobody else’s', async () => {
  const village = await at.enrolled(VILLAGE, MINE, { viewport: { width: 360, height: 740 } });
  const { page } = village;
  await page.goto(at.hub.url + SCHEME);
  await page.waitForSelector('#my-pay');
  const said = await page.textContent('#my-pay');
  await shot(page, 'my-pay-360');
  assert.equal(await page.locator('#my-pay .slip').count(), 1);
  assert.ok(said.includes(MINE) && !said.includes(MATE));
  const [, base, months, by, amount] = /全年基数([\d,]+)\S*元×(\d+)\/12个月×系数([\d.]+)＝([\d,]+)/.exec(
    (await page.textContent('.slip-formula')).replace(/\.00/g, ''));
  assert.deepEqual([number(base), number(months)], [BASE, 9]);
  assert.equal(number(amount), Math.round((BASE * 9 * Number(by)) / 12));
  assert.equal(number(amount), await reckoned(counties.page, MINE));
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  // Two rows are on the device, and the key of one.
  const held = await page.evaluate(async () => {
    const settle = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const database = await settle(indexedDB.open('taizhang'));
    const keys = await settle(database.transaction('row_keys').objectStore('row_keys').getAllKeys());
    database.close();
    return keys.filter(([doc]) => doc.startsWith('sealed/'));
  });
  assert.equal(held.length, 1, JSON.stringify(held));

  // One of the same name elsewhere, and one of the same village who is not on the roster.
  for (const [post, person] of [[['t02-v01', 'branch_secretary'], MINE], [VILLAGE, '郑不在']]) {
    const other = await at.enrolled(post, person, { viewport: { width: 360, height: 740 } });
    await other.page.goto(at.hub.url + SCHEME);
    await other.page.waitForSelector('#score');
    assert.equal(await other.page.locator('#my-pay').count(), 0, `${person} of ${post[0]}`);
    assert.deepEqual(other.errors, []);
    await other.end();
  }
  assert.deepEqual(village.errors, []);
});

test('the township reads all of its own, and prints a slip for each', async () => {
  const { page } = townships;
  await page.goto(at.hub.url + SCHEME);
  await page.waitForSelector('#published');
  const names = await page.locator('#published tbody tr td:nth-child(2)').allTextContents();
  assert.ok([MATE, MINE, OTHER].every((name) => names.includes(name)), names.join());
  assert.ok(names.length < everybody, 'those of the other townships are none of its business');
  await page.click('#slips');
  await page.waitForSelector('.slip-paper');
  assert.equal(await page.locator('.slip-paper').count(), names.length);
  await shot(page, 'slips-800');
  assert.deepEqual(townships.errors, []);
});

test('what changes later is told, and a new publication supersedes the old one', async () => {
  const { page } = counties;
  await set(page, 'pay_base_village_secretary', BASE * 2);
  await page.goto(at.hub.url + SCHEME);
  await page.waitForSelector('#published-differs');
  assert.equal(await page.locator('tr.pay-changed').count(), everybody);
  await shot(page, 'published-differs-1440');
  await publish(page);
  await page.waitForFunction(() => !document.querySelector('#published-differs'));
  await page.click('#published-before summary');
  assert.equal(await page.locator('#published-before li').count(), everybody);
  await counties.settled();
  const village = at.tablets.find((one) => one !== townships && one !== counties);
  const now = await reckoned(page, MINE);
  await village.page.waitForFunction((amount) => document.querySelector('#my-pay .figure-number')
    ?.textContent.replace(/[^\d.]/g, '') === amount, now.toFixed(2));
  assert.equal(await village.page.locator('#my-pay .slip').count(), 1);
  assert.deepEqual([...counties.errors, ...village.errors], []);
});

test('settled pay leaves the tablet', async () => {
  const village = at.tablets.find((one) => one !== townships && one !== counties);
  const { page } = village;
  const held = () => page.evaluate(async () => {
    const settle = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await settle(indexedDB.open('taizhang'));
    const names = [...database.objectStoreNames];
    const keys = await Promise.all(names.map((name) => settle(database.transaction(name).objectStore(name).getAllKeys())));
    database.close();
    return JSON.stringify(keys).match(/sealed\/[^"]*/g) ?? [];
  });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  assert.ok((await held()).length > 0, 'a document and its keys');
  await village.context.setOffline(true);
  await page.clock.setFixedTime(new Date('2027-03-31T10:00:00+08:00'));
  await page.reload();
  await page.waitForSelector('#my-pay .figure-number');
  await page.clock.setFixedTime(new Date('2027-04-01T10:00:00+08:00'));
  await page.reload();
  await page.waitForSelector('#score');
  assert.deepEqual(await held(), [], 'neither words nor keys');
  assert.equal(await page.locator('#my-pay .figure-number').count(), 0);
});
