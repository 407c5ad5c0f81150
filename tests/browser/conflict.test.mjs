// Two tablets edit one task offline, one of the fields the same: nothing is lost, both values are shown, one chooses.
import assert from 'node:assert/strict';
import test from 'node:test';

import { VILLAGE, editField, firstOpenTask, report, scene } from './support/scene.mjs';

const at = scene();

test('both values are shown with their authors, and a choice settles it everywhere', async () => {
  const first = await at.enrolled(VILLAGE, '陈大明');
  const second = await at.enrolled(VILLAGE, '赵小兰');
  const path = await firstOpenTask(first.page, at.hub);
  for (const tablet of [first, second]) {
    await tablet.page.goto(at.hub.url + path);
    await tablet.page.waitForSelector('form[data-field="measure"]');
  }
  await at.hub.kill();
  await editField(first.page, 'measure', '每周入户走访两次');
  await editField(first.page, 'owner', '陈大明');
  await editField(second.page, 'measure', '由包村干部分片负责');
  await report(second.page, '第二台设备上的进展');

  await at.hub.up();
  for (const tablet of [first, second]) {
    await tablet.page.waitForSelector('.choice-value:has-text("每周入户走访两次")');
    await tablet.page.waitForSelector('.choice-value:has-text("由包村干部分片负责")');
    const authors = await tablet.page.locator('.choice .quiet').allTextContents();
    assert.ok(authors.some((line) => line.includes('陈大明')) && authors.some((line) => line.includes('赵小兰')));
    // Other fields are merged without a question.
    await tablet.page.waitForSelector('form[data-field="owner"] .field-value:has-text("陈大明")');
    await tablet.page.waitForSelector('.entry-text:has-text("第二台设备上的进展")');
  }
  await first.page.click('.choice:has-text("由包村干部分片负责") button');
  for (const tablet of [first, second]) {
    await tablet.page.waitForSelector('.conflict', { state: 'detached' });
    const value = await tablet.page.locator('form[data-field="measure"] .field-value').textContent();
    assert.equal(value, '由包村干部分片负责');
    await tablet.settled();
  }
  assert.deepEqual([...first.errors, ...second.errors], []);
});
