//! 记一笔: a new row. What is typed stays on the device until it is written, also through a restart; what is missing or
//! wrong is said while typing.

use std::{collections::BTreeMap, rc::Rc};

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};
use taizhang_ledger::{
    Command, OrgId, Refusal, Register, RegisterCommand, Written,
    record::{FileRef, Value},
    register::{Column, ColumnKind},
};

use super::{super::guides::GuideLinks, keepers};
use crate::{
    state::{Book, Drafts, Session, Toasts, Today, Uploads, hashes, row_draft},
    text::{self, registers as words},
    widgets::{CellInput, Refused},
};

/// The page: whose row it is, then the row.
#[component]
pub fn NewRowPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let (params, query) = (use_params_map(), use_query_map());
    let id = params.with_untracked(|params| params.get("register").unwrap_or_default());
    let register = Memo::new(move |_| book.read(|ledger| ledger.register(&id).cloned()));
    let own = session.identity().org;
    let asked = query.with_untracked(|query| query.get("of")).and_then(|of| of.parse::<OrgId>().ok());
    let of = RwSignal::new(asked);
    move || {
        let Some(register) = register.get() else {
            return view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any();
        };
        let orgs = book.read_untracked(|ledger| {
            let may = |org: &OrgId| ledger.may_keep(&session.author(), org, &register);
            let all = keepers(ledger, &own, &register).into_iter().filter(may);
            all.map(|org| (org.clone(), ledger.orgs().name(&org).to_owned())).collect::<Vec<_>>()
        });
        if let [(only, _)] = orgs.as_slice() {
            let org = only.clone();
            return view! { <Form register org=org.clone() behalf=org != own /> }.into_any();
        }
        let options = orgs
            .into_iter()
            .map(|(id, name)| {
                let this = id.clone();
                view! { <option value=id.to_string() selected=move || of.get().as_ref() == Some(&this)>{name}</option> }
            })
            .collect_view();
        let chosen = move || of.get().map(|org| view! { <Form register=register.clone() org behalf=true /> });
        view! {
            <label class="field"><span>{words::WHICH_BRANCH}</span>
                <select id="row-of" on:change=move |event| of.set(event_target_value(&event).parse().ok())>
                    <option value="">{words::CHOOSE}</option>
                    {options}
                </select>
            </label>
            {chosen}
        }
        .into_any()
    }
}

/// The columns with what is typed into each.
type Fields = Vec<(Column, RwSignal<String>)>;

/// What was typed, by column.
type Typed = BTreeMap<String, String>;

#[component]
fn Form(register: Register, org: OrgId, behalf: bool) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let uploads = expect_context::<Uploads>();
    let drafts = expect_context::<Drafts>();
    let place = row_draft(register.sealed, format!("row/{}/{org}", register.id));
    let draft = drafts.at(place.clone());
    let before: Typed = draft.with_untracked(|text| serde_json::from_str(text).unwrap_or_default());
    let fields: Fields = register
        .columns
        .iter()
        .map(|column| (column.clone(), RwSignal::new(before.get(&column.id).cloned().unwrap_or_default())))
        .collect();
    let fields = StoredValue::new(fields);
    // What is drawn is the form of a moment: photos taken for a row that is written begin anew with the next.
    let round = RwSignal::new(0_u32);
    let typed = Memo::new(move |_| {
        fields.with_value(|fields| {
            let filled = fields.iter().map(|(column, typed)| (column.id.clone(), typed.get()));
            filled.filter(|(_, typed)| !typed.trim().is_empty()).collect::<Typed>()
        })
    });
    Effect::watch(
        move || typed.get(),
        move |typed, _, _: Option<()>| {
            let text = if typed.is_empty() { Ok(String::new()) } else { serde_json::to_string(typed) };
            draft.set(text.unwrap_or_default());
        },
        false,
    );
    let missing = Memo::new(move |_| {
        fields.with_value(|fields| {
            let empty = |typed: &RwSignal<String>| typed.with(|typed| typed.trim().is_empty());
            let missing = fields.iter().filter(|(column, typed)| column.required && empty(typed));
            missing.map(|(column, _)| column.name.clone()).collect::<Vec<_>>()
        })
    });
    let gaps = gaps(register.clone(), fields);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    // While photos are noted down the same row must not be written again.
    let saving = RwSignal::new(false);
    let navigate = use_navigate();
    let id = register.id.clone();
    let save = {
        let (register, org) = (register.clone(), org.clone());
        move |then: Rc<dyn Fn()>| {
            if saving.get_untracked() {
                return;
            }
            let command = row(&register, &org, fields);
            let (register, place) = (register.clone(), place.clone());
            let done = move |written: Result<Written, Refusal>| match written {
                Ok(_) => {
                    drafts.keep(&place, String::new());
                    toasts.done(words::SAVED);
                    let empty = |fields: &Fields| fields.iter().for_each(|(_, typed)| typed.set(String::new()));
                    // The page may have been left meanwhile.
                    if fields.try_with_value(empty).is_some() {
                        draft.set(String::new());
                        refused.set(None);
                        then();
                    }
                }
                Err(Refusal::BadRow(flaws)) => refused.set(Some(words::flaws(&register, &flaws))),
                Err(why) => refused.set(Some(text::refusal(&why))),
            };
            let photos = photos(fields);
            match command {
                // Noted first: a row must not name a file that nobody sends.
                Ok(command) if !photos.is_empty() => {
                    let org = org.clone();
                    saving.set(true);
                    spawn_local(async move {
                        match uploads.send(&org, &photos.iter().flat_map(hashes).collect::<Vec<_>>()).await {
                            Ok(()) => done(book.run(command)),
                            Err(why) => toasts.error(text::storage_failed(&why)),
                        }
                        saving.set(false);
                    });
                }
                command => done(command.and_then(|command| book.run(command))),
            }
        }
    };
    let again = {
        let save = save.clone();
        move |_| save(Rc::new(move || round.update(|round| *round += 1)))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (navigate, id) = (navigate.clone(), id.clone());
        save(Rc::new(move || {
            navigate(&format!("/registers/{id}"), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }));
    };
    let last = {
        let (register, org) = (register.clone(), org.clone());
        Memo::new(move |_| book.read(|ledger| last_of(ledger, &register, &org)))
    };
    let like_last = move |_| {
        let last = last.get_untracked();
        fields.with_value(|fields| fill_empty(fields, &last));
    };
    let inputs = move || {
        round.track();
        let org = org.clone();
        fields.with_value(|fields| {
            let each = fields
                .iter()
                .map(|(column, typed)| view! { <Field column=column.clone() typed=*typed org=org.clone() /> });
            each.collect_view()
        })
    };
    view! {
        <h1 class="page-title">{register.name.clone()}" "<small>{words::ADD}</small></h1>
        <GuideLinks register=register.id.clone() />
        <form class="card form" on:submit=submit>
            {behalf.then(|| view! { <p class="notice">{words::BEHALF}</p> })}
            <Show when=move || !last.with(BTreeMap::is_empty)>
                <p class="page-acts"><button type="button" class="button" id="like-last" on:click=like_last>{words::LIKE_LAST}</button></p>
            </Show>
            {inputs}
            <p class="quiet" id="row-missing" role="status">
                {move || missing.with(|missing| (!missing.is_empty()).then(|| words::missing(missing)))}
            </p>
            <p class="quiet" id="row-gaps" role="status">{move || gaps.with(|gaps| words::with_gaps(String::new(), gaps))}</p>
            <Refused refused />
            <div class="act-buttons">
                <button type="submit" class="button-main">{words::SAVE}</button>
                <button type="button" class="button" id="save-and-more" on:click=again>{words::SAVE_AND_MORE}</button>
            </div>
        </form>
    }
}

/// One column's field, with what is wrong below it.
#[component]
fn Field(column: Column, typed: RwSignal<String>, org: OrgId) -> impl IntoView {
    let id = format!("row-{}", column.id);
    let name = words::heading(&column);
    let optional = (!column.required).then_some(words::OPTIONAL);
    let hint = column.hint.clone();
    let of = column.clone();
    let flaw = move || typed.with(|typed| of.parse(typed).err().map(|kind| words::flaw(&of, kind)));
    let grouped = matches!(column.kind, ColumnKind::YesNo | ColumnKind::Photo)
        || (column.kind == ColumnKind::Choice && column.choices.len() <= 5);
    let input = view! { <CellInput column id=id.clone() typed org /> };
    let below = view! {
        {hint.map(|hint| view! { <p class="quiet">{hint}</p> })}
        <p class="refused-line" role="alert">{flaw}</p>
    };
    if grouped {
        view! { <fieldset class="field"><legend>{name}<small>{optional}</small></legend>{input}{below}</fieldset> }
            .into_any()
    } else {
        view! { <div class="field"><label for=id><span>{name}<small>{optional}</small></span></label>{input}{below}</div> }
            .into_any()
    }
}

/// What the register's rules miss of what is typed, in sentences: told while typing, and in the way of nothing.
fn gaps(register: Register, fields: StoredValue<Fields>) -> Memo<Vec<String>> {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    Memo::new(move |_| {
        let values: BTreeMap<String, Value> = fields.with_value(|fields| {
            let typed = fields.iter().map(|(column, typed)| (column, typed.with(|typed| column.parse(typed))));
            typed.filter_map(|(column, value)| Some((column.id.clone(), value.ok()??))).collect()
        });
        // Of an empty form nothing is missing yet.
        if values.is_empty() {
            return Vec::new();
        }
        book.read_untracked(|ledger| {
            let gaps = register.gaps(|column| values.get(column), ledger, None, today.date.get());
            gaps.into_iter().map(|rule| rule.say.clone()).collect()
        })
    })
}

/// Fills in what the last row said, where nothing is typed yet.
fn fill_empty(fields: &Fields, last: &Typed) {
    for (column, typed) in fields {
        if let Some(text) = last.get(&column.id).filter(|_| typed.with_untracked(|typed| typed.trim().is_empty())) {
            typed.set(text.clone());
        }
    }
}

/// The photos that were taken for the row.
fn photos(fields: StoredValue<Fields>) -> Vec<FileRef> {
    fields.with_value(|fields| {
        let of = fields.iter().filter(|(column, _)| column.kind == ColumnKind::Photo);
        of.filter_map(|(_, typed)| typed.with_untracked(|typed| serde_json::from_str(typed).ok())).collect()
    })
}

/// The command that writes what was typed.
fn row(register: &Register, org: &OrgId, fields: StoredValue<Fields>) -> Result<Command, Refusal> {
    let mut cells: Vec<(String, Value)> = Vec::new();
    let mut flaws = Vec::new();
    fields.with_value(|fields| {
        for (column, typed) in fields {
            match typed.with_untracked(|typed| column.parse(typed)) {
                Ok(value) => cells.extend(value.map(|value| (column.id.clone(), value))),
                Err(kind) => flaws.push(taizhang_ledger::register::Flaw { column: column.id.clone(), kind }),
            }
        }
    });
    if flaws.is_empty() {
        let (org, register) = (org.clone(), register.id.clone());
        Ok(Command::Register(RegisterCommand::Add { org, register, cells }))
    } else {
        Err(Refusal::BadRow(flaws))
    }
}

/// What the last row has in common with a next one: words and choices, not amounts, days or photos.
fn last_of(ledger: &taizhang_ledger::Ledger, register: &Register, org: &OrgId) -> Typed {
    let rows = ledger.register_rows(org, &register.id).filter(|row| row.struck_out().is_none());
    let Some(last) = rows.max_by_key(|row| (row.record.at, row.record.id)) else { return Typed::new() };
    let stays = |column: &&Column| {
        matches!(column.kind, ColumnKind::Text | ColumnKind::Choice | ColumnKind::Organisation | ColumnKind::YesNo)
    };
    let columns = register.columns.iter().filter(stays);
    columns.filter_map(|column| Some((column.id.clone(), column.print(last.value(&column.id)?)))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn the_last_row_fills_what_is_empty_and_leaves_what_is_typed() {
        let owner = Owner::new();
        owner.set();
        let column =
            |id: &str| serde_json::from_value::<Column>(serde_json::json!({"id": id, "name": id, "kind": "text"}));
        let typed = |id: &str, text: &str| (column(id).unwrap(), RwSignal::new(text.to_owned()));
        let fields: Fields = vec![typed("from", "县水利局"), typed("matter", " "), typed("note", "")];
        let last = [("from", "县农业局"), ("matter", "河道清理")].map(|(id, text)| (id.to_owned(), text.to_owned()));
        fill_empty(&fields, &Typed::from(last));
        let stands: Vec<String> = fields.iter().map(|(_, typed)| typed.get_untracked()).collect();
        assert_eq!(stands, ["县水利局", "河道清理", ""]);
    }
}
