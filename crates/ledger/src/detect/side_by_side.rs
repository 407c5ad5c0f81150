//! Two computations at a time.

use std::thread;

/// What both give. The second is computed on a thread of its own where there are threads, else after the first.
pub(super) fn side_by_side<A, B: Send>(here: impl FnOnce() -> A, there: &(impl Fn() -> B + Sync)) -> (A, B) {
    thread::scope(|scope| {
        let away = thread::Builder::new().spawn_scoped(scope, there).ok();
        let here = here();
        (here, away.and_then(|away| away.join().ok()).unwrap_or_else(there))
    })
}
