# Sets up what the build needs, step by step, and says so. Sourced by ./run and ./test.
# Everything lands in one folder outside the checkout, so that a second clone is quick.
# shellcheck shell=bash

TOOLS="${TAIZHANG_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/taizhang}"
WASM_TARGET=wasm32-unknown-unknown
WASM_BINDGEN_VERSION=0.2.130
WASM_SPLIT_VERSION=0.2.4
TRUNK_VERSION=0.22.1
BINARYEN_VERSION=132.0.0
CARGO_DENY_VERSION=0.20.2
PLAYWRIGHT_VERSION=1.65.1
export PATH="$TOOLS/bin:$TOOLS/npm/binaryen/node_modules/.bin:$HOME/.cargo/bin:$PATH"

say() { printf '\033[1m[%s] %s\033[0m\n' "$(date +%H:%M:%S)" "$*" >&2; }
die() { say "$*"; exit 1; }

# Runs a long step with its output in a log; prints a line every 15 seconds, and the log's end on failure.
step() {
  local title=$1 log started pid
  shift
  mkdir -p "$TOOLS/logs"
  log="$TOOLS/logs/$(printf '%s' "$title" | tr -c 'A-Za-z0-9' '_').log"
  started=$SECONDS
  say "$title …"
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    if (((SECONDS - started) % 15 == 0)); then
      printf '    %4d s  %s\n' "$((SECONDS - started))" "$(tail -n 1 "$log" | tr '\r' '\n' | tail -n 1 | cut -c1-90)" >&2
    fi
  done
  if ! wait "$pid"; then
    tail -n 40 "$log" >&2
    die "$title: failed; the whole output is in $log"
  fi
  say "$title: done in $((SECONDS - started)) s"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Installs the Debian packages of the list that are missing.
ensure_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "please install: ${missing[*]}"
  step "refreshing the package lists" as_root apt-get update
  step "installing ${missing[*]}" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"
}

ensure_rust() {
  command -v cargo >/dev/null || die "Rust is missing: install it with rustup (https://rustup.rs), then run this again"
  ensure_packages build-essential pkg-config ca-certificates
}

# How the code for the browser is made, the standard library too, which is built from its sources: without reference
# types and multi-value, which Chromium 90 does not know and rustc turns on unless told otherwise (the list for the linker
# is explicit, since wasm-bindgen goes by it), and with views of erased types, a third less code than a type for every view.
WEB_FLAGS=(
  --cfg=erase_components
  -Ctarget-cpu=mvp
  -Ctarget-feature=+mutable-globals,+bulk-memory,+sign-ext,+nontrapping-fptoint
  -Clink-arg=--no-check-features
  -Clink-arg=--features=mutable-globals,bulk-memory,bulk-memory-opt,sign-ext,nontrapping-fptoint
)
# What a tablet downloads says nothing in words when it fails; WEB_WORDS=yes builds an app that does, for looking into it.
if [ "${WEB_WORDS:-no}" = no ]; then
  WEB_FLAGS+=(-Zlocation-detail=none -Zfmt-debug=none -Zunstable-options -Cpanic=immediate-abort)
fi

# A Rust compiler with the sources of its standard library: rustup's where it can fetch them, else Debian's.
# Sets WEB_ENV, the environment of the web build. The standard library can be built by a stable compiler only where it is
# told to behave as the one that builds it for everybody else.
ensure_web_rust() {
  WEB_ENV=(RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    RUSTFLAGS="${WEB_FLAGS[*]}")
  if [ "${TAIZHANG_WEB_RUST:-auto}" != debian ] && command -v rustup >/dev/null; then
    if rustup component list --installed 2>/dev/null | grep -q '^rust-src'; then return; fi
    say "asking rustup for the sources of the standard library (at most two minutes) …"
    if timeout 120 rustup component add rust-src >&2; then return; fi
    say "rustup cannot fetch them here; using Debian's compiler instead"
  fi
  ensure_packages rustc-web cargo-web rust-web-src rust-web-llvm lld-22
  if command -v rustup >/dev/null; then
    rustup toolchain list | grep -q '^taizhang-web' || rustup toolchain link taizhang-web /usr
    WEB_ENV+=(RUSTUP_TOOLCHAIN=taizhang-web)
  fi
}

# ensure_cargo_tool NAME VERSION [cargo install options]: a prebuilt binary where cargo-binstall is
# there and can fetch one, else built; these tools run for seconds, so they are built quickly, not for speed.
ensure_cargo_tool() {
  local name=$1 version=$2
  shift 2
  [ -x "$TOOLS/bin/$name-$version.stamp" ] && return
  if command -v cargo-binstall >/dev/null \
    && timeout 120 cargo binstall --no-confirm --disable-strategies compile --root "$TOOLS" "$name@$version" >&2; then
    :
  else
    step "building $name $version" env CARGO_TARGET_DIR="$TOOLS/build" \
      CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
      CARGO_PROFILE_RELEASE_DEBUG=0 \
      cargo install "$name" --version "$version" --root "$TOOLS" --force --ignore-rust-version "$@"
  fi
  install -m 755 /dev/null "$TOOLS/bin/$name-$version.stamp"
}

ensure_wasm_bindgen() { ensure_cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION"; }
ensure_wasm_split() { ensure_cargo_tool wasm_split_cli_support "$WASM_SPLIT_VERSION" --locked --features build-binary; }
ensure_trunk() { ensure_cargo_tool trunk "$TRUNK_VERSION" --no-default-features --features rustls; }
ensure_cargo_deny() { ensure_cargo_tool cargo-deny "$CARGO_DENY_VERSION"; }

# ensure_npm NAME VERSION: one npm package, exact, in a folder of its own (npm prunes what it did not ask for).
ensure_npm() {
  command -v npm >/dev/null || ensure_packages nodejs npm
  local prefix="$TOOLS/npm/$1" got
  got=$(node -p "require('$prefix/node_modules/$1/package.json').version" 2>/dev/null || true)
  [ "$got" = "$2" ] && return
  mkdir -p "$prefix"
  step "installing $1 $2" npm install --prefix "$prefix" --no-save --no-package-lock --ignore-scripts "$1@$2"
}

ensure_binaryen() { ensure_npm binaryen "$BINARYEN_VERSION"; }

ensure_browser() {
  ensure_npm playwright-core "$PLAYWRIGHT_VERSION"
  if [ -z "${CHROMIUM:-}" ]; then
    command -v chromium >/dev/null || ensure_packages chromium
    CHROMIUM=$(command -v chromium)
    export CHROMIUM
  fi
  ensure_packages fonts-noto-cjk
}
