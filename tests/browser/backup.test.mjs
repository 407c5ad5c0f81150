// A tablet with unsent work makes a backup file; another of the same branch reads it; nobody else does.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

import { TOWNSHIP, VILLAGE, editField, firstOpenTask, report, scene } from './support/scene.mjs';

const at = scene();
const folder = mkdtempSync(join(tmpdir(), 'taizhang-backup-'));
const file = join(folder, 'backup.taizhang');
after(() => rmSync(folder, { recursive: true, force: true }));

const settings = async (page) => {
  await page.goto(`${at.hub.url}/settings`);
  await page.waitForSelector('#backup-save');
};
// The app's files are kept by the service worker once it is active.
const ready = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

let path;

test('unsent work goes over in a file', async () => {
  const first = await at.enrolled(VILLAGE, '陈大明');
  const second = await at.enrolled(VILLAGE, '林小红');
  path = await firstOpenTask(first.page, at.hub);
  await ready(first.page);
  await ready(second.page);
  await at.hub.kill();

  await first.page.goto(at.hub.url + path);
  await report(first.page, '停电前写的进展');
  await editField(first.page, 'owner', '陈大明');
  await second.page.goto(at.hub.url + path);
  await editField(second.page, 'measure', '第二台写的措施');
  await settings(first.page);
  const [download] = await Promise.all([first.page.waitForEvent('download'), first.page.click('#backup-save')]);
  assert.match(download.suggestedFilename(), /^台账备份-.+-\d{8}-\d{4}\.taizhang$/);
  await download.saveAs(file);
  await first.page.waitForSelector('#backup-said:has-text("已导出")');
  assert.ok(readFileSync(file).subarray(0, 18).equals(Buffer.from('taizhang-backup 1\n')));

  await settings(second.page);
  await second.page.setInputFiles('#backup-file', file);
  await second.page.waitForSelector('#backup-preview');
  assert.ok(Number(await second.page.locator('#backup-changes').textContent()) >= 2);
  await second.page.waitForSelector('#backup-preview .notice li:has-text("陈大明的设备")');
  await second.page.click('#backup-merge');
  await second.page.waitForSelector('#backup-said:has-text("已恢复")');

  // Stored: it is there after a power cut, beside what this tablet wrote itself.
  await second.kill();
  await second.start();
  await second.page.goto(at.hub.url + path);
  await second.page.waitForSelector('.entry-text:has-text("停电前写的进展")');
  assert.equal(await second.page.locator('form[data-field="owner"] .field-value').textContent(), '陈大明');
  assert.equal(await second.page.locator('form[data-field="measure"] .field-value').textContent(), '第二台写的措施');

  await settings(second.page);
  await second.page.setInputFiles('#backup-file', file);
  await second.page.waitForSelector('#backup-said:has-text("没有要恢复的")');
  assert.deepEqual([...first.errors, ...second.errors], []);
});

test('what another device wrote arrives from its own hand, and then everything has', async () => {
  const [first, second] = at.tablets;
  // The first tablet is on its way to be mended while the network comes back.
  await first.close();
  await at.hub.up();
  // What the second wrote before the file came in waits for nobody.
  await second.page.goto(`${at.hub.url}/sync`);
  await second.page.click('button:has-text("立即同步")');
  await second.settled();
  // What it writes now builds on work that the hub does not have.
  await second.page.goto(at.hub.url + path);
  await report(second.page, '恢复之后写的');
  await second.page.waitForSelector('.item-marks .stored-here');
  await first.start();
  await first.page.goto(`${at.hub.url}/sync`);
  await first.page.click('button:has-text("立即同步")');
  await first.settled();
  await second.settled();
  await first.page.goto(at.hub.url + path);
  await first.page.waitForSelector('.entry-text:has-text("恢复之后写的")');
});

test('a file that is not for this device is refused with the reason', async () => {
  const [, second] = at.tablets;
  const township = await at.enrolled(TOWNSHIP, '林委员');
  const refused = async ({ page }, bytes, words) => {
    const other = join(folder, 'other.taizhang');
    writeFileSync(other, bytes);
    await settings(page);
    await page.setInputFiles('#backup-file', other);
    await page.waitForSelector(`#backup .refused:has-text("${words}")`);
    assert.equal(await page.locator('#backup-preview').count(), 0);
  };
  const good = readFileSync(file);
  const broken = Buffer.from(good);
  broken[good.length >> 1] ^= 1;
  await refused(second, 'hello', '不是台账的备份文件');
  await refused(second, broken, '文件坏了');
  await refused(second, good.subarray(0, good.length - 100), '文件坏了');
  await refused(second, Buffer.from(good.toString('latin1').replace('backup 1', 'backup 9'), 'latin1'), '新版本');
  await refused(township, good, '别的单位');
  assert.deepEqual(township.errors, []);
});
