// A list of persons: the township keeps it, the county sees it, the village gets a number, and what is erased is gone.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { COUNTY, TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const LIST = '/registers/reserve_list';
const NAME = '欧阳试';
const OTHER = '司马验';

// Everything in the browser's database, as one text: words as they are, bytes as if each were a character.
const everything = (page) => page.evaluate(async () => {
  const settle = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await settle(indexedDB.open('taizhang'));
  let all = '';
  for (const name of database.objectStoreNames) {
    const store = database.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([settle(store.getAllKeys()), settle(store.getAll())]);
    all += `${name} ${JSON.stringify(keys)}\n`;
    for (const value of values) {
      const bytes = value instanceof Uint8Array ? value : new TextEncoder().encode(JSON.stringify(value));
      for (let place = 0; place < bytes.length; place += 8192) {
        all += String.fromCharCode(...bytes.subarray(place, place + 8192));
      }
    }
  }
  database.close();
  return all + JSON.stringify(localStorage);
});
const bytesOf = (words) => String.fromCharCode(...new TextEncoder().encode(words));

// The files of the hub that have a key in them.
const isStored = (key) => readdirSync(at.hub.data, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name)
  .filter((name) => readFileSync(join(at.hub.data, name)).includes(Buffer.from(key, 'base64url')));
async function overwritten(key) {
  for (let turn = 0; turn < 120 && isStored(key).length > 0; turn += 1) await sleep(250);
  assert.deepEqual(isStored(key), [], 'the key is in no file of the hub');
}
let theKey;

async function add(page, name) {
  await page.goto(`${at.hub.url}${LIST}/new`);
  await page.selectOption('#row-village', 't01-v01');
  await page.fill('#row-name', name);
  await page.fill('#row-since', '2026-03-05');
  await page.selectOption('#row-state', 'nominated');
  await page.click('form button[type="submit"]');
  await page.waitForSelector(`table.register td:has-text("${name}")`);
}

// What is typed and not yet saved, as it stands on the disk.
const drafts = (page) => page.evaluate(() => new Promise((done, fail) => {
  const open = indexedDB.open('taizhang');
  open.onerror = () => fail(open.error);
  open.onsuccess = () => {
    const store = open.result.transaction('drafts').objectStore('drafts');
    const all = store.getAll();
    all.onsuccess = () => {
      open.result.close();
      done(JSON.stringify(all.result));
    };
  };
}));

test('what is typed about a person is on no disk before it is saved; an ID number never is', async () => {
  const { page } = await at.enrolled(TOWNSHIP, '郑干事', { viewport: { width: 800, height: 1100 } });
  await page.goto(`${at.hub.url}${LIST}/new`);
  await page.fill('#row-name', '欧阳某某');
  await page.waitForTimeout(1000);
  assert.doesNotMatch(await drafts(page), /欧阳某某/);
  await page.fill('#row-name', '13800138000');
  await page.waitForSelector('.personal-number:has-text("像是手机号")');
  await page.fill('#row-name', '11010519491231002X');
  await page.waitForSelector('.refused-line:has-text("不能存进台账")');
  await page.click('form button[type="submit"]');
  await page.waitForSelector('.refused');
  assert.equal(await page.locator('h1 small').count(), 1, 'still the form');
});

// How many of the reserve the village is told that it has.
async function told(page) {
  await page.goto(`${at.hub.url}/indicators/reserve_gap`);
  const row = page.locator('.figure-sums, .facts, dl').filter({ hasText: '在册后备干部' }).first();
  return Number((await row.textContent()).match(/在册后备干部\D*(\d+)/)[1]);
}

test('the township keeps the list, the county sees it, the village gets a number and nothing else', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  const before = await told(village.page);
  const township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 1280, height: 800 } });
  const county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1440, height: 900 } });
  await township.page.goto(`${at.hub.url}/registers`);
  await township.page.click('.register-card:has-text("雏雁名单") a.row');
  await township.page.waitForSelector('table.register');
  await shot(township.page, 'sealed-1280');
  assert.match(await township.page.textContent('main'), /只有登记的乡镇和县里看得到/);
  const rows = await township.page.locator('table.register tbody tr').count();
  assert.ok(rows > 5, 'what others wrote is open here');

  await township.context.setOffline(true);
  await add(township.page, NAME);
  await add(township.page, OTHER);
  await township.context.setOffline(false);
  await township.settled();
  assert.ok(!(await everything(township.page)).includes(bytesOf(NAME)), 'nor does the name stand in its keeper’s documents');

  await county.page.goto(`${at.hub.url}${LIST}?of=t01`);
  await county.page.waitForSelector(`table.register td:has-text("${NAME}")`);
  await shot(county.page, 'sealed-county-1440');

  await village.settled();
  await village.page.waitForFunction(() => true);
  let now;
  for (let turn = 0; turn < 40 && (now = await told(village.page)) !== before + 2; turn += 1) await village.page.waitForTimeout(250);
  assert.equal(now, before + 2);
  await shot(village.page, 'sealed-count-360');
  const known = await everything(village.page);
  assert.ok(!known.includes('sealed/') && !known.includes(bytesOf(NAME)), 'neither a name nor an encrypted row');
  await village.page.goto(`${at.hub.url}/registers`);
  await village.page.waitForSelector('.registers');
  assert.equal(await village.page.locator('.register-card:has-text("雏雁名单")').count(), 0);
  await village.page.goto(`${at.hub.url}${LIST}`);
  await village.page.waitForSelector('text=名单不在这台设备上');
  for (const one of [village, township, county]) assert.deepEqual(one.errors, []);
});

test('what the township erases is gone from the county’s device too, and cannot be read from what stays', async () => {
  const [village, township, county] = at.tablets.slice(1);
  const keyOf = (page, row) => page.evaluate(async (row) => {
    const settle = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const database = await settle(indexedDB.open('taizhang'));
    const found = await settle(database.transaction('row_keys').objectStore('row_keys').get(['sealed/t01/2026', row]));
    database.close();
    return found;
  }, row);
  await township.page.goto(`${at.hub.url}${LIST}`);
  await township.page.click(`tr:has-text("${NAME}") a`);
  await township.page.waitForSelector('#erase');
  const row = new URL(township.page.url()).pathname.split('/').pop();
  assert.match(await keyOf(county.page, row), /"key":"/);
  const { key } = JSON.parse(await keyOf(county.page, row));
  theKey = key;
  await county.context.setOffline(true);
  at.hub.backup(join(at.hub.data, '../copy'));
  assert.ok(isStored(key).length > 0);

  await township.page.click('#erase summary');
  assert.ok(await township.page.locator('#erase button').isDisabled(), 'only who has said so');
  await shot(township.page, 'sealed-erase-1280');
  await township.page.check('#erase input');
  await township.page.click('#erase button');
  await township.page.waitForURL(`**${LIST}`);
  await township.page.waitForSelector(`table.register td:has-text("${OTHER}")`);
  assert.equal(await township.page.locator(`td:has-text("${NAME}")`).count(), 0);
  await township.settled();
  assert.equal(await keyOf(township.page, row), undefined);
  await overwritten(key);

  assert.match(await keyOf(county.page, row), /"key":"/, 'who is away has it until they come back');
  await county.context.setOffline(false);
  await county.settled();
  await county.page.waitForFunction((name) => !document.body.textContent.includes(name), NAME);
  assert.ok((await county.page.textContent('main')).includes(OTHER));
  assert.equal(await keyOf(county.page, row), undefined);
  await county.page.reload();
  await county.page.waitForSelector(`table.register td:has-text("${OTHER}")`);
  assert.equal(await county.page.locator(`td:has-text("${NAME}")`).count(), 0);
  for (const one of [village, township, county]) assert.deepEqual(one.errors, []);
});

test('a hub that is restored from an earlier copy destroys again what was destroyed', async () => {
  const [, township, county] = at.tablets.slice(1);
  await at.hub.restore(join(at.hub.data, '../copy'));
  for (const one of [township, county]) await one.page.goto(`${at.hub.url}/sync`);
  await township.settled();
  await overwritten(theKey);
  await county.settled();
  assert.ok(!(await everything(county.page)).includes(theKey));
});

test('a device that is given a post in a village loses the list', async () => {
  const [, township, county] = at.tablets.slice(1);
  assert.ok((await everything(township.page)).includes('sealed/t01/2026'));
  await county.page.goto(`${at.hub.url}/devices`);
  const line = county.page.locator('.device').filter({ hasText: '林委员' });
  await line.locator('button:has-text("换岗位")').click();
  await line.locator('select[name="org"]').selectOption('t01-v01');
  await line.locator('.act-form .button-main').click();
  await county.page.waitForSelector('.toast:has-text("已换岗位")');
  await township.page.goto(`${at.hub.url}/settings`);
  await township.page.waitForFunction((own) => document.querySelector('.head-org')?.textContent.includes(own), '上石村');
  await township.settled();
  const left = await everything(township.page);
  assert.ok(!left.includes('sealed/'), 'no document, no place, no key');
});
