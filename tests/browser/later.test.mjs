// Pages whose code is in a file of its own: there without the hub once the service worker has them, and where they
// cannot be fetched the page says so and tries again.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const PARTS = '**/parts/**';
// The files of pages; what syncs has one too, which comes by itself.
const PAGES = ['items', 'work', 'registers', 'figures', 'setup', 'taskbook'];

test('what the first page does not need is not fetched for it', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明', { serviceWorkers: 'block' });
  const { page } = village;
  const fetched = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  const parts = () => fetched.filter((path) => path.startsWith('/parts/')).map((path) => path.slice(7).split('-')[0]);
  await page.goto(at.hub.url);
  await page.waitForSelector('h1:has-text("今日")');
  assert.deepEqual(parts().filter((name) => PAGES.includes(name)), []);
  await page.click('.nav a[href="/tasks"]');
  await page.locator('.rows a.row').first().click();
  await page.waitForSelector('#entry-text');
  assert.ok(parts().includes('items'), parts().join());
  assert.ok(!parts().includes('setup'), parts().join());
  await page.click('.nav a[href="/settings"]');
  await page.waitForSelector('a[href="/chain"]');
  assert.ok(parts().includes('setup'), parts().join());
  assert.ok(!parts().includes('work') && !parts().includes('registers'), parts().join());
  assert.equal(new Set(parts()).size, parts().length, 'none is fetched twice');
  assert.deepEqual(village.errors, []);
});

test('a page that cannot be fetched says so, and is there at the next try', async () => {
  const [village] = at.tablets;
  const { page } = village;
  await page.goto(at.hub.url);
  await page.waitForSelector('.nav');
  await page.route(PARTS, (route) => route.abort());
  await page.click('.nav a[href="/settings"]');
  await page.waitForSelector('[role="alert"]:has-text("这一页没有取到")');
  await page.click('#fetch-again');
  await page.waitForSelector('[role="alert"]:has-text("这一页没有取到")');
  // The rest of the app goes on working.
  await page.click('.nav a[href="/"]');
  await page.waitForSelector('h1:has-text("今日")');
  await page.click('.nav a[href="/settings"]');
  await page.waitForSelector('#fetch-again');
  await page.unroute(PARTS);
  await page.click('#fetch-again');
  await page.waitForSelector('a[href="/chain"]');
  assert.deepEqual(village.errors, []);
});

test('a tablet whose code for documents does not come says so, and opens at the next try', async () => {
  const [village] = at.tablets;
  const { page } = village;
  await page.route('**/parts/documents-*', (route) => route.abort());
  await page.goto(at.hub.url);
  await page.waitForSelector('.welcome:has-text("台账的程序还没有下载完整")');
  await page.unroute('**/parts/documents-*');
  await page.click('.welcome .button-main');
  await page.waitForSelector('h1:has-text("今日")');
  assert.deepEqual(village.errors, []);
});

test('every page opens without the hub, though none was opened before', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员');
  const { page } = township;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await at.hub.kill();
  for (const path of ['/tasks', '/sync', '/board', '/branches', '/cases', '/findings', '/inbox', '/given', '/inspections', '/new',
    '/registers', '/indicators', '/reports', '/taskbook', '/chain', '/past', '/more', '/settings', '/devices']) {
    await page.goto(at.hub.url + path);
    await page.waitForSelector('main h1');
    assert.equal(await page.locator('#fetch-again').count(), 0, path);
  }
  await at.hub.up();
  assert.deepEqual(township.errors, []);
});
