// 两新工委 leaders: a third branch of one leader is told where it is entered, and the county finds it.
import assert from 'node:assert/strict';
import test from 'node:test';

import { COUNTY, scene } from './support/scene.mjs';

const at = scene();
const SHOTS = process.env.SHOTS;
const shot = async (page, name) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};

test('a leader links one or two branches', async () => {
  const committee = await at.enrolled(['s-new', 'sector_committee'], '温某', { viewport: { width: 360, height: 740 } });
  const { page } = committee;
  const enter = async (number) => {
    await page.goto(`${at.hub.url}/registers/leader_link/new`);
    await page.fill('#row-leader', '县工商联主席 龙某');
    await page.fill('#row-unit', '县工商联');
    const branch = page.locator('#row-branch');
    const values = await branch.locator('option').evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
    await branch.selectOption(values[number]);
    await page.fill('#row-linked_on', '2026-03-01');
  };
  for (const number of [0, 1]) {
    await enter(number);
    assert.equal(await page.locator('text=超过了规定的个数').count(), 0, 'two are right');
    await page.click('form button[type="submit"]');
    await page.waitForSelector('table.register, .register-cards, #rows');
  }
  await enter(2);
  await page.waitForSelector('form :text("超过了规定的个数")');
  await shot(page, 'links-360');
  await page.click('form button[type="submit"]');
  await page.waitForURL((url) => !url.pathname.endsWith('/new'));
  await committee.settled();
  const county = await at.enrolled(COUNTY, '黄科长', { viewport: { width: 1280, height: 800 } });
  await county.page.goto(`${at.hub.url}/findings`);
  await county.page.waitForSelector('.chip[data-rule="leader_links"]');
  await county.page.click('.chip[data-rule="leader_links"]');
  await county.page.waitForSelector('#findings li:has-text("县工商联主席 龙某")');
  await shot(county.page, 'links-1280');
  assert.deepEqual([...committee.errors, ...county.errors], []);
});
