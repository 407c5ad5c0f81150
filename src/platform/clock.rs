//! The device's clock.

/// Milliseconds since 1970-01-01T00:00:00Z. It may be wrong: the device's owner sets it.
pub fn now_ms() -> i64 {
    // A double holds whole milliseconds exactly for thousands of years.
    #[allow(clippy::cast_possible_truncation)]
    let now = js_sys::Date::now() as i64;
    now
}

/// Milliseconds since the page was opened; never goes back.
pub fn monotonic_ms() -> u64 {
    let now = web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now());
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = now as u64;
    now
}
