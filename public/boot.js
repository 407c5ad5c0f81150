// Starts the app, and says so in words when it cannot start. Plain script, so that the page needs no inline one.
'use strict';

(function () {
  // The browser offers installation once and early, long before the app runs: kept for platform/install.rs.
  addEventListener('beforeinstallprompt', function (event) {
    event.preventDefault();
    window.taizhangInstall = event;
  });
  addEventListener('appinstalled', function () {
    window.taizhangInstall = null;
  });

  // What the last start needed beside the app's main file (src/boot.rs) is compiled while that is still coming. The app
  // asks for it by its address, and fetches it itself where it is not here or did not come.
  window.taizhangParts = new Map();
  try {
    const place = document.querySelector('meta[name="app-parts"]').content;
    for (const name of JSON.parse(localStorage.getItem('taizhang.parts')) || []) {
      if (!/^\w+$/.test(name)) continue;
      const url = new URL(place.replace('*', name), location.href).href;
      const part = WebAssembly.compileStreaming(fetch(url));
      part.catch(function () {});
      window.taizhangParts.set(url, part);
    }
  } catch (error) {
    console.info(error);
  }

  const script = document.getElementById('app-script').href;
  const module = document.getElementById('app-module').href;

  function failed(error) {
    console.error(error);
    const text = document.getElementById('boot-text');
    if (!text) return;
    text.textContent = 'WebAssembly' in window
      ? '台账没有打开。已存本机的内容都还在，请检查网络后重试。'
      : '这个浏览器太旧，打不开台账。请更新浏览器，或换用新版的 Chrome、Edge。';
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = '重试';
    button.onclick = function () { location.reload(); };
    text.after(button);
  }

  // A fault in the app's own code ends it. What was stored is there again when it is opened anew.
  function ended(error) {
    if (!('WebAssembly' in window) || !(error instanceof WebAssembly.RuntimeError)) return;
    if (document.getElementById('ended')) return;
    const bar = document.createElement('div');
    bar.id = 'ended';
    bar.setAttribute('role', 'alert');
    bar.append('台账出错，停住了。已存本机的内容都还在，请重新打开。');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = '重新打开';
    button.onclick = function () { location.reload(); };
    bar.append(button);
    document.body.append(bar);
  }
  addEventListener('error', function (event) { ended(event.error); });
  addEventListener('unhandledrejection', function (event) { ended(event.reason); });

  import(script)
    .then(function (app) { return app.default({ module_or_path: module }); })
    .catch(failed);
})();
