# Builds the app into dist/, when something it is made of has changed. Sourced after toolchain.sh.
# shellcheck shell=bash

. scripts/split-web.sh
. scripts/build-sheets.sh

web_inputs() {
  {
    find Cargo.toml Cargo.lock build.rs Trunk.toml index.html src style public \
      crates/{ledger,notation,sheets,sync}/{src,Cargo.toml} crates/sheets-worker \
      scripts/{build-sheets,build-web,split-web}.sh scripts/{finish-web,join-parts,place-web}.mjs \
      -type f -print0 | sort -z | xargs -0 sha256sum
    printf '%s\n' "${WEB_ENV[@]}"
  } | sha256sum | cut -d' ' -f1
}

build_web() {
  local stamp
  stamp=$(web_inputs)
  if [ -e dist/sw.js ] && [ "$(cat target/web.stamp 2>/dev/null)" = "$stamp" ]; then
    say "the app is up to date"
    return
  fi
  say "building the app (the first time takes some minutes) …"
  # Trunk builds offline, and the standard library has dependencies of its own.
  cargo_web fetch --locked --target "$WASM_TARGET"
  env "${WEB_ENV[@]}" trunk build --release --locked
  split_web
  build_sheets
  node scripts/finish-web.mjs
  printf '%s\n' "$stamp" >target/web.stamp
}
