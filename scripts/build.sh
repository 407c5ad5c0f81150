# The two builds: the app for the browser, the hub for this machine. Sourced after toolchain.sh.
# shellcheck shell=bash

. scripts/build-web.sh

build_all() {
  ensure_rust
  ensure_web_rust
  ensure_wasm_bindgen
  ensure_wasm_split
  ensure_trunk
  ensure_binaryen
  say "building the hub (the first time takes some minutes) …"
  cargo build --release -p taizhang-hub
  build_web
}
