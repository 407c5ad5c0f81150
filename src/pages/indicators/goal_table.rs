//! What those below are to reach, and reached the year before, in one table: typed or pasted, and saved in one go.

use std::collections::BTreeMap;

use leptos::prelude::*;
use taizhang_ledger::{Command, Definition, Indicator, Ledger, OrgId, Reckoner, indicator::Goal};

use super::pasted::{COLUMNS, is_many, spread};
use crate::{
    state::{Book, Drafts, Toasts, Today, goal_printed, goal_typed},
    text::{self, goals as words, taskbook},
    widgets::Refused,
};

/// The columns, in order.
const GOALS: [Goal; COLUMNS] = [Goal::Target, Goal::Before];
/// Where all of them are shown, whoever they are below.
const ALL: &str = "all";

/// What is typed and not saved, by column and organisation.
type Typed = BTreeMap<(usize, OrgId), String>;

/// Those directly below that have a value, or those below one of them, or all that have a value of their own.
fn rows(ledger: &Ledger, indicator: &Indicator, own: &OrgId, of: &str, today: chrono::NaiveDate) -> Vec<OrgId> {
    let reckoner = Reckoner::new(ledger, today);
    let members = |org: &OrgId| reckoner.members(indicator, org);
    match of.parse::<OrgId>().ok().filter(|_| of != ALL) {
        Some(below) => members(&below).into_iter().filter(|one| **one != below).cloned().collect(),
        None if of == ALL => members(own).into_iter().filter(|one| *one != own).cloned().collect(),
        None => {
            let children = ledger.orgs().iter().filter(|one| one.parent.as_ref() == Some(own)).map(|one| &one.id);
            children.filter(|one| !members(one).is_empty()).cloned().collect()
        }
    }
}

/// As a draft is kept: a line for each.
fn to_draft(typed: &Typed) -> String {
    let lines = typed.iter().map(|((column, org), typed)| format!("{column}\t{org}\t{typed}"));
    lines.collect::<Vec<_>>().join("\n")
}

fn from_draft(draft: &str) -> Typed {
    let read = |line: &str| {
        let mut parts = line.splitn(3, '\t');
        let column = parts.next()?.parse().ok().filter(|column| *column < COLUMNS)?;
        Some(((column, parts.next()?.parse().ok()?), parts.next()?.to_owned()))
    };
    draft.lines().filter_map(read).collect()
}

/// The table, folded; nothing where nobody is below.
#[component]
pub(super) fn GoalTable(
    /// The indicator.
    indicator: Indicator,
    /// The county.
    own: OrgId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let day = today.date.get_untracked();
    let below = book.read_untracked(|ledger| {
        let all = rows(ledger, &indicator, &own, "", day);
        all.into_iter().map(|id| (id.to_string(), ledger.orgs().name(&id).to_owned())).collect::<Vec<_>>()
    });
    if below.is_empty() {
        return ().into_any();
    }
    let opened = RwSignal::new(false);
    let at = StoredValue::new((indicator, own));
    let below = StoredValue::new(below);
    view! {
        <details class="card section no-print" id="goal-table" on:toggle=move |_| opened.set(true)>
            <summary><b>{words::TABLE}</b></summary>
            <Show when=move || opened.get()><Table at below /></Show>
        </details>
    }
    .into_any()
}

#[component]
fn Table(at: StoredValue<(Indicator, OrgId)>, below: StoredValue<Vec<(String, String)>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let toasts = expect_context::<Toasts>();
    let draft = expect_context::<Drafts>().at(at.with_value(|(indicator, _)| format!("goals/{}", indicator.id)));
    let of = RwSignal::new(String::new());
    let typed: RwSignal<Typed> = RwSignal::new(draft.with_untracked(|draft| from_draft(draft)));
    Effect::watch(move || typed.with(to_draft), move |now, _, _: Option<()>| draft.set(now.clone()), false);
    // After something was pasted every cell is drawn anew, since the one that it was pasted into holds all of it.
    let drawn = RwSignal::new(0_u32);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let shown = Memo::new(move |_| {
        let day = today.date.get();
        let of = of.get();
        at.with_value(|(indicator, own)| {
            book.read(|ledger| {
                let all = rows(ledger, indicator, own, &of, day);
                all.into_iter().map(|id| (id.clone(), ledger.orgs().name(&id).to_owned())).collect::<Vec<_>>()
            })
        })
    });
    let stands = Memo::new(move |_| {
        at.with_value(|(indicator, _)| {
            book.read(|ledger| {
                let mut all = Typed::new();
                for (org, _) in shown.get() {
                    for (column, goal) in GOALS.into_iter().enumerate() {
                        let set = ledger.goal(goal, &indicator.id, &org).map(|set| goal_printed(indicator, set));
                        all.insert((column, org.clone()), set.unwrap_or_default());
                    }
                }
                all
            })
        })
    });
    let enter = move |column: usize, org: OrgId, text: String| {
        refused.set(None);
        if !is_many(&text) {
            typed.update(|typed| drop(typed.insert((column, org), text.trim().to_owned())));
            return;
        }
        let rows = shown.get_untracked();
        let names: Vec<String> = rows.iter().map(|(_, name)| name.clone()).collect();
        let row = rows.iter().position(|(one, _)| *one == org).unwrap_or_default();
        let pasted = spread(&text, &names, (row, column));
        typed.update(|typed| {
            for (row, column, words) in pasted.cells {
                if let Some((org, _)) = rows.get(row) {
                    typed.insert((column, org.clone()), words);
                }
            }
        });
        refused.set((!pasted.unknown.is_empty()).then(|| words::unknown(&pasted.unknown)));
        drawn.update(|drawn| *drawn += 1);
    };
    let save = move |_| {
        let (id, values, wrong) = at.with_value(|(indicator, _)| {
            let (mut values, mut wrong) = (Vec::new(), Vec::new());
            for ((column, org), words) in typed.get_untracked() {
                let Some(goal) = GOALS.get(column) else { continue };
                match goal_typed(indicator, &words) {
                    Ok(value) => values.push((*goal, org, value)),
                    Err(_) => wrong.push(book.read_untracked(|ledger| ledger.orgs().name(&org).to_owned())),
                }
            }
            (indicator.id.clone(), values, wrong)
        });
        if !wrong.is_empty() {
            refused.set(Some(words::wrong(&wrong)));
            return;
        }
        let count = values.len();
        match book.run(Command::Define(Definition::Goals { indicator: id, values })) {
            Ok(_) => {
                typed.set(Typed::new());
                refused.set(None);
                toasts.done(words::saved(count));
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let drop_it = move |_| {
        typed.set(Typed::new());
        refused.set(None);
        drawn.update(|drawn| *drawn += 1);
    };
    let line = move |(_, (org, name)): (u32, (OrgId, String))| {
        let said = name.clone();
        let cell = move |(column, heading): (usize, &'static str)| {
            let key = StoredValue::new((column, org.clone()));
            let value = move || {
                let begun = key.with_value(|key| typed.with(|typed| typed.get(key).cloned()));
                begun
                    .or_else(|| key.with_value(|key| stands.with(|stands| stands.get(key).cloned())))
                    .unwrap_or_default()
            };
            let changed = move || key.with_value(|key| typed.with(|typed| typed.contains_key(key)));
            let on_input = move |event| {
                let (column, org) = key.get_value();
                enter(column, org, event_target_value(&event));
            };
            view! {
                <td data-label=heading>
                    <textarea rows="1" class="goal-cell" class:goal-changed=changed inputmode="decimal" spellcheck="false"
                        data-goal=GOALS.get(column).map(|goal| goal.word()) data-org=key.with_value(|(_, org)| org.to_string())
                        aria-label=format!("{said} {heading}") prop:value=value on:input=on_input></textarea>
                </td>
            }
        };
        let cells = [taskbook::SET_TARGET, taskbook::SET_BEFORE].into_iter().enumerate().map(cell).collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    let each = move || {
        let drawn = drawn.get();
        shown.get().into_iter().map(|row| (drawn, row)).collect::<Vec<_>>()
    };
    let options = below.with_value(|below| {
        below.iter().map(|(id, name)| view! { <option value=id.clone()>{words::below(name)}</option> }).collect_view()
    });
    let unit = at.with_value(|(indicator, _)| indicator.unit.clone());
    view! {
        <p class="quiet">{words::explained(&unit)}</p>
        <label class="field field-short"><span>{words::WHOSE}</span>
            <select id="goals-of" on:change=move |event| of.set(event_target_value(&event))>
                <option value="">{words::DIRECTLY}</option>
                <option value=ALL>{words::EVERYBODY}</option>
                {options}
            </select>
        </label>
        <div class="table-scroll">
            <table class="register goals">
                <thead><tr>
                    <th scope="col">{words::UNIT}</th>
                    <th scope="col">{taskbook::SET_TARGET}</th>
                    <th scope="col">{taskbook::SET_BEFORE}</th>
                </tr></thead>
                <tbody><For each key=|(drawn, (org, _))| (*drawn, org.clone()) children=line /></tbody>
            </table>
        </div>
        <Refused refused />
        <Show when=move || !typed.with(BTreeMap::is_empty)>
            <p class="act-buttons">
                <button type="button" class="button-main" id="save-goals" on:click=save>{words::SAVE}</button>
                <button type="button" class="button-quiet" on:click=drop_it>{words::DROP}</button>
            </p>
        </Show>
    }
}
