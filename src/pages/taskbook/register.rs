//! A register while the county edits it: what it asks for, what that would do to the records that are there, and only
//! then its publication.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map},
};
use taizhang_ledger::{
    Command, Definition, Ledger, OrgKind, Register, Tier,
    register::{Column, RowRule},
};
use taizhang_notation::definition::{from_text, to_text};

use super::{
    columns::Columns,
    fields::{Pick, Tick, Words, items, kinds, tier_of, tier_word, tiers},
    may_write,
};
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, definitions as words, taskbook, withdrawn},
    widgets::Refused,
};

/// The address of a register that is not there yet.
pub(super) const NEW: &str = "new";

/// A register while it is edited.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    /// As it would be.
    pub(super) now: RwSignal<Register>,
    /// As it stands in the taskbook.
    pub(super) before: Memo<Option<Register>>,
    /// Where something is typed that is no number: the words for the place by its name in code.
    pub(super) unread: RwSignal<BTreeMap<String, String>>,
}

impl Editing {
    /// Changes it.
    pub(super) fn change(self, how: impl FnOnce(&mut Register)) {
        self.now.update(how);
    }

    /// A column as it would be.
    pub(super) fn column(self, id: &str) -> Option<Column> {
        self.now.with(|register| register.column(id).cloned())
    }

    /// Changes a column.
    pub(super) fn change_column(self, id: &str, how: impl FnOnce(&mut Column)) {
        self.now.update(|register| {
            if let Some(column) = register.columns.iter_mut().find(|column| column.id == id) {
                how(column);
            }
        });
    }
}

/// The page.
#[component]
pub fn RegisterDefinitionPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let may = may_write(book, &session);
    move || {
        let id = id.get();
        let known = id == NEW || book.read_untracked(|ledger| ledger.register(&id).is_some());
        match (may, known) {
            (false, _) => view! { <p class="card empty">{words::NOT_YOURS}</p> }.into_any(),
            (_, false) => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
            _ => view! { <Editor id /> }.into_any(),
        }
    }
}

/// A register that asks for nothing yet.
fn blank(ledger: &Ledger, now: i64) -> Register {
    Register {
        id: format!("register_{now}"),
        name: String::new(),
        item: ledger.work_items().next().map(|item| item.code.clone()).unwrap_or_default(),
        keeper: Tier::Branch,
        kinds: vec![OrgKind::Village],
        why: String::new(),
        sealed: false,
        counted: None,
        together: None,
        columns: Vec::new(),
        former: Vec::new(),
        rules: Vec::new(),
        retired: false,
    }
}

#[component]
fn Editor(id: String) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let draft = expect_context::<Drafts>().at(format!("taskbook-register/{id}"));
    let of = id.clone();
    let before = Memo::new(move |_| book.read(|ledger| ledger.register(&of).cloned()));
    let stands = move || {
        let blank = || book.read_untracked(|ledger| blank(ledger, today.now.get_untracked().0));
        before.get_untracked().unwrap_or_else(blank)
    };
    // What was begun before goes on.
    let begun = draft.with_untracked(|draft| from_text::<Register>(draft).ok());
    let editing = Editing { now: RwSignal::new(begun.unwrap_or_else(stands)), before, unread: RwSignal::default() };
    let keep =
        move |now: &Register| if before.get_untracked().as_ref() == Some(now) { String::new() } else { to_text(now) };
    Effect::watch(move || editing.now.get(), move |now, _, _: Option<()>| draft.set(keep(now)), false);
    let is_changed = move || draft.with(|draft| !draft.is_empty());
    let drop_it = move |_| {
        editing.unread.set(BTreeMap::new());
        editing.now.set(stands());
        draft.set(String::new());
    };
    let title = move || match editing.now.with(|now| now.name.clone()) {
        name if name.is_empty() => words::NEW_REGISTER.to_owned(),
        name => name,
    };
    view! {
        <p class="register-back no-print"><A href="/taskbook">{taskbook::TITLE}</A></p>
        <h1 class="page-title">{title}</h1>
        <Show when=move || editing.before.with(|before| before.as_ref().is_some_and(|before| before.retired))>
            <p class="notice">{withdrawn::REGISTER_RESTS}</p>
        </Show>
        <p class="quiet">{words::EXPLAINED}</p>
        <Head editing />
        <Columns editing />
        <Rules editing />
        <Text editing />
        <Publish editing draft />
        <Show when=is_changed>
            <p class="page-acts"><button type="button" class="button-quiet" id="drop-changes" on:click=drop_it>{words::DROP}</button></p>
        </Show>
    }
}

/// What it is called and who keeps it.
#[component]
fn Head(editing: Editing) -> impl IntoView {
    let book = expect_context::<Book>();
    let of = move |read: fn(&Register) -> String| Signal::derive(move || editing.now.with(read));
    let set =
        move |write: fn(&mut Register, String)| Callback::new(move |typed| editing.change(|now| write(now, typed)));
    let items = book.read_untracked(items);
    let is_new = move || editing.before.with(Option::is_none);
    let keeper = Memo::new(move |_| editing.now.with(|now| now.keeper));
    let set_keeper = Callback::new(move |word: String| {
        if let Some(tier) = tier_of(&word) {
            editing.change(|now| (now.keeper, now.kinds) = (tier, Vec::new()));
        }
    });
    let kind = move |kind: OrgKind| {
        let value = Signal::derive(move || editing.now.with(|now| now.kinds.contains(&kind)));
        let set = Callback::new(move |on: bool| {
            editing.change(|now| {
                now.kinds.retain(|one| *one != kind);
                now.kinds.extend(on.then_some(kind));
            });
        });
        view! { <Tick label=text::org_kind(kind) value set /> }
    };
    view! {
        <section class="card form">
            <Words label=words::NAME id="register-name" value=of(|now| now.name.clone()) set=set(|now, typed| now.name = typed) />
            <Words label=words::WHY id="register-why" long=true value=of(|now| now.why.clone()) set=set(|now, typed| now.why = typed) />
            <Pick label=words::ITEM id="register-item" options=items value=of(|now| now.item.clone()) set=set(|now, typed| now.item = typed) />
            <Show when=is_new fallback=move || view! { <p>{words::KEEPER}"："{move || words::keeper(keeper.get())}</p> }>
                <Pick label=words::KEEPER id="register-keeper" options=tiers() value=of(|now| tier_word(now.keeper).to_owned()) set=set_keeper />
            </Show>
            <fieldset class="field"><legend>{words::KINDS}</legend>
                {move || kinds(keeper.get()).map(kind).collect_view()}
            </fieldset>
        </section>
    }
}

/// What it reminds of; the conditions are edited as text.
#[component]
fn Rules(editing: Editing) -> impl IntoView {
    let count = Memo::new(move |_| editing.now.with(|now| now.rules.len()));
    let line = move |at: usize| {
        let rule = move |of: fn(&RowRule) -> String| {
            Signal::derive(move || editing.now.with(|now| now.rules.get(at).map(of).unwrap_or_default()))
        };
        let set = Callback::new(move |typed: String| {
            editing.change(|now| {
                if let Some(rule) = now.rules.get_mut(at) {
                    rule.say = typed;
                }
            });
        });
        let remove = move |_| {
            editing.change(|now| {
                if at < now.rules.len() {
                    now.rules.remove(at);
                }
            });
        };
        view! {
            <Words label=words::RULE id=format!("rule-{at}") value=rule(|rule| rule.say.clone()) set />
            <button type="button" class="button-quiet" on:click=remove>{words::REMOVE}</button>
        }
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <details class="card section">
                <summary>{words::RULES}</summary>
                <p class="quiet">{words::RULES_EXPLAINED}</p>
                {move || (0..count.get()).map(line).collect_view()}
            </details>
        </Show>
    }
}

/// All of it as text.
#[component]
fn Text(editing: Editing) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let typed = RwSignal::new(String::new());
    let wrong: RwSignal<Vec<String>> = RwSignal::new(Vec::new());
    let open = move |_| typed.set(editing.now.with_untracked(to_text));
    let read = move |_| {
        let id = editing.now.with_untracked(|now| now.id.clone());
        let is_new = editing.before.with_untracked(Option::is_none);
        match typed.with_untracked(|typed| from_text::<Register>(typed)) {
            Ok(now) if now.id == id || is_new => {
                wrong.set(Vec::new());
                editing.now.set(now);
                toasts.done(words::TEXT_READ);
            }
            Ok(_) => wrong.set(vec![words::id_stands(&id)]),
            Err(mistakes) => wrong.set(mistakes.iter().map(words::text_mistake).collect()),
        }
    };
    view! {
        <details class="card section no-print" id="as-text" on:toggle=open>
            <summary>{words::AS_TEXT}</summary>
            <p class="quiet">{words::AS_TEXT_EXPLAINED}</p>
            <textarea class="definition-text" rows="16" spellcheck="false" aria-label=words::AS_TEXT prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))></textarea>
            <Lines lines=wrong.into() />
            <button type="button" class="button" on:click=read>{words::READ_TEXT}</button>
        </details>
    }
}

/// Sentences that stand in the way; nothing while there are none.
#[component]
pub(super) fn Lines(lines: Signal<Vec<String>>) -> impl IntoView {
    let all = move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div role="alert">
            <Show when=move || !lines.with(Vec::is_empty)><ul class="refused definition-wrong">{all}</ul></Show>
        </div>
    }
}

/// What was found before it is published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Review {
    /// What stands in the way.
    wrong: Vec<String>,
    /// What it would do to records.
    effect: Vec<String>,
    /// How far was looked; in words.
    looked: String,
}

fn review(ledger: &Ledger, now: &Register, today: NaiveDate) -> Review {
    let before = ledger.register(&now.id);
    let then = before.map_or_else(|| now.clone(), |before| now.clone().following(before));
    let mut wrong: Vec<String> =
        ledger.register_mistakes(&then).iter().map(|mistake| words::mistake(&then, mistake)).collect();
    let Some(before) = before else {
        return Review { wrong, effect: Vec::new(), looked: words::NEW.to_owned() };
    };
    wrong.extend(then.unchangeable(before).iter().map(|why| words::unchangeable(&then, why)));
    if then.retired {
        let needs = ledger.still_needed(&Definition::Register(then.clone()));
        wrong.extend(needs.iter().map(withdrawn::need));
    } else {
        wrong.extend(ledger.indicators_without(&then).into_iter().map(words::indicator_breaks));
    }
    let effect = ledger.effect_of(&then, today);
    let looked = if effect.all.rows == 0 { words::NO_ROWS.to_owned() } else { words::looked_at(&effect) };
    let told = match (before.retired, then.retired) {
        (false, true) => Some(withdrawn::REGISTER),
        (true, false) => Some(withdrawn::RESTORED),
        _ => None,
    };
    let effect = told.map(str::to_owned).into_iter().chain(words::effect(&then, &effect)).collect();
    Review { wrong, effect, looked }
}

/// What a change would do, and then its publication.
#[component]
fn Publish(editing: Editing, draft: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    // With what was looked at: what was said of something else is worth nothing.
    let looked: RwSignal<Option<(Register, Review)>> = RwSignal::new(None);
    let look = move || {
        let now = editing.now.get_untracked();
        if editing.before.with_untracked(|before| before.as_ref() == Some(&now)) {
            refused.set(Some(words::NOTHING_CHANGED.to_owned()));
            return;
        }
        refused.set(None);
        let mut found = book.read_untracked(|ledger| review(ledger, &now, today.date.get_untracked()));
        found.wrong.extend(
            editing
                .unread
                .with_untracked(|unread| unread.values().map(|place| words::not_a_number(place)).collect::<Vec<_>>()),
        );
        looked.set(Some((now, found)));
    };
    // What it would do is told at once; only then is it published.
    let is_retired = Memo::new(move |_| editing.before.with(|before| before.as_ref().map(|before| before.retired)));
    let withdraw = move |_| {
        let Some(retired) = is_retired.get_untracked() else { return };
        editing.change(|now| now.retired = !retired);
        look();
    };
    let publish = StoredValue::new(move || {
        let now = editing.now.get_untracked();
        match book.run(Command::Define(Definition::Register(now))) {
            Ok(_) => {
                draft.set(String::new());
                toasts.done(words::PUBLISHED);
                navigate("/taskbook", NavigateOptions::default());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    });
    let found = move || {
        let of_this = looked.get().filter(|(then, _)| editing.now.with(|now| now == then));
        of_this.map(|(_, found)| {
            let wrong = found.wrong.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
            if !found.wrong.is_empty() {
                return view! { <div role="alert"><p>{words::MISTAKES}</p><ul class="refused definition-wrong">{wrong}</ul></div> }.into_any();
            }
            let nothing = found.effect.is_empty();
            let lines = found.effect.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <div class="preview" role="status" id="effect">
                    <p><b>{words::EFFECT}</b></p>
                    {nothing.then(|| view! { <p>{words::NO_EFFECT}</p> })}
                    <ul>{lines}</ul>
                    <p class="quiet">{found.looked}</p>
                </div>
                <button type="button" class="button-main" id="publish" on:click=move |_| publish.with_value(|publish| publish())>{words::PUBLISH}</button>
            }
            .into_any()
        })
    };
    view! {
        <section class="card section">
            <p class="page-acts">
                <button type="button" class="button" id="look" on:click=move |_| look()>{words::LOOK}</button>
                {move || is_retired.get().map(|retired| view! {
                    <button type="button" class="button-quiet" id="withdraw" on:click=withdraw>
                        {if retired { withdrawn::RESTORE } else { withdrawn::WITHDRAW }}
                    </button>
                })}
            </p>
            {found}
            <Refused refused />
        </section>
    }
}
