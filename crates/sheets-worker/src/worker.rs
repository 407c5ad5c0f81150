//! The worker's side of the messages.

use js_sys::Uint8Array;
use taizhang_sheets::job::{Job, Outcome, Said, VERSION};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Listens for jobs, and says that it does: what is sent before is lost.
pub fn start() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let to = scope.clone();
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        let job: Result<Job, _> = postcard::from_bytes(&bytes);
        // The packed form is as large again.
        drop(bytes);
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        let mut tell = |done, of| say(&to, &Said::Progress { done: count(done), of: count(of) });
        let outcome = job.map_or(Outcome::NotUnderstood, |job| job.run(&mut tell));
        say(&to, &Said::Done(outcome));
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    say(&scope, &Said::Ready { version: VERSION });
}

fn say(to: &DedicatedWorkerGlobalScope, said: &Said) {
    // Neither fails: vectors grow, and a message of bytes can always be sent.
    if let Ok(bytes) = postcard::to_stdvec(said) {
        let bytes = Uint8Array::from(bytes.as_slice());
        let _ = to.post_message_with_transfer(&bytes, &js_sys::Array::of1(&bytes.buffer()));
    }
}
