// A new version of the app while work is open; and a service worker that is switched off.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

import { VILLAGE, firstOpenTask, scene } from './support/scene.mjs';

const folder = mkdtempSync(join(tmpdir(), 'taizhang-app-'));
const app = join(folder, 'app');
const at = scene({ app });
after(() => rmSync(folder, { recursive: true, force: true }));

cpSync(at.built, app, { recursive: true });

// Another version: the same app, of another name.
function publish(name, change) {
  const path = join(app, name);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  for (const packed of ['.br', '.gz']) rmSync(path + packed, { force: true });
}

const controlled = (page) =>
  page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.active.state));

test('a waiting version is said, stores what is being typed, and reloads once', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const { page } = village;
  const path = await firstOpenTask(page, at.hub);
  assert.equal(await controlled(page), 'activated');
  await page.goto(at.hub.url + path);
  const version = /const VERSION = '[0-9a-z]+'/;
  publish('sw.js', (worker) => worker.replace(version, "const VERSION = 'feedfeedfeedfeed'"));
  await at.hub.kill();
  await at.hub.up();
  await page.reload();
  await page.fill('#entry-text', '写到一半的进展');
  await page.waitForSelector('#update');
  assert.equal(await page.locator('#entry-text').inputValue(), '写到一半的进展', 'nothing happens by itself');

  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.click('#update button');
  await page.waitForSelector('#update', { state: 'detached' });
  await page.waitForFunction(() => caches.keys().then((names) => names.join() === 'taizhang-feedfeedfeedfeed'));
  assert.equal(await page.locator('#entry-text').inputValue(), '写到一半的进展', 'what was being typed is still there');
  assert.equal(loads, 1);
  assert.deepEqual(village.errors, []);
});

test('another tab follows a new version', async () => {
  const [village] = at.tablets;
  const { page } = village;
  const other = await village.tab(at.hub.url);
  await other.waitForSelector('.nav');
  assert.equal(await controlled(other), 'activated');
  publish('sw.js', (worker) => worker.replace(/const VERSION = '[0-9a-z]+'/, "const VERSION = 'beefbeefbeefbeef'"));
  await at.hub.kill();
  await at.hub.up();
  await page.bringToFront();
  await page.reload();
  await page.waitForSelector('#update');
  const followed = other.waitForEvent('load').then(() => 'itself');
  const told = other.waitForSelector('#update').then(() => 'told');
  await page.click('#update button');
  await page.waitForFunction(() => caches.keys().then((names) => names.join() === 'taizhang-beefbeefbeefbeef'));
  // In the background it loads itself anew; in front of somebody it says so.
  assert.ok(['itself', 'told'].includes(await Promise.any([followed, told])));
  await other.close();
  assert.deepEqual(village.errors, []);
});

test('a draft survives a killed browser', async () => {
  const [village] = at.tablets;
  const path = new URL(village.page.url()).pathname;
  await village.page.fill('#entry-text', '第二稿');
  await village.page.waitForTimeout(800);
  await village.kill();
  await village.start();
  await village.page.goto(at.hub.url + path);
  await village.page.waitForSelector('#entry-text');
  assert.equal(await village.page.locator('#entry-text').inputValue(), '第二稿');
});

test('what was typed last is still there after a reload at once', async () => {
  const { page } = at.tablets[0];
  await page.fill('#entry-text', '第二稿，还没写完');
  await page.reload();
  await page.waitForSelector('#entry-text');
  assert.equal(await page.locator('#entry-text').inputValue(), '第二稿，还没写完');
});

test('what was typed last is there where the disk was too slow for it, and then it is stored', async () => {
  const { page } = at.tablets[0];
  await page.evaluate(() => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException('too late', 'InvalidStateError');
    };
  });
  await page.fill('#entry-text', '第三稿，磁盘没有赶上');
  await page.reload();
  await page.waitForSelector('#entry-text');
  assert.equal(await page.locator('#entry-text').inputValue(), '第三稿，磁盘没有赶上');
  await page.waitForFunction(() => localStorage.getItem('taizhang.typed') === null);
  await page.reload();
  await page.waitForSelector('#entry-text');
  assert.equal(await page.locator('#entry-text').inputValue(), '第三稿，磁盘没有赶上');
});

test('a service worker that is switched off leaves, and the documents stay', async () => {
  const [village] = at.tablets;
  const { page } = village;
  publish('sw.json', () => '{"disabled": true}');
  await at.hub.kill();
  await at.hub.up();
  await page.goto(at.hub.url);
  await page.waitForFunction(() => caches.keys().then((names) => names.length === 0));
  await page.reload();
  await village.settled();
  await page.waitForFunction(() => navigator.serviceWorker.getRegistrations().then((all) => all.length === 0));
});
