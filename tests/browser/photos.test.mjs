// A photo is taken offline, goes up after the words, and the township sees it; what is not a photo is refused.
import assert from 'node:assert/strict';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();

// A photo as a camera makes it: large, and with a segment that says where it was taken.
async function photo(page, width, height) {
  const drawn = await page.evaluate(
    async ([width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      for (let x = 0; x < width; x += 40) {
        context.fillStyle = `hsl(${x % 360} 70% 50%)`;
        context.fillRect(x, 0, 40, height);
      }
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [width, height],
  );
  const place = Buffer.from('Exif\0\0 GPS 24.48N 117.66E');
  const segment = Buffer.from([0xff, 0xe1, 0, place.length + 2]);
  const bytes = Buffer.from(drawn);
  return Buffer.concat([bytes.subarray(0, 2), segment, place, bytes.subarray(2)]);
}

const evidence = (page) => page.click('.add-entry .chip:has-text("加佐证")');

// The first open task that shows no photo yet.
async function taskWithoutPhotos(page) {
  await page.goto(`${at.hub.url}/tasks?show=open`);
  await page.waitForSelector('.rows a.row');
  const all = await page.locator('.rows a.row').evaluateAll((rows) => rows.map((row) => row.getAttribute('href')));
  for (const path of all) {
    await page.goto(at.hub.url + path);
    await page.waitForSelector('.add-entry');
    if ((await page.locator('.entries .thumb').count()) === 0) return path;
  }
  throw new Error('every open task shows a photo');
}

test('a photo and a scan reach the township after the words', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明');
  const { page } = village;
  const path = await taskWithoutPhotos(page);
  await page.goto(at.hub.url + path);
  const camera = await photo(page, 3000, 2000);
  const scan = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(700_000, 'scan ')]);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await at.hub.kill();
  await evidence(page);
  await page.setInputFiles('#entry-files', [
    { name: 'IMG_2031.jpg', mimeType: 'image/jpeg', buffer: camera },
    { name: '会议记录.pdf', mimeType: 'application/pdf', buffer: scan },
  ]);
  await page.waitForSelector('.taken li >> nth=1');

  // A tablet may put the app away while the camera is open: what was taken is still there.
  await page.waitForTimeout(700);
  await page.reload();
  await evidence(page);
  await page.waitForSelector('.taken li >> nth=1');
  await page.fill('#entry-text', '支部党员大会现场');
  await page.click('.add-entry > .button-main');
  await page.waitForSelector('.entries .thumb img');
  await page.waitForSelector('.entries .stored-here:has-text("等待上传")');
  assert.equal(await page.locator('.taken li').count(), 0);
  const size = await page.locator('.entries .thumb img').evaluate((img) => [img.naturalWidth, img.naturalHeight]);
  assert.deepEqual(size, [320, 213]);

  // The words go first; while a file is on its way not everything has arrived.
  await page.context().route('**/api/files/**', (route) => route.abort());
  await at.hub.up();
  await page.goto(`${at.hub.url}/sync`);
  await page.click('button:has-text("立即同步")');
  await page.waitForSelector('#sync-pill:has-text("正在传照片")');
  assert.match(await page.locator('#sync-title').textContent(), /照片和扫描件还在传/);
  await page.context().unroute('**/api/files/**');
  await village.settled();
  await page.goto(at.hub.url + path);
  await page.waitForSelector('.entries .thumb img');
  await page.waitForSelector('.entries .evidence-file .stored-here', { state: 'detached' });

  const township = await at.enrolled(TOWNSHIP, '林委员');
  await township.page.goto(at.hub.url + path);
  const thumb = township.page.locator('.entries .thumb').first();
  await thumb.locator('img').waitFor();
  await township.page.waitForFunction(() => document.querySelector('.entries .thumb img')?.naturalWidth === 320);
  await thumb.click();
  await township.page.waitForFunction(() => document.querySelector('dialog .whole')?.naturalWidth === 1280);
  const seen = await township.page.evaluate(async () => {
    const source = document.querySelector('dialog .whole').getAttribute('src');
    const bytes = new Uint8Array(await (await fetch(source)).arrayBuffer());
    return { source, text: new TextDecoder('latin1').decode(bytes) };
  });
  assert.match(seen.source, /^\/api\/files\/t01-v01\/[0-9a-f]{64}$/, 'from the hub');
  assert.ok(!seen.text.includes('Exif') && !seen.text.includes('GPS'), 'where it was taken is nobody’s business');
  await township.page.click('dialog[open] .button-main');
  const download = township.page.waitForEvent('download');
  await township.page.click('.entries a[download]');
  assert.equal((await download).suggestedFilename(), '会议记录.pdf');
  assert.deepEqual([...village.errors, ...township.errors], []);
});

test('a file that lies about what it is, and one that is too large, are refused with the reason', async () => {
  const [village] = at.tablets;
  const { page } = village;
  await evidence(page);
  await page.setInputFiles('#entry-files', [
    { name: '照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>not a photo</html>') },
    { name: '坏照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]) },
    { name: '大扫描.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(21 << 20)]) },
  ]);
  await page.waitForSelector('.refused:has-text("不是照片也不是PDF")');
  await page.waitForSelector('.refused:has-text("打不开")');
  await page.waitForSelector('.refused:has-text("太大了")');
  assert.equal(await page.locator('.taken li').count(), 0);
});

test('the same photo taken for two entries and taken back from one stays with the other', async () => {
  const [village] = at.tablets;
  const { page } = village;
  await at.hub.kill();
  const camera = await photo(page, 640, 400);
  const same = { name: 'IMG_2032.jpg', mimeType: 'image/jpeg', buffer: camera };
  const before = await page.locator('.entries .thumb').count();
  await page.setInputFiles('#entry-files', [same]);
  await page.waitForSelector('.taken li');
  await page.click('.add-entry > .button-main');
  await page.waitForFunction((count) => document.querySelectorAll('.entries .thumb').length > count, before);
  await page.setInputFiles('#entry-files', [same]);
  await page.click('.taken li .button-quiet');
  await page.waitForSelector('.taken li', { state: 'detached' });
  // Longer than it takes until what was taken back is removed.
  await page.waitForTimeout(3000);
  await at.hub.up();
  await page.goto(`${at.hub.url}/sync`);
  await page.click('button:has-text("立即同步")');
  await village.settled();
  await page.goBack();
  await page.waitForSelector('.entries .evidence-file');
  await page.waitForSelector('.entries .evidence-file .stored-here', { state: 'detached' });
  assert.equal(await page.locator('.entries .evidence-file .refused').count(), 0, 'nothing is missing');
  const township = at.tablets[1].page;
  await township.reload();
  await township.waitForFunction((count) => document.querySelectorAll('.entries .thumb').length > count, before);
});
