// The board: a township's follows its documents at once, the county's comes from the hub and opens offline; its
// numbers open to as many records; it goes to paper across an A4 sheet.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, TOWNSHIP, VILLAGE, report, scene } from './support/scene.mjs';

const at = scene();
const WIDE = { viewport: { width: 1440, height: 900 } };

const number = async (page, name) =>
  Number(await page.locator(`.tile:has(.tile-name:text-is("${name}")) .tile-number`).textContent());


test("a township's numbers open to as many records", async () => {
  const township = await at.enrolled(TOWNSHIP, '林委员', WIDE);
  const { page } = township;
  await page.click('.nav a[href="/board"]');
  await page.waitForSelector('.sheet tbody tr');
  const names = await page.locator('.sheet tbody th').allTextContents();
  assert.ok(names.length > 3 && names.every((name) => !name.includes('t01')), names.join());

  // Every kind of number of the sum, and a cell of a line with its overdue ones.
  const sums = page.locator('.tiles a');
  const expected = [];
  for (const tile of await sums.all()) {
    expected.push([await tile.getAttribute('href'), Number(await tile.locator('.tile-number').textContent())]);
  }
  assert.equal(expected.length, 7);
  assert.ok(expected[0][1] > 20, 'the sample has tasks');
  const cell = page.locator('.sheet tbody td:has(.sheet-over)').filter({ hasText: '逾期' }).first();
  const [, all] = (await cell.locator('.sheet-figures').textContent()).split('/');
  const over = await cell.locator('.sheet-over').textContent();
  expected.push([await cell.locator('.sheet-done').getAttribute('href'), Number(all)]);
  expected.push([await cell.locator('.sheet-over').getAttribute('href'), Number(/\d+/.exec(over)[0])]);
  for (const [href, count] of expected) {
    await page.goto(at.hub.url + href);
    await page.waitForSelector('.found');
    assert.equal(Number(/\d+/.exec(await page.locator('.found').textContent())[0]), count, href);
  }
  assert.deepEqual(township.errors, []);
});

test('lines are ordered and fields of work chosen, and the address keeps it', async () => {
  const { page } = at.tablets[0];
  await page.goto(`${at.hub.url}/board`);
  await page.selectOption('#board-order', 'overdue');
  const overdue = async () =>
    (await page.locator('.sheet tbody td[data-name="逾期"]').allTextContents()).map(Number);
  const after = await overdue();
  assert.ok(after[0] > 0);
  assert.deepEqual(after, [...after].sort((a, b) => b - a));
  await page.selectOption('#board-fields', 'rural');
  await page.waitForFunction(() => document.querySelectorAll('.sheet-domain').length === 1);
  await page.reload();
  await page.waitForSelector('.sheet tbody tr');
  assert.equal(await page.locator('.sheet-domain').count(), 1);
  assert.equal(await page.locator('#board-order').inputValue(), 'overdue');
});

test("a village's work shows on the township's board at once", async () => {
  const [township] = at.tablets;
  const village = await at.enrolled(VILLAGE, '陈大明');
  await township.page.goto(`${at.hub.url}/tasks?show=unstarted&branch=t01-v01`);
  const path = await township.page.locator('.rows a.row').first().getAttribute('href');
  await township.page.goto(`${at.hub.url}/board`);
  const cell = township.page.locator('tr[data-org="t01-v01"] td[data-name="未启动"]');
  const before = Number(await cell.textContent());
  assert.ok(before > 0);
  await village.page.goto(at.hub.url + path);
  await report(village.page, '已动手办理');
  await township.page.waitForSelector(
    `tr[data-org="t01-v01"] td[data-name="未启动"] a:text-is("${before - 1}")`,
  );
});

test("the county's board comes from the hub, and opens from the last copy", async () => {
  const county = await at.enrolled(COUNTY, '黄科长', WIDE);
  const { page } = county;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.goto(`${at.hub.url}/board`);
  await page.waitForSelector('#board-as-of:has-text("截至")');
  const asOf = await page.locator('#board-as-of').textContent();
  assert.doesNotMatch(asOf, /只按本机/);
  const total = await number(page, '应办');
  assert.ok(total > 100, `${total}`);
  // From the townships to the branches of one.
  const line = page.locator('tr[data-org="t01"]');
  const whole = await line.locator('.sheet-whole .sheet-figures').textContent();
  await line.locator('th a').click();
  await page.waitForSelector('tr[data-org="t01-v01"]');
  assert.equal(await page.locator('.sheet tfoot .sheet-whole .sheet-figures').textContent(), whole);
  assert.equal(await page.locator('tr[data-org^="t02"]').count(), 0);

  await at.hub.kill();
  await county.close();
  await county.start();
  await county.page.goto(`${at.hub.url}/board`);
  await county.page.waitForSelector('.sheet-stale:has-text("连不上中心")');
  assert.match(await county.page.locator('#board-as-of').textContent(), /^截至.+的数据$/);
  assert.equal(await number(county.page, '应办'), total);
  await at.hub.up();
  await county.page.click('.sheet-source .button-quiet');
  await county.page.waitForSelector('.sheet-stale:not(:has-text("连不上中心"))', { state: 'attached' });
  assert.deepEqual(county.errors, []);
});

test('it fits a phone as cards, and paper across', async () => {
  const [township] = at.tablets;
  const { page } = township;
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${at.hub.url}/board`);
  await page.waitForSelector('.sheet tbody tr');
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wider <= 0, `${wider} px too wide`);
  const targets = await page
    .locator('.sheet a:visible')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  assert.ok(targets.every((height) => height >= 47.5), `a thumb fits: ${Math.min(...targets)}`);

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', document.querySelectorAll('.sheet tbody tr').length);
  });
  await page.click('#board-print');
  await page.waitForSelector('body[data-printed]');
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf);
  assert.ok(Number(width) > Number(height), `${width} × ${height}`);
});
