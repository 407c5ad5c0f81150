// What a tablet lives through: a damaged disk, a battery that ends in mid-edit, a clock that is a year off.
import assert from 'node:assert/strict';
import test from 'node:test';

import { VILLAGE, editField, firstOpenTask, report, scene } from './support/scene.mjs';

const at = scene();

// Runs in the page: flips one bit of every chunk of a document, as a bad flash cell does.
function flip(name) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('taizhang');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('chunks', 'readwrite');
      const walk = transaction.objectStore('chunks').openCursor();
      let count = 0;
      walk.onsuccess = () => {
        const cursor = walk.result;
        if (!cursor) return;
        if (cursor.key[0] === name) {
          const bytes = new Uint8Array(cursor.value);
          bytes[bytes.length >> 1] ^= 4;
          cursor.update(bytes);
          count += 1;
        }
        cursor.continue();
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve(count);
      };
    };
  });
}


test('a flipped bit on the tablet is found, set aside, and mended from the hub', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const { page } = village;
  const path = await firstOpenTask(page, at.hub);
  await page.goto(at.hub.url + path);
  await report(page, '损坏之前的进展');
  await village.settled();
  assert.ok((await page.evaluate(flip, 'branch/t01-v01/2026')) >= 1);
  await page.reload();
  await page.waitForSelector('.toast-error:has-text("损坏")');
  await page.waitForSelector('.entry-text:has-text("损坏之前的进展")');
  await village.settled();
  // Mended on the disk as well: the next start is sound, without the hub.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await at.hub.kill();
  await page.reload();
  await page.waitForSelector('.entry-text:has-text("损坏之前的进展")');
  assert.equal(await page.locator('.toast-error:has-text("损坏")').count(), 0);
  await at.hub.up();
  assert.deepEqual(village.errors, []);
});

test('a battery that ends in mid-edit loses nothing that was called stored', async () => {
  const [village] = at.tablets;
  const path = new URL(village.page.url()).pathname;
  for (let round = 1; round <= 5; round += 1) {
    const { page } = village;
    await editField(page, 'measure', `第${round}次修改的措施`);
    // Called stored: it is no longer on its way to the disk.
    await page.waitForFunction(() => !document.querySelector('#sync-pill').textContent.includes('正在存'));
    const typing = page.fill('#entry-text', '还没有写完').catch(() => {});
    await village.kill();
    await typing;
    await village.start();
    await village.page.goto(at.hub.url + path);
    await village.page.waitForSelector(`form[data-field="measure"] .field-value:has-text("第${round}次修改的措施")`);
  }
  await village.settled();
});

test('a clock that is a year off breaks nothing', async () => {
  const wrong = await at.tablet();
  await wrong.page.clock.install({ time: new Date('2025-11-20T10:00:00+08:00') });
  await wrong.enrol(at.hub.invite(...VILLAGE), '赵小兰');
  await wrong.settled();
  const [village] = at.tablets;
  const path = new URL(village.page.url()).pathname;
  await wrong.page.goto(at.hub.url + path);
  await report(wrong.page, '时钟不准的平板写的');
  await village.page.waitForSelector('.entry-text:has-text("时钟不准的平板写的")');
  // Later by what it had seen, whatever its clock says: an edit on top of another is no conflict.
  await editField(wrong.page, 'measure', '时钟不准，改在后面');
  await village.page.waitForSelector('form[data-field="measure"] .field-value:has-text("时钟不准，改在后面")');
  assert.equal(await village.page.locator('.conflict').count(), 0);
  assert.deepEqual(wrong.errors, []);
});

test('when the app has stopped it says so, and what was stored is there when it is opened again', async () => {
  const [village] = at.tablets;
  const { page } = village;
  const path = await firstOpenTask(page, at.hub);
  await page.goto(at.hub.url + path);
  await report(page, '停住之前的进展');
  await page.evaluate(() => {
    // A module that does nothing but fail, as a panic does.
    const failing = new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
    ]);
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(failing)).exports;
    setTimeout(f);
  });
  await page.waitForSelector('#ended[role="alert"]:has-text("已存本机的内容都还在")');
  await page.click('#ended button');
  await page.waitForSelector('.entry-text:has-text("停住之前的进展")');
  assert.equal(await page.locator('#ended').count(), 0);
});
