//! A Web Worker that reads and writes tables: it takes a packed [`Job`](taizhang_sheets::job::Job), tells its progress
//! and answers with what came of it. It is a module of its own, so that nobody downloads it for the app's first page,
//! and so that the app stays at hand while it counts.

#[cfg(target_arch = "wasm32")]
mod worker;

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start();
}
