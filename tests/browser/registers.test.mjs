// Registers: a village keeps its income book offline, the township corrects a row, tables leave and come in once.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { TOWNSHIP, VILLAGE, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};
const width = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const BOOK = '/registers/collective_income';

// The sum of the amounts, in fen, and how many rows there are.
async function total(page) {
  await page.waitForSelector('table.register tfoot');
  const [sum] = (await page.textContent('table.register tfoot')).match(/[\d,]+\.\d\d/);
  const [rows] = (await page.textContent('.found')).match(/\d+/);
  return { fen: Math.round(Number(sum.replaceAll(',', '')) * 100), rows: Number(rows) };
}
const adds = async (page, before, fen, rows) => {
  assert.deepEqual(await total(page), { fen: before.fen + fen, rows: before.rows + rows });
};
let before;

// Rows near the window are drawn and no others; scrolling, the keyboard and a printer reach all of them.
async function readsToTheEnd(page, rows) {
  const drawn = () => page.locator('table.register tbody tr:not(.register-space)').count();
  assert.ok((await drawn()) < 200, `${await drawn()} rows drawn`);
  assert.equal(await page.getAttribute('table.register', 'aria-rowcount'), String(rows + 1));
  const last = page.locator(`table.register tr[aria-rowindex="${rows + 1}"]`);
  for (let tries = 0; tries < 20 && !(await last.isVisible()); tries += 1) {
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForTimeout(100);
  }
  assert.ok((await drawn()) < 200, `${await drawn()} rows drawn at the end`);
  assert.equal(await page.locator('tr[aria-rowindex="2"]').count(), 0, 'the first is not drawn any more');
  await last.locator('a').focus();
  for (let row = rows; row > rows - 60; row -= 1) {
    await page.keyboard.press('Shift+Tab');
    await page.waitForFunction((index) => document.activeElement.closest('tr')?.ariaRowIndex === index, String(row));
  }
  await page.evaluate(() => {
    window.print = () => {
      document.body.dataset.printed = document.querySelectorAll('table.register tbody tr:not(.register-space)').length;
      window.dispatchEvent(new Event('afterprint'));
    };
  });
  await page.click('.page-acts button:has-text("打印")');
  await page.waitForSelector(`body[data-printed="${rows}"]`);
  await page.waitForSelector('.register-space', { state: 'attached' });
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForSelector('tr[aria-rowindex="2"]');
}

async function fill(page, { day, kind, amount, source }) {
  await page.fill('#row-day', day);
  await page.click(`.chip:text-is("${kind}")`);
  await page.fill('#row-amount', amount);
  await page.fill('#row-source', source);
}

test('a village keeps its book offline; what is missing or wrong is said while typing, and a draft survives', async () => {
  const village = await at.enrolled(VILLAGE, '陈大明', { viewport: { width: 360, height: 740 } });
  const { page } = village;
  await page.goto(`${at.hub.url}/tasks`);
  await page.click('.switch a:has-text("登记簿")');
  await page.waitForSelector('.registers');
  await shot(page, 'registers-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await village.context.setOffline(true);
  await page.click('.register-card:has-text("村集体经济收入") a.row');
  before = await total(page);
  await page.click('.register-acts a:has-text("记一笔")');
  await page.waitForSelector('#row-amount');
  assert.match(await page.textContent('#row-missing'), /还差：到账日期、收入类别、金额、来源/);
  await page.fill('#row-amount', '12万');
  await page.waitForSelector('.refused-line:has-text("请换算成元")');
  await page.fill('#row-amount', '1,250.5');
  await page.fill('#row-source', '果园发包');
  await page.waitForTimeout(600);
  await page.reload();
  await page.waitForSelector('#row-amount');
  assert.equal(await page.inputValue('#row-source'), '果园发包', 'what was typed is still there');
  await shot(page, 'register-form-360');
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await fill(page, { day: '2026-03-05', kind: '发包及上交收入', amount: '1,250.5', source: '果园发包' });
  await page.click('#save-and-more');
  await page.waitForFunction(() => document.querySelector('#row-amount').value === '');
  // The next row like the last: words and choices, not the amount or the day.
  await page.click('#like-last');
  assert.equal(await page.inputValue('#row-source'), '果园发包');
  assert.equal(await page.inputValue('#row-day'), '');
  await fill(page, { day: '2026-04-06', kind: '补助收入', amount: '20000', source: '上级补助' });
  await page.click('form button[type="submit"]');
  await page.waitForSelector('tr:has-text("上级补助") >> text=20,000.00');
  await adds(page, before, 2_125_050, 2);
  assert.ok((await width(page)) <= 0, `${await width(page)} px too wide`);
  await shot(page, 'register-rows-360');
  await village.context.setOffline(false);
  await village.settled();
  assert.deepEqual(village.errors, []);
});

test('the township sees the row, both correct it, and one of them chooses; a row is struck out with a reason', async () => {
  const [village] = at.tablets;
  const township = await at.enrolled(TOWNSHIP, '林委员', { viewport: { width: 1280, height: 900 } });
  const { page } = township;
  await page.goto(`${at.hub.url}${BOOK}`);
  await page.selectOption('#register-of', 't01-v01');
  const row = 'tr:has-text("上级补助"):has-text("20,000.00") .register-open a';
  await page.waitForSelector(row);
  await shot(page, 'register-rows-1280');
  await page.click(row);
  await page.waitForSelector('[data-field="amount"]');
  await village.page.goto(page.url());
  await village.page.waitForSelector('[data-field="amount"]');
  for (const [one, amount] of [[village, '21000'], [township, '22000']]) {
    await one.context.setOffline(true);
    await one.page.click('[data-field="amount"] button');
    await one.page.fill('#cell-amount', amount);
    await one.page.click('[data-field="amount"] button[type="submit"]');
    await one.page.waitForSelector(`[data-field="amount"]:has-text("${Number(amount).toLocaleString('en')}.00")`);
  }
  for (const one of [village, township]) await one.context.setOffline(false);
  await page.waitForSelector('.choice:has-text("21,000.00")');
  await shot(page, 'register-row-1280');
  await page.click('.choice:has-text("21,000.00") button');
  await page.waitForSelector('.choice', { state: 'detached' });
  await township.settled();
  await village.page.waitForSelector('[data-field="amount"]:has-text("21,000.00")');
  await shot(village.page, 'register-row-360');
  assert.ok((await width(village.page)) <= 0);

  await village.page.click('#strike-out summary');
  await village.page.fill('#strike-reason', '重复登记');
  await village.page.click('#strike-out button[type="submit"]');
  await village.page.waitForSelector('.notice:has-text("重复登记")');
  await village.settled();
  await page.goto(`${at.hub.url}${BOOK}`);
  await page.selectOption('#register-of', 't01-v01');
  await page.waitForSelector('tr:has-text("21,000.00")', { state: 'detached' });
  await adds(page, before, 125_050, 1);
  assert.deepEqual([...village.errors, ...township.errors], []);
});

test('a table leaves as xlsx and comes in elsewhere, each row once, and bad rows are named by their cell', async () => {
  const [village] = at.tablets;
  const { page } = village;
  await page.setViewportSize({ width: 800, height: 1100 });
  await page.goto(`${at.hub.url}${BOOK}`);
  await page.waitForSelector('#export-xlsx');
  const save = async (button) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
    const path = join(tmpdir(), `${process.pid}-${download.suggestedFilename()}`);
    await download.saveAs(path);
    return path;
  };
  const xlsx = await save('#export-xlsx');
  assert.equal(readFileSync(xlsx).subarray(0, 2).toString(), 'PK');
  const csv = readFileSync(await save('#export-csv'), 'utf8');
  assert.match(csv, /果园发包/);

  // What just left is all here.
  await page.click('a:has-text("从表格导入")');
  await page.setInputFiles('#import-file', xlsx);
  await page.waitForSelector(`#import-sum:has-text("可以导入0行；${before.rows + 1}行台账里已经有")`);

  const rows = ['日期,类别,金额（万元）,项目,经办人'];
  for (let n = 1; n <= 250; n += 1) rows.push(`2026-05-${String((n % 28) + 1).padStart(2, '0')},经营收入,0.${String(n).padStart(4, '0')},第${n}笔,甲`);
  rows.push('2026-13-01,经营收入,1,日子不对,甲', '2026-05-01,彩票,1,类别不对,甲', '2026-05-01,经营收入,一点五,金额不对,甲');
  const path = join(tmpdir(), `${process.pid}-收支.csv`);
  writeFileSync(path, '\ufeff' + rows.join('\r\n'));
  await page.setInputFiles('#import-file', path);
  await page.waitForSelector('#import-sum:has-text("可以导入250行；0行台账里已经有，不重复记；3行有问题")');
  const review = await page.textContent('#import-review');
  assert.match(review, /经办人/);
  assert.match(review, /第252行.*A252/s);
  assert.match(review, /彩票/);
  await shot(page, 'register-import-800');
  await page.click('#import-now');
  await page.waitForSelector('.toast:has-text("已导入250行")');
  await page.setInputFiles('#import-file', path);
  await page.waitForSelector('#import-sum:has-text("可以导入0行；250行台账里已经有")');

  await page.goto(`${at.hub.url}${BOOK}`);
  // 250 amounts of 1 to 250 yuan.
  await page.waitForSelector('tr:has-text("第250笔")');
  await adds(page, before, 125_050 + 3_137_500, 251);
  await readsToTheEnd(page, before.rows + 251);
  await village.settled();
  assert.deepEqual(village.errors, []);

  // What would run or burst when opened is refused, and nothing changes.
  const bad = join(tmpdir(), `${process.pid}-坏.xlsx`);
  writeFileSync(bad, Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 7)]));
  await page.goto(`${at.hub.url}${BOOK}/import`);
  await page.waitForSelector('#import-file', { state: 'attached' });
  await page.setInputFiles('#import-file', bad);
  await page.waitForSelector('.refused:has-text("没有读取")');
});
