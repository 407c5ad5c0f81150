// What a browser keeps, and work that waits for too long.
import assert from 'node:assert/strict';
import test from 'node:test';

import { VILLAGE, editField, firstOpenTask, scene } from './support/scene.mjs';

const at = scene();

test('after the first edit the browser is asked, once, to keep what is stored; a refusal is said and shown', async () => {
  const village = await at.tablet();
  const { page } = village;
  await village.context.addInitScript(() => {
    StorageManager.prototype.persisted = async () => false;
    StorageManager.prototype.persist = async () => {
      localStorage.setItem('asked', String(Number(localStorage.getItem('asked')) + 1));
      return false;
    };
  });
  const asked = () => page.evaluate(() => localStorage.getItem('asked'));
  await village.enrol(at.hub.invite(...VILLAGE), '陈大明');
  await village.settled();
  assert.equal(await asked(), null, 'not before there is something to keep');
  await page.goto(at.hub.url + (await firstOpenTask(page, at.hub)));
  await editField(page, 'owner', '陈大明');
  await page.waitForSelector('.toast-error:has-text("长期保存")');
  await editField(page, 'owner', '赵小兰');
  await village.settled();
  assert.equal(await asked(), '1');
  await page.goto(`${at.hub.url}/settings`);
  await page.waitForSelector('text=浏览器还没有答应');
  assert.deepEqual(village.errors, []);
});

test('work that has waited for more than a week is said plainly', async () => {
  const [village] = at.tablets;
  const { page } = village;
  const path = await firstOpenTask(page, at.hub);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await village.context.setOffline(true);
  await page.clock.setFixedTime(new Date(Date.now() - 9 * 24 * 3600 * 1000));
  await page.goto(at.hub.url + path);
  await editField(page, 'measure', '九天前写的措施');
  await page.clock.setFixedTime(new Date());
  await page.goto(at.hub.url);
  await page.waitForSelector('a[href="/sync"]:has-text("9天")');
  await page.goto(`${at.hub.url}/sync`);
  await page.waitForSelector('#waited.notice-danger:has-text("太久了")');
  await village.context.setOffline(false);
  await page.click('button:has-text("立即同步")');
  await village.settled();
  await page.waitForSelector('#waited', { state: 'detached' });
  assert.deepEqual(village.errors, []);
});
