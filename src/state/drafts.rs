//! What was typed and not yet written into the ledger. It survives a reload and a killed browser, so that nobody types
//! twice.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};

use crate::{platform::lifecycle, store::Store};

/// How long after the last key a draft is stored, in milliseconds.
const PAUSE: u32 = 400;

/// The drafts of this device, by the place where they are typed.
#[derive(Clone, Copy)]
pub struct Drafts {
    store: StoredValue<Store, LocalStorage>,
    /// The words and how often they changed, by place.
    all: StoredValue<BTreeMap<String, (String, u32)>>,
}

impl Drafts {
    /// The drafts as they were stored.
    pub fn new(store: Store, stored: BTreeMap<String, String>) -> Self {
        let all = stored.into_iter().map(|(place, text)| (place, (text, 0))).collect();
        Self { store: StoredValue::new_local(store), all: StoredValue::new(all) }
    }

    /// What is being typed at a place, as a signal that begins with what was typed there before; what is set in it
    /// is stored.
    pub fn at(self, place: String) -> RwSignal<String> {
        let before = self.all.with_value(|all| all.get(&place).map(|(text, _)| text.clone()));
        let typed = RwSignal::new(before.unwrap_or_default());
        Effect::watch(move || typed.get(), move |text, _, _: Option<()>| self.keep(&place, text.clone()), false);
        typed
    }

    fn keep(self, place: &str, text: String) {
        let done = text.is_empty();
        let times = self.all.try_update_value(|all| {
            let (kept, times) = all.entry(place.to_owned()).or_default();
            *kept = text;
            *times += 1;
            *times
        });
        let place = place.to_owned();
        // What has gone into the ledger must not come back as a draft.
        let pause = if done { 0 } else { PAUSE };
        lifecycle::after(pause, move || {
            let latest = self.all.with_value(|all| all.get(&place).cloned());
            let Some((text, _)) = latest.filter(|(_, now)| Some(*now) == times) else { return };
            let store = self.store.get_value();
            // Without room the draft stays in memory.
            spawn_local(async move { drop(store.put_draft(&place, &text).await) });
        });
    }
}
