// Devices from the township's own screen: an invitation with a QR code, how each stands, another post, revoking.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, editField, firstOpenTask, scene } from './support/scene.mjs';

const at = scene();
const line = (page, person) => page.locator('.device').filter({ hasText: person });

test('a link from the township enrols a device, which the township then sees', async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员');
  const { page } = township;
  await page.goto(`${at.hub.url}/settings`);
  await page.click('a[href="/devices"]');
  await page.selectOption('#invite select[name="org"]', VILLAGE[0]);
  assert.equal(await page.locator('#invite select[name="role"] option').count(), 1, 'the posts that a village has');
  await page.click('#invite .button-main');
  await page.waitForSelector('.qr');
  const link = await page.inputValue('#invitation-link');
  assert.ok(link.startsWith(`${at.hub.url}/enrol#`), link);

  const village = await at.tablet();
  await village.enrol(link, '陈大明');
  await village.settled();
  await village.page.waitForTimeout(2500);
  await page.reload();
  await line(page, '陈大明').locator('.badge:has-text("在线")').waitFor();
  await line(page, '陈大明').locator('.stored-there').waitFor();
  assert.equal(await line(page, '林委员').locator('button').count(), 0, 'nobody revokes their own device');
});

test('a village sees its own devices and manages none', async () => {
  const [, village] = at.tablets;
  await village.page.goto(`${at.hub.url}/devices`);
  await line(village.page, '陈大明').waitFor();
  assert.equal(await village.page.locator('.device').count(), 1);
  assert.equal(await village.page.locator('.device button, #invite').count(), 0);
});

test('another post is learnt without enrolling again', async () => {
  const [township, village] = at.tablets;
  const { page } = township;
  await page.reload();
  await line(page, '陈大明').locator('button:has-text("换岗位")').click();
  await line(page, '陈大明').locator('select[name="org"]').selectOption('t01-v02');
  await line(page, '陈大明').locator('.act-form .button-main').click();
  await line(page, '陈大明').filter({ hasText: '下石村' }).or(page.locator('.toast:has-text("已换岗位")')).first().waitFor();
  await village.page.waitForFunction(() => document.readyState === 'complete');
  await village.page.goto(`${at.hub.url}/settings`);
  const name = await page.locator('.device').filter({ hasText: '陈大明' }).locator('.row-foot span').first().textContent();
  await village.page.waitForSelector(`.head-org:has-text("${name}")`);
  await village.settled();
});

test('a revoked device is told at once, and keeps what it has not sent', async () => {
  const [township, village] = at.tablets;
  const path = await firstOpenTask(village.page, at.hub);
  await village.page.goto(at.hub.url + path);
  await village.settled();
  await township.page.reload();
  await line(township.page, '陈大明').locator('button:has-text("停用")').click();
  await line(township.page, '陈大明').locator('.act-form .button-main').click();
  await village.page.waitForSelector('#sync-pill:has-text("不能同步")');
  await editField(village.page, 'owner', '陈大明');
  await village.page.goto(`${at.hub.url}/sync`);
  await village.page.waitForSelector('.standing .refused');
  await village.page.waitForSelector('.rows a.row .stored-here');
  await line(township.page, '陈大明').locator('.badge:has-text("已停用")').waitFor();
  assert.deepEqual([...village.errors, ...township.errors], []);
});

test('a device that was revoked by mistake is invited again, and hands in what it wrote', async () => {
  const [township, village] = at.tablets;
  const { page } = village;
  await page.goto(`${at.hub.url}/enrol#${'A'.repeat(43)}`);
  await page.waitForSelector('.refused');
  await page.waitForSelector('#in-use:has-text("陈大明")');
  await page.click('#in-use a');
  await page.waitForSelector('#sync-pill:has-text("不能同步")');
  const invited = new URL(at.hub.invite('t01-v02', VILLAGE[1], '陈大明'));
  await page.goto(invited.href);
  await page.waitForSelector('#person');
  await page.click('text=启用 >> nth=-1');
  await page.waitForSelector('.nav');
  await village.settled();
  await township.page.reload();
  await line(township.page, '陈大明').locator('.badge:has-text("在线")').waitFor();
  // The link of its own enrolment, opened again, leads to the ledger.
  await page.goto('about:blank');
  await page.goto(invited.href);
  await page.waitForSelector('.nav');
  assert.deepEqual([...village.errors, ...township.errors], []);
});
