# Builds what bench/wasm/measure.mjs times, as the app is built, into target/bench-wasm/. Sourced after build.sh.
# shellcheck shell=bash

build_bench_wasm() {
  local made=target/bench-wasm
  ensure_rust
  ensure_web_rust
  ensure_wasm_bindgen
  ensure_binaryen
  cargo_web build --profile web --locked -p taizhang-bench-wasm --target "$WASM_TARGET"
  mkdir -p "$made"
  wasm-bindgen --target web --no-typescript --out-dir "$made" "target/$WASM_TARGET/web/bench-wasm.wasm"
  wasm-opt "${WASM_OPT[@]}" "$made/bench-wasm_bg.wasm" -o "$made/small.wasm"
  mv "$made/small.wasm" "$made/bench-wasm_bg.wasm"
}
