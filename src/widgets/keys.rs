//! The keyboard's short ways, and the sheet that lists them.

use std::rc::Rc;

use leptos::{html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use taizhang_ledger::Tier;

use crate::{
    platform::{clock, keyboard, lifecycle, page},
    state::Session,
    text::ui::{common, keys as words},
};

/// What `j` and `k` go through.
const ROWS: &str = ".main .rows a.row, .main .board tbody th a";
const SEARCH: &str = ".search input";
/// How long after `g` a second letter counts, in milliseconds.
const PATIENCE: u64 = 1_500;

/// Whether the sheet is open.
#[derive(Debug, Clone, Copy)]
pub struct KeyHelp(RwSignal<bool>);

impl KeyHelp {
    /// It is not.
    pub fn closed() -> Self {
        Self(RwSignal::new(false))
    }

    /// Opens it.
    pub fn open(self) {
        self.0.set(true);
    }
}

/// What a page does with a key.
type OnKey = Rc<dyn Fn(&str) -> bool>;

/// The keys of the page at hand, which go before those that hold everywhere.
#[derive(Clone, Copy)]
pub struct PageKeys(StoredValue<Option<OnKey>, LocalStorage>);

impl PageKeys {
    /// No page has any yet.
    pub fn none() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// Asks `work` of every key outside of fields for as long as the caller's page stands; `true` means that it took
    /// the key.
    pub fn while_here(self, work: impl Fn(&str) -> bool + 'static) {
        self.0.set_value(Some(Rc::new(work)));
        on_cleanup(move || self.0.set_value(None));
    }

    fn take(self, name: &str) -> bool {
        self.0.get_value().is_some_and(|work| work(name))
    }
}

/// Where a letter after `g` leads.
fn place(letter: &str, above_branch: bool) -> Option<&'static str> {
    match letter {
        "t" => Some("/"),
        "l" => Some("/tasks"),
        "i" if above_branch => Some("/inbox"),
        "b" if above_branch => Some("/branches"),
        "s" => Some("/sync"),
        _ => None,
    }
}

/// Listens to the keyboard; stands once in the shell, inside the router.
#[component]
pub fn Keys() -> impl IntoView {
    let help = expect_context::<KeyHelp>();
    let above_branch = expect_context::<Session>().tier() != Tier::Branch;
    let of_page = expect_context::<PageKeys>();
    let location = use_location();
    let navigate = use_navigate();
    // How many pages were opened, to know whether there is one to go back to.
    let opened = StoredValue::new(0_u32);
    Effect::new(move |_| {
        location.pathname.track();
        opened.update_value(|number| *number += 1);
    });
    let gone_at: StoredValue<Option<u64>> = StoredValue::new(None);
    keyboard::on_key(move |key| {
        // An open sheet closes itself with Esc.
        if help.0.get_untracked() {
            return false;
        }
        let go = |to: &str| {
            navigate(to, NavigateOptions::default());
            true
        };
        let path = location.pathname.get_untracked();
        if key.name == "Escape" {
            if key.typing {
                keyboard::leave();
                return true;
            }
            if of_page.take(&key.name) {
                return true;
            }
            let deep = path.matches('/').count() > 1;
            return deep && if opened.get_value() > 1 { page::back() } else { go("/tasks") };
        }
        if key.typing {
            return false;
        }
        let after_g = gone_at.get_value().is_some_and(|at| clock::monotonic_ms() < at + PATIENCE);
        gone_at.set_value((key.name == "g" && !after_g).then(clock::monotonic_ms));
        if after_g {
            return place(&key.name, above_branch).is_some_and(go);
        }
        if key.name != "g" && of_page.take(&key.name) {
            return true;
        }
        match key.name.as_str() {
            "/" if keyboard::focus(SEARCH) => true,
            "/" => {
                go("/tasks");
                lifecycle::after(0, || {
                    keyboard::focus(SEARCH);
                });
                true
            }
            "n" => go("/new"),
            "j" => keyboard::step(ROWS, true),
            "k" => keyboard::step(ROWS, false),
            "?" | "？" => {
                help.open();
                true
            }
            _ => false,
        }
    });
    view! { <Sheet help above_branch /> }
}

#[component]
fn Sheet(help: KeyHelp, above_branch: bool) -> impl IntoView {
    let sheet: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else { return };
        if help.0.get() && !sheet.open() {
            let _ = sheet.show_modal();
        }
    });
    let close = move |_| {
        if let Some(sheet) = sheet.get_untracked() {
            sheet.close();
        }
    };
    let line = |(keys, does): &(&'static str, &'static str)| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd>" " }).collect_view();
        view! { <dt>{keys}</dt><dd>{*does}</dd> }
    };
    let shown = words::ALL.iter().filter(|(keys, _)| above_branch || !words::ABOVE.contains(keys));
    view! {
        // Esc is told of at once as a cancel, and only after a while as a close: the next key may come in between.
        <dialog
            node_ref=sheet
            class="keys-help"
            aria-labelledby="keys-title"
            on:cancel=move |_: leptos::ev::Event| help.0.set(false)
            on:close=move |_| help.0.set(false)
        >
            <h2 id="keys-title">{words::TITLE}</h2>
            <dl class="facts">{shown.map(line).collect_view()}</dl>
            <p class="quiet">{words::NOT_WHILE_TYPING}</p>
            <button type="button" class="button-main" on:click=close>{common::PUT_AWAY}</button>
        </dialog>
    }
}
