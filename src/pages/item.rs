//! One task at one branch: what is asked, how far it is, what was written, what can be done.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_params_map};
use taizhang_ledger::{
    Command, Difference, Item, ItemKey, Refusal, Tier,
    record::{Alternative, Field, FileRef, Value},
};

use crate::{
    state::{Book, Drafts, Session, Toasts, Uploads, hashes},
    text::{self, ui::item as words},
    widgets::{
        ActPanel, DueBadge, EditLines, FilePicker, History, Icon, Journal, OnBehalfNotice, Refused, RemindPanel, Shape,
        StateBadge, StoredMark, Taken,
    },
};

/// The page.
#[component]
pub fn ItemPage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| {
        params.with(|params| {
            let branch = params.get("branch")?.parse().ok()?;
            let task = params.get("task")?.parse().ok()?;
            Some(ItemKey { branch, task })
        })
    });
    move || match key.get() {
        Some(key) => view! { <Opened key /> }.into_any(),
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
    }
}

#[component]
fn Opened(key: ItemKey) -> impl IntoView {
    let book = expect_context::<Book>();
    let item = {
        let key = key.clone();
        Memo::new(move |_| book.item(&key))
    };
    let known = Memo::new(move |_| item.with(Option::is_some));
    move || {
        if !known.get() {
            return view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any();
        }
        let key = key.clone();
        let edited = key.clone();
        let edits = Callback::new(move |()| book.with_ledger(|ledger| ledger.edits(&edited)).unwrap_or_default());
        view! {
            <Head item key=key.clone() />
            <div class="item">
                <div class="item-work">
                    <Conflicts item key=key.clone() />
                    <ActPanel item=key.clone() />
                    <RemindPanel item=key.clone() />
                    <Requirement item />
                    <Fields item key=key.clone() />
                </div>
                <div class="item-log">
                    <section class="card">
                        <h2>{words::JOURNAL}</h2>
                        <OnBehalfNotice item=key.clone() />
                        <AddEntry key=key.clone() />
                        <Journal item />
                    </section>
                    <section class="card">
                        <h2>{words::HISTORY}</h2>
                        <History item />
                    </section>
                    <EditLines read=edits name=Callback::new(|field| text::field(field).to_owned()) />
                </div>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Head(item: Memo<Option<Item>>, key: ItemKey) -> impl IntoView {
    let book = expect_context::<Book>();
    let summary = Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.summary.clone())));
    let origin = Memo::new(move |_| item.with(|item| item.as_ref().and_then(|item| item.inspection)));
    let above_branch = expect_context::<Session>().tier() != Tier::Branch;
    move || {
        let summary = summary.get()?;
        let inspection = origin.get();
        let branch = book.read(|ledger| ledger.orgs().name(&summary.key.branch).to_owned());
        let issuer = book.read(|ledger| ledger.orgs().name(&summary.issuer).to_owned());
        let set_by = if issuer == branch { words::set_by_branch(&branch) } else { words::set_by(&issuer, &branch) };
        Some(view! {
            <header class="item-head">
                <h1 class="page-title">{summary.title.clone()}</h1>
                <p class="item-marks">
                    <StateBadge state=summary.state />
                    <DueBadge item=Arc::new(summary.clone()) />
                    <StoredMark item=key.clone() />
                </p>
                <p class="quiet">{format!("{} {} · {set_by}", summary.code, text::domain(summary.domain))}</p>
                {(above_branch && issuer != branch).then(|| view! {
                    <p class="no-print"><A href=format!("/given/{}", summary.key.task)>{text::ui::day::SEE_SIGNED}</A></p>
                })}
                {inspection.map(|id| view! {
                    <p><A href=format!("/inspections/{id}")>{text::inspections::ORIGIN}</A></p>
                })}
                {summary.returned_because.map(|why| view! {
                    <p class="notice notice-danger"><Icon shape=Shape::Warning /><span>{words::returned(&why)}</span></p>
                })}
                {summary.contested.then(|| view! {
                    <p class="notice notice-danger"><Icon shape=Shape::Warning /><span>{words::CONTESTED}</span></p>
                })}
                {summary.changed.then(|| view! { <Changed key=key.clone() /> })}
                {summary.extension_asked.then(|| view! {
                    <p class="notice"><Icon shape=Shape::Clock /><span>{words::EXTENSION_ASKED}</span></p>
                })}
            </header>
        })
    }
}

/// What has changed since the last verdict: whoever verifies sees the difference before looking again.
#[component]
fn Changed(key: ItemKey) -> impl IntoView {
    let book = expect_context::<Book>();
    let changes = Memo::new(move |_| book.read(|ledger| ledger.changed_since_verdict(&key)));
    let line = |change: Difference| {
        let said = match change {
            Difference::Field { field, before, now } => words::changed_field(text::field(field), &before, &now),
            Difference::Entry(entry) => words::changed_entry(&entry.author.person, &entry.text),
            Difference::Requirement => words::CHANGED_REQUIREMENT.to_owned(),
        };
        view! { <li>{said}</li> }
    };
    view! {
        <div class="notice notice-danger" id="changed">
            <Icon shape=Shape::Warning />
            <div>
                <p>{words::CHANGED}</p>
                <ul>{move || changes.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </div>
    }
}

#[component]
fn Requirement(item: Memo<Option<Item>>) -> impl IntoView {
    let lines = move || {
        let item = item.get()?;
        let target = item.target.map(|n| format!("{n}{}", item.unit.clone().unwrap_or_default()));
        Some(view! {
            <p class="requirement">{item.requirement}</p>
            <dl class="facts">
                <dt>{words::PROOF}</dt><dd>{text::evidence_rule(item.evidence)}</dd>
                {target.map(|target| view! { <dt>{words::TARGET}</dt><dd>{target}</dd> })}
                <dt>{words::SET_AT}</dt><dd>{text::date_time(item.set_at)}</dd>
            </dl>
        })
    };
    view! {
        <section class="card">
            <h2>{words::REQUIREMENT}</h2>
            {lines}
        </section>
    }
}

/// The values between which a person must choose, side by side with their authors.
#[component]
fn Conflicts(item: Memo<Option<Item>>, key: ItemKey) -> impl IntoView {
    let conflicts =
        Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.conflicts.clone()).unwrap_or_default()));
    move || {
        let all = conflicts.get();
        (!all.is_empty()).then(|| {
            // Drawn anew only when the values change: a button that is replaced under a finger loses the tap.
            let each = untrack(|| {
                all.into_iter()
                    .map(|(field, values)| view! { <Conflict key=key.clone() field values /> })
                    .collect_view()
            });
            view! {
                <section class="card conflict" aria-label=words::CONFLICT>
                    <h2><Icon shape=Shape::Warning />{words::CONFLICT_TITLE}</h2>
                    <p>{words::CONFLICT_EXPLAINED}</p>
                    {each}
                </section>
            }
        })
    }
}

#[component]
fn Conflict(key: ItemKey, field: Field, values: Vec<Alternative>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let may = book.read(|ledger| ledger.may_edit(&session.author(), &key, field));
    let choices = values
        .into_iter()
        .map(|one| {
            let author = one.device.and_then(|device| book.read(|ledger| ledger.author(device).cloned()));
            let who = author.map_or_else(
                || words::UNKNOWN_AUTHOR.to_owned(),
                |author| {
                    let org = book.read(|ledger| ledger.orgs().name(&author.org).to_owned());
                    format!("{}（{org}）", author.person)
                },
            );
            let when = one.at.map(text::date_time).unwrap_or_default();
            let shown = if one.value.to_string().is_empty() { words::EMPTY.to_owned() } else { one.value.to_string() };
            let (key, value) = (key.clone(), one.value);
            let choose = move |_| {
                let edit = Command::Edit { item: key.clone(), field, value: value.clone() };
                match book.run(edit) {
                    Ok(_) => toasts.done(words::CHOSEN),
                    Err(why) => toasts.error(text::refusal(&why)),
                }
            };
            view! {
                <div class="choice">
                    <p class="choice-value">{shown}</p>
                    <p class="quiet">{who}" · "{when}</p>
                    {may.then(|| view! {
                        <button type="button" class="button" on:click=choose>{words::CHOOSE}</button>
                    })}
                </div>
            }
        })
        .collect_view();
    view! {
        <h3>{text::field(field)}</h3>
        <div class="choices">{choices}</div>
    }
}

/// The fields that can be edited, each saved by itself.
#[component]
fn Fields(item: Memo<Option<Item>>, key: ItemKey) -> impl IntoView {
    let unit = item.with_untracked(|item| item.as_ref().and_then(|item| item.unit.clone()));
    let counted = item.with_untracked(|item| item.as_ref().is_some_and(|item| item.target.is_some()));
    let shown = [Field::Owner, Field::Measure, Field::Progress, Field::Done, Field::Due]
        .into_iter()
        .filter(|field| *field != Field::Done || counted)
        .map(|field| view! { <FieldLine item key=key.clone() field unit=unit.clone() /> })
        .collect_view();
    view! {
        <section class="card">
            <h2>{words::WORK}</h2>
            {shown}
        </section>
    }
}

fn value_of(item: &Item, field: Field) -> String {
    match field {
        Field::Title => item.summary.title.clone(),
        Field::Requirement => item.requirement.clone(),
        Field::Due => item.summary.due.to_string(),
        Field::Owner => item.summary.owner.clone(),
        Field::Measure => item.measure.clone(),
        Field::Progress => item.summary.progress.to_string(),
        Field::Done => item.done.map(|n| n.to_string()).unwrap_or_default(),
    }
}

fn shown_value(value: &str, field: Field, unit: Option<&str>) -> String {
    match field {
        _ if value.is_empty() => words::NOT_FILLED.to_owned(),
        Field::Progress => format!("{value}%"),
        Field::Done => format!("{value}{}", unit.unwrap_or_default()),
        Field::Due => value.parse().map_or_else(|_| value.to_owned(), text::date),
        _ => value.to_owned(),
    }
}

#[component]
fn FieldLine(item: Memo<Option<Item>>, key: ItemKey, field: Field, unit: Option<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let draft = expect_context::<Drafts>().at(format!("{}/{}/{}", key.branch, key.task, field.word()));
    // What was begun before the page was left goes on.
    let editing = RwSignal::new(!draft.with_untracked(String::is_empty));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let value =
        Memo::new(move |_| item.with(|item| item.as_ref().map(|item| value_of(item, field)).unwrap_or_default()));
    let may = {
        let key = key.clone();
        Memo::new(move |_| book.read(|ledger| ledger.may_edit(&session.author(), &key, field)))
    };
    let open = move |_| {
        draft.set(value.get_untracked());
        refused.set(None);
        editing.set(true);
    };
    let close = move || {
        editing.set(false);
        draft.set(String::new());
    };
    let toasts = expect_context::<Toasts>();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = draft.get_untracked();
        let value = if field.is_number() {
            // What is not a number stays a text, which the ledger refuses with the right words.
            text.trim().parse().map_or(Value::Text(text), Value::Number)
        } else {
            Value::Text(text)
        };
        match book.run(Command::Edit { item: key.clone(), field, value }) {
            Ok(_) => {
                close();
                toasts.done(words::saved(field));
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let on_input = move |event| draft.set(event_target_value(&event));
    let input = move || {
        match field {
        Field::Measure | Field::Requirement => view! {
            <textarea rows="4" id=field.word() prop:value=draft on:input=on_input></textarea>
        }
        .into_any(),
        Field::Progress => view! {
            <div class="range">
                <input type="range" id=field.word() min="0" max="100" step="5" prop:value=draft on:input=on_input />
                <output>{move || format!("{}%", draft.get())}</output>
            </div>
        }
        .into_any(),
        Field::Done => view! {
            <input type="number" id=field.word() min="0" step="1" inputmode="numeric" prop:value=draft on:input=on_input />
        }
        .into_any(),
        Field::Due => view! { <input type="date" id=field.word() prop:value=draft on:input=on_input /> }.into_any(),
        Field::Owner | Field::Title => view! {
            <input type="text" id=field.word() maxlength="80" prop:value=draft on:input=on_input />
        }
        .into_any(),
    }
    };
    let shown = move || shown_value(&value.get(), field, unit.as_deref());
    view! {
        <form class="field-line" data-field=field.word() on:submit=save>
            <label class="field-name" for=field.word()>{text::field(field)}</label>
            <Show when=move || editing.get() && may.get()
                fallback={
                    let shown = shown.clone();
                    move || view! {
                        <span class="field-value" class:field-empty=move || value.with(String::is_empty)>{shown.clone()}</span>
                        {move || may.get().then(|| view! {
                            <button type="button" class="button-quiet" on:click=open>
                                <Icon shape=Shape::Edit />{words::EDIT}
                                <span class="unseen">{text::field(field)}</span>
                            </button>
                        })}
                    }
                }>
                {input}
                <div class="act-buttons">
                    <button type="submit" class="button-main">{words::SAVE}</button>
                    <button type="button" class="button" on:click=move |_| close()>
                        {text::ui::common::CANCEL}
                    </button>
                </div>
            </Show>
            <Refused refused />
        </form>
    }
}

/// 报进展, 备注, 佐证: what was typed stays until it has been written.
#[component]
fn AddEntry(key: ItemKey) -> impl IntoView {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Kind {
        Progress,
        Evidence,
        Note,
    }
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let kind = RwSignal::new(Kind::Progress);
    let drafts = expect_context::<Drafts>();
    let words_typed = drafts.at(format!("{}/{}/entry", key.branch, key.task));
    let place = drafts.at(format!("{}/{}/place", key.branch, key.task));
    let taken = Taken::at(drafts, format!("{}/{}/files", key.branch, key.task));
    let uploads = expect_context::<Uploads>();
    let branch = StoredValue::new(key.branch.clone());
    let percent = RwSignal::new(String::new());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let may = {
        let key = key.clone();
        Memo::new(move |_| book.read(|ledger| ledger.may_edit(&session.author(), &key, Field::Owner)))
    };
    let current = {
        let key = key.clone();
        Memo::new(move |_| book.projection.get(&key).map_or(0, |item| item.progress))
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (item, text) = (key.clone(), words_typed.get_untracked());
        let done = move |written: Result<(), Refusal>| match written {
            Ok(()) => {
                for signal in [words_typed, place, percent] {
                    signal.set(String::new());
                }
                refused.set(None);
                toasts.done(words::ENTRY_SAVED);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        };
        match kind.get_untracked() {
            Kind::Progress => {
                let percent = percent.get_untracked().parse().ok();
                done(book.run(Command::Report { item, text, percent }).map(drop));
            }
            Kind::Note => done(book.run(Command::Note { item, text }).map(drop)),
            Kind::Evidence => {
                let reference = place.get_untracked();
                spawn_local(async move {
                    // Noted first: an entry must not name a file that nobody sends.
                    let files = taken.files.get_untracked();
                    match uploads.send(&item.branch, &files.iter().flat_map(hashes).collect::<Vec<_>>()).await {
                        Ok(()) => done(add_evidence(book, &item, &text, &reference, taken)),
                        Err(why) => toasts.error(text::storage_failed(&why)),
                    }
                });
            }
        }
    };
    let tabs =
        [(Kind::Progress, words::ADD_PROGRESS), (Kind::Evidence, words::ADD_EVIDENCE), (Kind::Note, words::ADD_NOTE)];
    let tabs = move || {
        tabs.into_iter()
            .map(|(one, name)| {
                view! {
                    <button type="button" class="chip" aria-pressed=move || (kind.get() == one).to_string()
                        on:click=move |_| kind.set(one)>{name}</button>
                }
            })
            .collect_view()
    };
    let hint = move || match kind.get() {
        Kind::Progress => words::HINT_PROGRESS,
        Kind::Evidence => words::HINT_EVIDENCE,
        Kind::Note => words::HINT_NOTE,
    };
    view! {
        <Show when=move || may.get()>
            <form class="add-entry" on:submit=save.clone()>
                <div class="chips">{tabs}</div>
                <label class="field">
                    <span class="unseen">{hint}</span>
                    <textarea rows="3" id="entry-text" placeholder=hint prop:value=words_typed
                        on:input=move |event| words_typed.set(event_target_value(&event))></textarea>
                </label>
                <Show when=move || kind.get() == Kind::Progress>
                    <label class="field">
                        <span>{text::field(Field::Progress)}</span>
                        <div class="range">
                            <input type="range" id="entry-percent" min="0" max="100" step="5"
                                prop:value=move || if percent.with(String::is_empty) { current.get().to_string() } else { percent.get() }
                                on:input=move |event| percent.set(event_target_value(&event)) />
                            <output>{move || if percent.with(String::is_empty) { format!("{}%", current.get()) } else { format!("{}%", percent.get()) }}</output>
                        </div>
                    </label>
                </Show>
                <Show when=move || kind.get() == Kind::Evidence>
                    <FilePicker taken org=branch.get_value() />
                    <label class="field">
                        <span>{words::PLACE}</span>
                        <input type="text" id="entry-place" maxlength="80" placeholder=words::PLACE_HINT prop:value=place
                            on:input=move |event| place.set(event_target_value(&event)) />
                    </label>
                </Show>
                <Refused refused />
                <button type="submit" class="button-main">{words::SAVE_ENTRY}</button>
            </form>
        </Show>
    }
}

/// Writes one evidence a file, or one without a file; a file counts as taken until its entry is written.
fn add_evidence(book: Book, item: &ItemKey, text: &str, place: &str, taken: Taken) -> Result<(), Refusal> {
    let add = |caption: &str, file: Option<FileRef>| {
        let (caption, reference) = (caption.to_owned(), Some(place.to_owned()));
        book.run(Command::AddEvidence { item: item.clone(), caption, reference, file }).map(drop)
    };
    let files = taken.files.get_untracked();
    if files.is_empty() {
        return add(text, None);
    }
    let caption = if text.trim().is_empty() { text::ui::files::DEFAULT_CAPTION } else { text };
    for file in files {
        let hash = file.hash;
        add(caption, Some(file))?;
        taken.files.update(|all| all.retain(|other| other.hash != hash));
    }
    Ok(())
}
