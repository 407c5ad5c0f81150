//! A row: each cell is corrected by itself; values between which a person must choose; striking it out.

use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map},
};
use taizhang_ledger::{
    Command, Ledger, OrgId, Register, RegisterCommand, RowId,
    demo::DemoState,
    record::{Alternative, FileRef, Value},
    register::{Column, ColumnKind, Flaw},
};

use crate::{
    state::{Book, Drafts, Session, Toasts, Today, Uploads, hashes, row_draft},
    text::{self, registers as words, ui::item},
    widgets::{Choices, EditLine, Entry, EvidenceFile, Icon, Refused, Shape},
};

/// What the page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    register: Register,
    org: OrgId,
    row: RowId,
}

/// What stands around the cells.
#[derive(Debug, Clone, PartialEq, Eq)]
struct About {
    org: String,
    by: String,
    at: String,
    behalf: bool,
    struck_out: Option<String>,
    flaws: Vec<Flaw>,
    /// What its register's rules miss, in sentences.
    gaps: Vec<String>,
    conflicts: Vec<(Column, Vec<Alternative>)>,
    /// What stands in columns that the register does not have any more.
    others: Vec<(String, String)>,
    may: bool,
    may_erase: bool,
    /// How far a demonstration site is.
    demo: Option<DemoState>,
}

fn about(ledger: &Ledger, session: &Session, place: &Place, today: NaiveDate) -> Option<About> {
    let row = ledger.row(&place.org, place.row)?;
    let author = &row.record.author;
    let conflicts = place.register.columns.iter().filter_map(|column| {
        let values = row.cell(&column.id)?.conflict();
        (!values.is_empty()).then(|| (column.clone(), values.to_vec()))
    });
    Some(About {
        org: ledger.orgs().name(&place.org).to_owned(),
        by: format!("{}（{}）", author.person, ledger.orgs().name(&author.org)),
        at: text::date_time(row.record.at),
        behalf: author.org != place.org,
        struck_out: row.struck_out().map(str::to_owned),
        flaws: row.flaws(&place.register),
        gaps: row.gaps(&place.register, ledger, today).into_iter().map(|rule| rule.say.clone()).collect(),
        conflicts: conflicts.collect(),
        demo: ledger.demo_state(&place.org, place.row),
        others: row.others(&place.register).map(|(id, value)| other(ledger, &place.register, id, value)).collect(),
        may: ledger.may_keep(&session.author(), &place.org, &place.register),
        may_erase: ledger.may_erase(&session.author(), &place.org, &place.register),
    })
}

/// What stands in a column that is not asked for any more, under its heading of then where that is known.
fn other(ledger: &Ledger, register: &Register, id: &str, value: &Value) -> (String, String) {
    match register.ever(id) {
        Some(column) => (words::heading(column), words::shown(ledger, column, value)),
        None => (id.to_owned(), value.to_string()),
    }
}

/// The page.
#[component]
pub fn RowPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let params = use_params_map();
    let place = Memo::new(move |_| {
        let (register, org, row) =
            params.with(|params| Some((params.get("register")?, params.get("org")?, params.get("row")?)))?;
        let (org, row) = (org.parse::<OrgId>().ok()?, row.parse::<RowId>().ok()?);
        book.read(|ledger| {
            ledger.row(&org, row)?;
            Some(Place { register: ledger.register(&register)?.clone(), org: org.clone(), row })
        })
    });
    move || match place.get() {
        Some(place) => view! { <One place /> }.into_any(),
        None => view! { <p class="card empty">{words::UNKNOWN_ROW}</p> }.into_any(),
    }
}

#[component]
fn One(place: Place) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let here = StoredValue::new(place.clone());
    let about = Memo::new(move |_| {
        book.read(|ledger| here.with_value(|place| about(ledger, &session, place, today.date.get())))
    });
    let may = Memo::new(move |_| {
        about.with(|about| about.as_ref().is_some_and(|about| about.may && about.struck_out.is_none()))
    });
    let head = move || {
        about.get().map(|about| {
            let said = here.with_value(|place| words::flaws(&place.register, &about.flaws));
            let said = words::with_gaps(said, &about.gaps);
            let conflicts =
                about.conflicts.into_iter().map(|(column, values)| view! { <Conflict place=here column values may=about.may /> });
            let conflicts = conflicts.collect_view();
            view! {
                <dl class="facts">
                    <dt>{words::BRANCH}</dt><dd>{about.org}</dd>
                    <dt>{words::BY}</dt><dd>{about.by}{about.behalf.then(|| view! { " "<span class="badge badge-aside">{item::ON_BEHALF}</span> })}</dd>
                    <dt>{words::AT}</dt><dd>{about.at}</dd>
                    {about.demo.map(|state| view! {
                        <dt>{words::DEMO_STATE}</dt><dd data-demo=state.word()>{words::demo_state(state)}</dd>
                    })}
                </dl>
                {about.struck_out.map(|why| view! { <p class="notice notice-danger">{words::STRUCK_OUT}"："{why}</p> })}
                {(!said.is_empty()).then(|| view! {
                    <p class="notice"><Icon shape=Shape::Warning /><span>{words::FLAWS}"。"{said}</span></p>
                })}
                {conflicts}
                {(!about.others.is_empty()).then(|| view! {
                    <h2>{words::OTHERS}</h2>
                    <dl class="facts">{about.others.into_iter().map(|(column, value)| view! { <dt>{column}</dt><dd>{value}</dd> }).collect_view()}</dl>
                })}
            }
        })
    };
    let cells = place.register.columns.iter().map(|column| view! { <CellLine place=here column=column.clone() may /> });
    let cells = cells.collect_view();
    let back = format!("/registers/{}", place.register.id);
    let (name, title) = (place.register.name.clone(), place.register.name);
    view! {
        <p class="register-back no-print"><A href=back>{name}</A></p>
        <h1 class="page-title">{title}</h1>
        <section class="card">{head}</section>
        <section class="card section"><h2>{words::CELLS}</h2>{cells}</section>
        <StrikeOut place=here about />
        {here.with_value(|place| place.register.sealed).then(|| view! { <Erase place=here about /> })}
    }
}

#[component]
fn CellLine(place: StoredValue<Place>, column: Column, may: Memo<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let Place { org, row, register } = place.get_value();
    let of = StoredValue::new(column.clone());
    let stands = Memo::new(move |_| {
        book.read(|ledger| {
            place.with_value(|place| {
                let value =
                    ledger.row(&place.org, place.row)?.value(&of.with_value(|column| column.id.clone()))?.clone();
                let shown = of.with_value(|column| words::shown(ledger, column, &value));
                Some((of.with_value(|column| column.print(&value)), shown))
            })
        })
    });
    let value =
        Memo::new(move |_| stands.with(|stands| stands.as_ref().map(|(typed, _)| typed.clone()).unwrap_or_default()));
    let shown = Callback::new(move |_: String| {
        stands.with(|stands| stands.as_ref().map(|(_, shown)| shown.clone()).unwrap_or_default())
    });
    let uploads = expect_context::<Uploads>();
    let save = {
        let org = org.clone();
        Callback::new(move |typed: String| {
            of.with_value(|column| {
                let value = column.parse(&typed).map_err(|kind| words::flaw(column, kind))?;
                if let Some(file) = photo(column, &typed) {
                    let edit = RegisterCommand::Edit { org: org.clone(), row, column: column.id.clone(), value };
                    send_and_write(book, &uploads, toasts, (org.clone(), file), edit);
                    return Ok(());
                }
                let edit = RegisterCommand::Edit { org: org.clone(), row, column: column.id.clone(), value };
                match book.run(Command::Register(edit)) {
                    Ok(_) => {
                        toasts.done(words::CHANGED);
                        Ok(())
                    }
                    Err(taizhang_ledger::Refusal::BadRow(flaws)) => {
                        Err(flaws.first().map_or_else(String::new, |flaw| words::flaw(column, flaw.kind)))
                    }
                    Err(why) => Err(text::refusal(&why)),
                }
            })
        })
    };
    let name = words::heading(&column);
    let owner = org.clone();
    let picture = move || {
        let file = value.with(|typed| of.with_value(|column| photo(column, typed)))?;
        Some(view! { <EvidenceFile file org=owner.clone() /> })
    };
    let draft = row_draft(register.sealed, format!("row/{row}/{}", column.id));
    let id = format!("cell-{}", column.id);
    view! {
        <EditLine field=column.id.clone() name id draft entry=Entry::Cell(Box::new(column.clone()), org) value shown may save />
        {picture}
    }
}

/// The file that a cell names, where its column holds one.
fn photo(column: &Column, typed: &str) -> Option<FileRef> {
    if column.kind == ColumnKind::Photo { serde_json::from_str(typed).ok() } else { None }
}

/// Writes a cell that names a file once it is noted that the file is to be sent.
fn send_and_write(book: Book, uploads: &Uploads, toasts: Toasts, file: (OrgId, FileRef), edit: RegisterCommand) {
    let uploads = *uploads;
    spawn_local(async move {
        match uploads.send(&file.0, &hashes(&file.1)).await {
            Ok(()) => match book.run(Command::Register(edit)) {
                Ok(_) => toasts.done(words::CHANGED),
                Err(why) => toasts.error(text::refusal(&why)),
            },
            Err(why) => toasts.error(text::storage_failed(&why)),
        }
    });
}

#[component]
fn Conflict(place: StoredValue<Place>, column: Column, values: Vec<Alternative>, may: bool) -> impl IntoView {
    let book = expect_context::<Book>();
    let of = StoredValue::new(column.clone());
    let shown = Callback::new(move |said: String| {
        of.with_value(|column| {
            let value = match said.parse() {
                Ok(number) if column.kind.is_number() => Value::Number(number),
                _ => Value::Text(said),
            };
            book.read_untracked(|ledger| words::shown(ledger, column, &value))
        })
    });
    let choose = Callback::new(move |value: Value| {
        let Place { org, row, .. } = place.get_value();
        let column = of.with_value(|column| column.id.clone());
        book.run(Command::Register(RegisterCommand::Edit { org, row, column, value: Some(value) })).map(drop)
    });
    view! {
        <div class="conflict card">
            <h2><Icon shape=Shape::Warning />{item::CONFLICT_TITLE}</h2>
            <Choices name=column.name values shown may choose />
        </div>
    }
}

/// Striking the row out with a reason, and taking it up again.
#[component]
fn StrikeOut(place: StoredValue<Place>, about: Memo<Option<About>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let reason = expect_context::<Drafts>()
        .at(place.with_value(|place| row_draft(place.register.sealed, format!("row/{}/out", place.row))));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let run = move |reason: Option<String>| {
        let Place { org, row, .. } = place.get_value();
        match book.run(Command::Register(RegisterCommand::StrikeOut { org, row, reason })) {
            Ok(_) => {
                refused.set(None);
                toasts.done(words::CHANGED);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let strike = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        run(Some(reason.get_untracked()));
        if refused.with_untracked(Option::is_none) {
            reason.set(String::new());
        }
    };
    let stands = Memo::new(move |_| {
        about.with(|about| about.as_ref().map(|about| (about.may, about.struck_out.is_some())).unwrap_or_default())
    });
    move || {
        match stands.get() {
        (false, _) => ().into_any(),
        (true, true) => view! {
            <p class="page-acts no-print"><button type="button" class="button" on:click=move |_| run(None)>{words::RESTORE}</button></p>
        }
        .into_any(),
        (true, false) => view! {
            <details class="card section no-print" id="strike-out">
                <summary>{words::STRIKE_OUT}</summary>
                <form class="form" on:submit=strike>
                    <p class="quiet">{words::STRIKE_OUT_EXPLAINED}</p>
                    <label class="field"><span>{words::REASON}</span>
                        <input type="text" id="strike-reason" prop:value=reason
                            on:input=move |event| reason.set(event_target_value(&event)) />
                    </label>
                    <Refused refused />
                    <button type="submit" class="button">{words::STRIKE_OUT}</button>
                </form>
            </details>
        }
        .into_any(),
    }
    }
}

/// Erasing a row about a person for good, from behind a box that must be ticked.
#[component]
fn Erase(place: StoredValue<Place>, about: Memo<Option<About>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let drafts = expect_context::<Drafts>();
    let sure = RwSignal::new(false);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let erase = StoredValue::new(move || {
        let Place { register, org, row } = place.get_value();
        match book.run(Command::Register(RegisterCommand::Erase { org, row })) {
            Ok(_) => {
                drafts.forget(&format!("row/{row}/"));
                toasts.done(words::ERASED);
                navigate(&format!("/registers/{}", register.id), NavigateOptions::default());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    });
    let may = Memo::new(move |_| about.with(|about| about.as_ref().is_some_and(|about| about.may_erase)));
    view! {
        <Show when=move || may.get()>
            <details class="card section no-print" id="erase">
                <summary>{words::ERASE}</summary>
                <div class="form">
                    <p class="quiet">{words::ERASE_EXPLAINED}</p>
                    <label class="check"><input type="checkbox" prop:checked=sure
                        on:change=move |event| sure.set(event_target_checked(&event)) />{words::ERASE_SURE}</label>
                    <Refused refused />
                    <button type="button" class="button" disabled=move || !sure.get()
                        on:click=move |_| erase.with_value(|erase| erase())>{words::ERASE}</button>
                </div>
            </details>
        </Show>
    }
}
