// The main job: work, lose the network, go on working, close, open again still offline, come back, and be seen.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, editField, firstOpenTask, report, scene, showPhoto } from './support/scene.mjs';

const at = scene();

test('nothing is lost from the village to the township', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const path = await firstOpenTask(village.page, at.hub);
  // The app's files are kept by the service worker once it is active.
  await village.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

  await at.hub.kill();
  await village.page.goto(at.hub.url + path);
  await report(village.page, '召开支部党员大会，研究整改措施');
  await editField(village.page, 'owner', '陈大明');
  await village.page.waitForSelector('#sync-pill:has-text("已存本机")');
  await village.page.waitForSelector('.item-marks .stored-here');
  await village.close();

  await village.start();
  await village.page.goto(at.hub.url + path);
  await village.page.waitForSelector('.entry-text:has-text("召开支部党员大会")');
  assert.equal(await village.page.locator('form[data-field="owner"] .field-value').textContent(), '陈大明');
  await village.page.goto(`${at.hub.url}/sync`);
  await village.page.waitForSelector('text=只在本机的修改');
  assert.ok((await village.page.locator('.rows a.row').count()) >= 1, 'the record that is only here is named');

  await at.hub.up();
  await village.page.click('text=立即同步');
  await village.settled();
  await village.page.waitForSelector('#last-receipt:has-text("最近一次中心回执")');

  const township = await at.enrolled(TOWNSHIP, '林委员');
  await township.page.goto(`${at.hub.url}/branches`);
  await township.page.click('text=上石村');
  await township.page.goto(at.hub.url + path);
  await township.page.waitForSelector('.entry-text:has-text("召开支部党员大会")');
  assert.deepEqual([...village.errors, ...township.errors], []);
});

test('what one writes the other sees while both are connected', async () => {
  const [village, township] = at.tablets;
  const path = await firstOpenTask(village.page, at.hub);
  await village.page.goto(at.hub.url + path);
  await township.page.goto(at.hub.url + path);
  await report(village.page, '已送镇党建办审核');
  await township.page.waitForSelector('.entry-text:has-text("已送镇党建办审核")');
});

test('from application to the verdict of the township', async () => {
  const [village, township] = at.tablets;
  const path = await firstOpenTask(village.page, at.hub);
  await village.page.goto(at.hub.url + path);
  await report(village.page, '全部办结，材料归档');
  await showPhoto(village.page);
  await village.page.click('button[data-act="submit"]');
  await village.page.click('.act-form .button-main');
  await village.page.waitForSelector('.item-marks .badge:has-text("待乡镇核验")');
  await township.page.goto(at.hub.url + path);
  await township.page.click('button[data-act="return"]');
  await township.page.fill('.act-form textarea', '缺会议记录，请补');
  await township.page.click('.act-form .button-main');
  await village.page.waitForSelector('.notice:has-text("缺会议记录，请补")');
});
