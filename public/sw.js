// The service worker: the app opens and works with the hub gone.
//
// The build fills in VERSION (the hash of all files) and FILES (the app's shell). A version's files live in a cache of
// its own, all of them or none. A new version waits until the app, having saved, sends {type: 'activate'}; it never
// takes over by itself. To switch it off for everyone, serve /sw.json with {"disabled": true}.
'use strict';

const VERSION = '__VERSION__';
const FILES = __FILES__;
const CACHE = 'taizhang-' + VERSION;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(FILES.map((path) => new Request(path, { cache: 'no-cache' })))),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      if (await disabled()) {
        await removeCaches(() => true);
        await self.registration.unregister();
        return;
      }
      await removeCaches((name) => name !== CACHE);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('message', (event) => {
  if (event.data && event.data.type === 'activate') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/api/') || url.pathname === '/healthz' || url.pathname === '/sw.json') return;
  const path = request.mode === 'navigate' ? '/index.html' : url.pathname;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(path))
      .then((hit) => hit || fetch(request)),
  );
});

async function disabled() {
  try {
    const answer = await fetch('/sw.json', { cache: 'no-store' });
    return (await answer.json()).disabled === true;
  } catch {
    return false;
  }
}

async function removeCaches(which) {
  const names = (await caches.keys()).filter((name) => name.startsWith('taizhang-') && which(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}
