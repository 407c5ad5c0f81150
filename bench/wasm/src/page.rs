//! Functions that a page calls. What they are given is the benchmark's own; what does not fit gives -1.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Object, Reflect, Uint8Array};
use taizhang_bench_wasm::{board, detect, indicators, pay};
use taizhang_ledger::{DeviceId, Ledger};
use wasm_bindgen::{JsValue, closure::Closure};

/// The year of the documents.
const YEAR: u16 = 2026;

fn empty() -> Ledger {
    Ledger::new(YEAR, DeviceId([2; 16]).actor([0; 4]))
}

/// Puts the functions where the page finds them.
pub fn start() {
    let ledger = Rc::new(RefCell::new(empty()));
    let all = Object::new();
    let shared = Rc::clone(&ledger);
    add(&all, "reset", move |_, _| {
        shared.replace(empty());
        Some(0)
    });
    let shared = Rc::clone(&ledger);
    add(&all, "open", move |name, bytes| {
        let id = name.as_string()?.parse().ok()?;
        let bytes = Uint8Array::new(&bytes).to_vec();
        Some(shared.borrow_mut().open(&id, [bytes.as_slice()]).1.len())
    });
    type Timed = fn(&Ledger, &taizhang_ledger::OrgId, chrono::NaiveDate) -> usize;
    for (name, work) in [("detect", detect as Timed), ("indicators", indicators), ("board", board)] {
        let shared = Rc::clone(&ledger);
        add(&all, name, move |org, day| {
            let (org, day) = (org.as_string()?.parse().ok()?, day.as_string()?.parse().ok()?);
            Some(work(&shared.borrow(), &org, day))
        });
    }
    let shared = Rc::clone(&ledger);
    add(&all, "pay", move |cadres, _| {
        let cadres = cadres.as_string()?.parse().ok()?;
        Some(pay(&shared.borrow(), cadres))
    });
    let _ = Reflect::set(&js_sys::global(), &"taizhang".into(), &all);
}

fn add(to: &Object, name: &str, work: impl Fn(JsValue, JsValue) -> Option<usize> + 'static) {
    let number = move |one, other| work(one, other).and_then(|found| i32::try_from(found).ok()).unwrap_or(-1);
    let function = Closure::<dyn Fn(JsValue, JsValue) -> i32>::new(number);
    let _ = Reflect::set(to, &name.into(), function.as_ref());
    function.forget();
}
