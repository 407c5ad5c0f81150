# Builds the worker that reads and writes tables into dist/sheets/, after the app is there. Sourced by build-web.sh after
# split-web.sh.
# shellcheck shell=bash

build_sheets() {
  local made=target/sheets wasm
  cargo_web build --profile web-sheets --locked -p taizhang-sheets-worker --target "$WASM_TARGET"
  rm -rf "$made" dist/sheets
  mkdir -p "$made" dist/sheets
  wasm-bindgen --target web --no-typescript --out-dir "$made" "target/$WASM_TARGET/web-sheets/sheets.wasm"
  # A name with a hash in it is fetched once, and kept from one version of the app to the next (public/sw.js).
  wasm-opt "${WASM_OPT[@]}" "$made/sheets_bg.wasm" -o "$made/small.wasm"
  wasm=sheets-$(sha256sum "$made/small.wasm" | cut -c1-16)_bg.wasm
  cp "$made/small.wasm" "dist/sheets/$wasm"
  # The script is the generated one, and its start. A worker's promise that fails is told to nobody, so it is told here.
  cat "$made/sheets.js" - >dist/sheets/worker.js <<SCRIPT

__wbg_init({ module_or_path: new URL('$wasm', import.meta.url) }).catch((error) => postMessage(String(error)));
SCRIPT
}

cargo_web() { env "${WEB_ENV[@]}" cargo "$@"; }
