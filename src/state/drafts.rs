//! What was typed and not yet written into the ledger. It survives a reload and a killed browser, so that nobody types
//! twice. What is typed about persons, into registers that are sealed, is kept in memory alone and is gone with the tab:
//! the rows are encrypted and can be erased, and a draft on the disk would be neither.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{Author, Ledger, RowId};

use crate::{
    platform::lifecycle,
    store::{Store, last_typed},
};

/// How long after the last key a draft is stored, in milliseconds.
const PAUSE: u32 = 400;

/// What the place of a draft begins with that is never stored.
const IN_MEMORY: &str = "memory/";

/// Where it stands whose the stored drafts are.
const POST: &str = "~post";

/// The place of a draft in a sealed register, or in one that is not.
pub fn row_draft(sealed: bool, place: String) -> String {
    if sealed { format!("{IN_MEMORY}{place}") } else { place }
}

/// Whether a stored draft may stay. Those of rows stay as long as their registers are known here and are not sealed: an
/// earlier version stored those too.
fn may_stay(ledger: &Ledger, place: &str) -> bool {
    let mut parts = place.split('/');
    if parts.next() != Some("row") {
        return true;
    }
    let of = parts.next().unwrap_or_default();
    match of.parse::<RowId>() {
        Ok(row) => ledger.is_open_row(row),
        Err(_) => ledger.register(of).is_some_and(|register| !register.sealed),
    }
}

/// The drafts of this device, by the place where they are typed.
#[derive(Clone, Copy)]
pub struct Drafts {
    store: StoredValue<Store, LocalStorage>,
    /// What is typed, by place.
    all: StoredValue<BTreeMap<String, Typed>>,
}

/// What is typed at one place.
#[derive(Debug, Clone, Default)]
struct Typed {
    text: String,
    /// How often it changed.
    times: u32,
    /// Whether the store does not hold it yet.
    unstored: bool,
}

impl Drafts {
    /// The drafts as they were stored, without those that must not be: what was typed at another post, and of persons.
    pub fn new(store: Store, stored: BTreeMap<String, String>, ledger: &Ledger, who: &Author) -> Self {
        let post = format!("{} {}", who.org, who.role.word());
        let known = stored.get(POST) == Some(&post);
        let (staying, going) = sorted(stored, ledger, &post);
        let drafts = Self {
            store: StoredValue::new_local(store),
            all: StoredValue::new(
                staying.into_iter().map(|(place, text)| (place, Typed { text, ..Typed::default() })).collect(),
            ),
        };
        // A page that leaves the screen may not live until the pause is over, nor until the store has answered.
        lifecycle::on_hidden(move || drafts.store_all());
        for place in last_typed::all().into_keys() {
            let text = drafts.text(&place);
            drafts.put(place, text);
        }
        for place in going {
            drafts.put(place, String::new());
        }
        if !known {
            drafts.put(POST.to_owned(), post);
        }
        drafts
    }

    /// Forgets what is being typed wherever a place begins so.
    pub fn forget(self, beginning: &str) {
        let (stored, unstored) = (beginning.to_owned(), row_draft(true, beginning.to_owned()));
        let gone = self.all.try_update_value(|all| {
            let is_it = |place: &String| place.starts_with(&stored) || place.starts_with(&unstored);
            let gone: Vec<String> = all.keys().filter(|place| is_it(place)).cloned().collect();
            all.retain(|place, _| !is_it(place));
            gone
        });
        for place in gone.unwrap_or_default() {
            self.put(place, String::new());
        }
    }

    /// What is being typed at a place, as a signal that begins with what was typed there before; what is set in it
    /// is stored.
    pub fn at(self, place: String) -> RwSignal<String> {
        let before = self.all.with_value(|all| all.get(&place).map(|typed| typed.text.clone()));
        let typed = RwSignal::new(before.unwrap_or_default());
        Effect::watch(move || typed.get(), move |text, _, _: Option<()>| self.keep(&place, text.clone()), false);
        typed
    }

    /// Everything that is being typed in this tab.
    pub fn texts(self) -> Vec<String> {
        self.all.with_value(|all| all.values().map(|typed| typed.text.clone()).collect())
    }

    /// Keeps what is typed at a place; nothing once it has gone into the ledger.
    pub fn keep(self, place: &str, text: String) {
        let done = text.is_empty();
        let times = self.all.try_update_value(|all| {
            let typed = all.entry(place.to_owned()).or_default();
            *typed = Typed { text, times: typed.times + 1, unstored: true };
            typed.times
        });
        let place = place.to_owned();
        // What has gone into the ledger must not come back as a draft.
        let pause = if done { 0 } else { PAUSE };
        lifecycle::after(pause, move || {
            let due = |typed: &Typed| typed.unstored && Some(typed.times) == times;
            let text =
                self.all.with_value(|all| all.get(&place).filter(|typed| due(typed)).map(|typed| typed.text.clone()));
            if let Some(text) = text {
                self.put(place, text);
            }
        });
    }

    /// What is typed at a place.
    fn text(self, place: &str) -> String {
        self.all.with_value(|all| all.get(place).map(|typed| typed.text.clone())).unwrap_or_default()
    }

    /// Keeps at once what is not stored yet, and stores it without waiting for the pause.
    fn store_all(self) {
        let unstored: BTreeMap<String, String> = self.all.with_value(|all| {
            let unstored = all.iter().filter(|(place, typed)| typed.unstored && !place.starts_with(IN_MEMORY));
            unstored.map(|(place, typed)| (place.clone(), typed.text.clone())).collect()
        });
        last_typed::keep(unstored.clone());
        for (place, text) in unstored {
            self.put(place, text);
        }
    }

    fn put(self, place: String, text: String) {
        if place.starts_with(IN_MEMORY) {
            return;
        }
        let store = self.store.get_value();
        spawn_local(async move {
            // Without room the draft stays in memory. That an older one is stored says nothing of what is typed by now.
            if store.put_draft(&place, &text).await.is_ok() && self.text(&place) == text {
                self.all.update_value(|all| {
                    if let Some(typed) = all.get_mut(&place) {
                        typed.unstored = false;
                    }
                });
                last_typed::let_go(&place);
            }
        });
    }
}

/// Which of the stored drafts may stay, and the places of those that may not.
fn sorted(
    mut stored: BTreeMap<String, String>,
    ledger: &Ledger,
    post: &str,
) -> (BTreeMap<String, String>, Vec<String>) {
    let ours = stored.remove(POST).is_none_or(|before| before == post);
    let (staying, going): (BTreeMap<_, _>, BTreeMap<_, _>) =
        stored.into_iter().partition(|(place, _)| ours && may_stay(ledger, place));
    (staying, going.into_keys().collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use taizhang_ledger::{Command, Definition, DeviceId, Moment, Register, Role, Timestamp};

    use super::*;

    fn ledger() -> Ledger {
        let device = DeviceId([3; 16]);
        let who =
            Author { device, org: "county".parse().unwrap(), role: Role::CountyOrgDept, person: "黄".to_owned() };
        let mut ledger = Ledger::new(2026, device.actor([0; 4]));
        let mut random = || 1_u128;
        let mut moment = Moment { now: Timestamp(1_770_000_000_000), random: &mut random };
        let county = taizhang_ledger::Organisation {
            id: who.org.clone(),
            name: "县".to_owned(),
            kind: taizhang_ledger::OrgKind::County,
            parent: None,
            households: None,
        };
        ledger.execute(&who, &mut moment, Command::DefineOrganisation(county)).unwrap();
        for (id, sealed) in [("income", false), ("reserve_list", true)] {
            let text = format!(
                r#"{{"id":"{id}","name":"a","item":"R2","keeper":"township","kinds":[],"why":"a","sealed":{sealed},"columns":[{{"id":"name","name":"a","kind":"text"}}]}}"#
            );
            let register: Register = serde_json::from_str(&text).unwrap();
            ledger.execute(&who, &mut moment, Command::Define(Definition::Register(register))).unwrap();
        }
        ledger
    }

    fn stored(post: Option<&str>) -> BTreeMap<String, String> {
        let places = [
            "row/income/t01",
            "row/reserve_list/t01",
            "row/gone/t01",
            "row/019a0000-0000-7000-8000-000000000001/name",
            "inspection",
        ];
        let all = places.map(|place| (place.to_owned(), "张三".to_owned()));
        all.into_iter().chain(post.map(|post| (POST.to_owned(), post.to_owned()))).collect()
    }

    #[test]
    fn nothing_typed_about_persons_stays_on_the_disk() {
        let (staying, going) = sorted(stored(Some("county a")), &ledger(), "county a");
        assert_eq!(staying.keys().collect::<Vec<_>>(), ["inspection", "row/income/t01"]);
        assert_eq!(going.len(), 3, "{going:?}");
        let (staying, _) = sorted(stored(None), &ledger(), "county a");
        assert_eq!(staying.len(), 2, "an earlier version told of no post");
    }

    #[test]
    fn what_was_typed_at_another_post_goes() {
        let (staying, going) = sorted(stored(Some("t1 b")), &ledger(), "county a");
        assert!(staying.is_empty());
        assert_eq!(going.len(), 5);
    }
}
