//! The present: the local date and time as signals.

use leptos::prelude::*;
use taizhang_ledger::Timestamp;

use crate::platform::{clock, lifecycle};

const MINUTE: u32 = 60_000;

/// The present as the device's clock has it.
#[derive(Debug, Clone, Copy)]
pub struct Today {
    /// Now, to the minute.
    pub now: RwSignal<Timestamp>,
    /// The local date at +08:00.
    pub date: Memo<chrono::NaiveDate>,
}

impl Today {
    /// Starts following the clock.
    pub fn follow() -> Self {
        let now = RwSignal::new(Timestamp(clock::now_ms()));
        lifecycle::every(MINUTE, move || now.set(Timestamp(clock::now_ms())));
        lifecycle::on_visible(move || now.set(Timestamp(clock::now_ms())));
        Self { now, date: Memo::new(move |_| now.get().date()) }
    }

    /// A past day, from its last minute on.
    pub fn fixed(day: chrono::NaiveDate) -> Self {
        let now = RwSignal::new(Timestamp::at(day, 23, 59));
        Self { now, date: Memo::new(move |_| now.get().date()) }
    }
}
