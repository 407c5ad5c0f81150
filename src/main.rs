//! Taizhang: the task ledger of a county's grassroots Party-building work, offline first, in the browser.

mod app;
mod backup;
mod base64url;
mod boot;
mod devices;
mod enrolment;
mod pages;
mod platform;
mod search;
mod state;
mod store;
mod text;
mod widgets;

fn main() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(boot::start());
}
