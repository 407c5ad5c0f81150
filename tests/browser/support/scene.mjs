// A hub with tablets, put away at the end of a test whatever happened.
import { after, before } from 'node:test';

import { BUILT, Hub } from './hub.mjs';
import { Tablet } from './tablet.mjs';

export const VILLAGE = ['t01-v01', 'branch_secretary'];
export const TOWNSHIP = ['t01', 'township_org_officer'];
export const COUNTY = ['county', 'county_org_dept'];

export function scene(options) {
  const scene = {
    tablets: [],
    built: BUILT,
    async tablet(options) {
      const tablet = await Tablet.open(options);
      scene.tablets.push(tablet);
      return tablet;
    },
    // A tablet that is enrolled and holds everything.
    async enrolled([org, role], person, options) {
      const tablet = await scene.tablet(options);
      await tablet.enrol(scene.hub.invite(org, role, person), person);
      await tablet.settled();
      return tablet;
    },
  };
  before(async () => {
    scene.hub = await Hub.start(options);
  });
  after(async () => {
    for (const tablet of scene.tablets) await tablet.end();
    await scene.hub.end();
  });
  return scene;
}

// The address of the first task of a list that can be worked on.
export async function firstOpenTask(page, hub) {
  await page.goto(`${hub.url}/tasks?show=open`);
  return page.locator('.rows a.row').first().getAttribute('href');
}

export async function editField(page, field, value) {
  const line = page.locator(`form[data-field="${field}"]`);
  await line.locator('.button-quiet').click();
  await line.locator(`#${field}`).fill(value);
  await line.locator('.button-main').click();
  await line.locator('.field-value').waitFor();
}

export async function report(page, words) {
  await page.fill('#entry-text', words);
  await page.click('.add-entry > .button-main');
  await page.waitForSelector(`.entry-text:has-text("${words}")`);
}

// A photo as evidence, which tasks with the rule 现场照片 must have before they are applied for.
export async function showPhoto(page, words = '现场照片') {
  const drawn = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const context = canvas.getContext('2d');
    context.fillStyle = '#6a8';
    context.fillRect(0, 0, 640, 480);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  await page.click('.add-entry .chip:has-text("加佐证")');
  await page.setInputFiles('#entry-files', [{ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(drawn) }]);
  await page.waitForSelector('.taken li');
  await page.fill('#entry-text', words);
  await page.click('.add-entry > .button-main');
  await page.waitForSelector(`.entry-text:has-text("${words}")`);
  await page.waitForSelector('.taken li', { state: 'detached' });
}
