//! The same in a browser: what is timed stands on `globalThis.taizhang`, to be called by measure.mjs.

#[cfg(target_arch = "wasm32")]
mod page;

fn main() {
    #[cfg(target_arch = "wasm32")]
    page::start();
}
