// An invitation enrols one device, once; whoever holds none is told what to do.
import assert from 'node:assert/strict';
import test from 'node:test';

import { VILLAGE, scene } from './support/scene.mjs';

const at = scene();

test('a link enrols a device, which then sees its village and nobody else', async () => {
  const tablet = await at.tablet();
  const link = at.hub.invite(...VILLAGE);
  await tablet.enrol(link, '陈大明');
  await tablet.settled();
  const tasks = Number(await tablet.page.locator('.tile:has-text("在办") .tile-number').textContent());
  assert.ok(tasks > 3 && tasks < 80, `${tasks} open tasks of one village`);
  const cookies = await tablet.context.cookies();
  const cookie = cookies.find((one) => one.name === 'taizhang_session');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  assert.ok(cookie.expires > Date.now() / 1000 + 180 * 86400, 'survives months');
  assert.deepEqual(tablet.errors, []);

  const second = await at.tablet();
  await second.page.goto(link);
  await second.page.waitForSelector('text=已经用过了');
  await second.page.goto(`${at.hub.url}/enrol#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`);
  await second.page.reload();
  await second.page.waitForSelector('text=邀请链接无效');
  await second.page.goto(at.hub.url);
  await second.page.waitForSelector('text=这台设备还没有启用');
});

test("the device's key cannot leave the browser", async () => {
  const tablet = at.tablets[0];
  const extractable = await tablet.page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('taizhang');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const get = request.result.transaction('keys').objectStore('keys').get(['device']);
          get.onsuccess = () => resolve(get.result.privateKey.extractable);
        };
      }),
  );
  assert.equal(extractable, false);
});

test('a cookie that is gone is replaced by the key', async () => {
  const tablet = at.tablets[0];
  await tablet.context.clearCookies();
  await tablet.page.reload();
  await tablet.settled();
});

test("a village that asks for another village's document gets nothing of it", async () => {
  const tablet = at.tablets[0];
  const frames = await tablet.page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/api/sync`);
        socket.binaryType = 'arraybuffer';
        const heard = [];
        const text = (name) => [name.length, ...new TextEncoder().encode(name)];
        // Hello { version: 1, places: [{ doc, place: (0, 0) }] }: another's ledger, its reviews, and our own.
        const asked = ['branch/t02-v01/2026', 'review/t02-v01/2026', 'branch/t01-v01/2026'];
        socket.onopen = () =>
          socket.send(Uint8Array.from([0, 1, asked.length, ...asked.flatMap((name) => [...text(name), 0, 0])]));
        socket.onmessage = (event) => heard.push([...new Uint8Array(event.data)]);
        socket.onerror = reject;
        setTimeout(() => {
          socket.close();
          resolve(heard);
        }, 1500);
      }),
  );
  const names = frames.map((frame) => Buffer.from(frame).toString('latin1'));
  assert.ok(names.length > 0, 'the hub answers');
  assert.ok(!names.some((bytes) => bytes.includes('t02-v01') && bytes.length > 100), 'nothing of another village');
  assert.ok(
    names.filter((bytes) => bytes.charCodeAt(0) === 0).every((welcome) => !welcome.includes('t02-v01')),
    'it is not even named',
  );
});

test('without a session there is no sync', async () => {
  const answer = await fetch(`${at.hub.url}/api/me`);
  assert.equal(answer.status, 401);
  assert.match((await answer.json()).message, /./);
});
