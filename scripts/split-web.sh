# Takes the linked app apart: the file that the first page needs, and files for what comes later (src/pages/later.rs,
# src/state/documents.rs). Puts them into dist/ in place of what Trunk made of the whole. Sourced by build-web.sh.
# shellcheck shell=bash

# For Chromium 90 (WEB_FLAGS).
WASM_FEATURES=(--mvp-features --enable-mutable-globals --enable-bulk-memory --enable-bulk-memory-opt --enable-sign-ext
  --enable-nontrapping-float-to-int)
WASM_OPT=(-Oz "${WASM_FEATURES[@]}")

split_web() {
  local made=target/split part
  rm -rf "$made"
  mkdir -p "$made/linked" "$made/bound" "$made/small"
  wasm-split-cli --target web --out-name taizhang "target/$WASM_TARGET/${WEB_PROFILE:-web}/taizhang.wasm" "$made/linked"
  # The parts find the table of functions among the linker's exports.
  wasm-bindgen --target web --no-typescript --keep-lld-exports --omit-default-module-path --out-dir "$made/bound" \
    "$made/linked/taizhang.wasm"
  rm "$made/linked/taizhang.wasm"
  mv "$made/linked/"* "$made/bound"
  node scripts/join-parts.mjs "$made/bound" "${WASM_FEATURES[@]}"
  for part in "$made/bound"/*.wasm; do
    wasm-opt "${WASM_OPT[@]}" "$part" -o "$made/small/${part##*/}"
  done
  cp "$made/bound/"*.js* "$made/small"
  node scripts/place-web.mjs "$made/small"
}
