// The service worker: the app opens and works with the hub gone.
//
// The build fills in VERSION (the hash of all files) and FILES (the app's shell). A version's files live in a cache of
// its own, all of them or none. A new version waits until the app, having saved, sends {type: 'activate'}; it never
// takes over by itself.
//
// To switch it off for everyone, serve /sw.json with {"disabled": true}: it is asked for whenever a page is opened,
// after the page has been answered, so that even a version that cannot start itself is got rid of. The app asks too
// before it registers the worker. No documents are touched, they do not live here.
'use strict';

const VERSION = '__VERSION__';
const FILES = __FILES__;
const CACHE = 'taizhang-' + VERSION;
const UNTOUCHED = /^\/(api\/|healthz$|sw\.json$|sw\.js$)/;
// A name with a hash in it always means the same bytes.
// (The hash is a number in hexadecimal: a leading zero is not written.)
const HASHED = /-[0-9a-f]{12,16}(_bg)?\.[a-z]+$/;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeCaches((name) => name !== CACHE).then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data && event.data.type === 'activate') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || UNTOUCHED.test(url.pathname)) return;
  if (request.mode === 'navigate') {
    event.respondWith(answer('/index.html', request));
    event.waitUntil(leaveIfDisabled());
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(answer(url.pathname, request));
  }
});

async function install() {
  if (await disabled()) throw new Error('switched off');
  const cache = await caches.open(CACHE);
  await Promise.all(
    FILES.map(async (path) => {
      // What the version before has, or the browser, need not come over the township's line again.
      const kept = HASHED.test(path) && (await caches.match(path));
      if (kept) return cache.put(path, kept);
      return cache.add(new Request(path, { cache: HASHED.test(path) ? 'default' : 'no-cache' }));
    }),
  );
}

async function answer(path, request) {
  return (await caches.match(path, { cacheName: CACHE })) || fetch(request);
}

async function leaveIfDisabled() {
  if (!(await disabled())) return;
  await removeCaches(() => true);
  await self.registration.unregister();
}

async function disabled() {
  try {
    const said = await fetch('/sw.json', { cache: 'no-store' });
    return (await said.json()).disabled === true;
  } catch {
    return false;
  }
}

async function removeCaches(which) {
  const names = (await caches.keys()).filter((name) => name.startsWith('taizhang-') && which(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}
