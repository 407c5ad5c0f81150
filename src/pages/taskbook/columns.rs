//! The columns of a register while it is edited, one below the other.

use leptos::prelude::*;
use taizhang_ledger::{
    record::Value,
    register::{Choice, Column, ColumnKind, decimal},
};

use super::{
    fields::{Pick, Tick, Words},
    register::Editing,
};
use crate::{
    state::Today,
    text::{definitions as words, registers},
    widgets::{Icon, Shape},
};

/// All of them, those that are not asked for any more, and the way to another.
#[component]
pub(super) fn Columns(editing: Editing) -> impl IntoView {
    let today = expect_context::<Today>();
    let ids = Memo::new(move |_| {
        editing.now.with(|now| now.columns.iter().map(|column| column.id.clone()).collect::<Vec<_>>())
    });
    let add = move |_| {
        editing.change(|now| {
            let id = new_id("column", today.now.get_untracked().0, |id| now.ever(id).is_some());
            now.columns.push(column(id));
        });
    };
    // Both those that were retired before and those that would be now.
    let former = Memo::new(move |_| {
        let now = editing.now.get();
        let then = editing.before.with(|before| before.as_ref().map(|before| now.clone().following(before)));
        then.unwrap_or(now).former
    });
    let line = move |one: Column| {
        let (id, name) = (one.id.clone(), one.name.clone());
        let take_up = move |_| {
            editing.change(|now| {
                now.former.retain(|column| column.id != one.id);
                now.columns.push(one.clone());
            });
        };
        view! {
            <li data-former=id>{name}" "
                <button type="button" class="button-quiet" on:click=take_up>{words::TAKE_UP}</button>
            </li>
        }
    };
    view! {
        <h2>{words::COLUMNS}</h2>
        <For each=move || ids.get() key=Clone::clone let:id><One editing id /></For>
        <p class="page-acts"><button type="button" class="button" id="add-column" on:click=add><Icon shape=Shape::Add />{words::ADD_COLUMN}</button></p>
        <Show when=move || !former.with(Vec::is_empty)>
            <section class="card section"><h2>{words::FORMER}</h2>
                <ul>{move || former.get().into_iter().map(line).collect_view()}</ul>
            </section>
        </Show>
    }
}

/// A column that holds words.
fn column(id: String) -> Column {
    Column {
        id,
        name: String::new(),
        kind: ColumnKind::Text,
        required: false,
        unit: None,
        decimals: 0,
        min: None,
        max: None,
        choices: Vec::new(),
        former: Vec::new(),
        also: Vec::new(),
        hint: None,
        sum: true,
    }
}

/// A name in code that nothing has or had.
fn new_id(kind: &str, now: i64, is_taken: impl Fn(&str) -> bool) -> String {
    (now..=i64::MAX).map(|number| format!("{kind}_{number}")).find(|id| !is_taken(id)).unwrap_or_default()
}

#[component]
fn One(editing: Editing, id: String) -> impl IntoView {
    let of = StoredValue::new(id.clone());
    let column = Memo::new(move |_| of.with_value(|id| editing.column(id)));
    let read = move |read: fn(&Column) -> String| {
        Signal::derive(move || column.with(|column| column.as_ref().map(read).unwrap_or_default()))
    };
    let write = move |write: fn(&mut Column, String)| {
        Callback::new(move |typed| of.with_value(|id| editing.change_column(id, |column| write(column, typed))))
    };
    let kind = Memo::new(move |_| column.with(|column| column.as_ref().map(|column| column.kind)));
    let is_new = editing
        .before
        .with_untracked(|before| before.as_ref().is_none_or(|before| of.with_value(|id| before.ever(id).is_none())));
    let number = move || {
        editing
            .now
            .with(|now| now.columns.iter().position(|one| of.with_value(|id| one.id == *id)))
            .map_or(0, |at| at + 1)
    };
    let title = move || column.with(|column| column.as_ref().map(|column| words::column_title(column, number())));
    let marks = move || {
        column.with(|column| {
            let column = column.as_ref()?;
            let required = if column.required { words::REQUIRED } else { "" };
            Some(format!("{} {required}", words::kind(column.kind)))
        })
    };
    let required = Signal::derive(move || column.with(|column| column.as_ref().is_some_and(|column| column.required)));
    let set_required =
        Callback::new(move |on: bool| of.with_value(|id| editing.change_column(id, |column| column.required = on)));
    let set_kind = Callback::new(move |word: String| {
        of.with_value(|id| {
            editing.change_column(id, |column| {
                let kind = ColumnKind::from_word(&word).unwrap_or(ColumnKind::Text);
                (column.kind, column.unit, column.decimals) = (kind, None, 0);
                (column.min, column.max, column.choices) = (None, None, Vec::new());
            });
        });
    });
    let up = move |_| {
        editing.change(|now| {
            let at = now.columns.iter().position(|one| of.with_value(|id| one.id == *id));
            if let Some(before) = at.and_then(|at| at.checked_sub(1)) {
                now.columns.swap(before, before + 1);
            }
        });
    };
    let retire = move |_| editing.change(|now| of.with_value(|id| now.columns.retain(|column| column.id != *id)));
    let kinds = ColumnKind::ALL.iter().map(|kind| (kind.word().to_owned(), words::kind(*kind).to_owned())).collect();
    let name_id = format!("column-{id}-name");
    view! {
        <details class="card section definition-column" data-column=id.clone() open=is_new>
            <summary><b>{title}</b>" "<span class="quiet">{marks}</span></summary>
            <div class="form">
                <Words label=words::HEADING id=name_id value=read(|column| column.name.clone()) set=write(|column, typed| column.name = typed) />
                {if is_new {
                    view! { <Pick label=words::KIND id=format!("column-{id}-kind") options=kinds value=read(|column| column.kind.word().to_owned()) set=set_kind /> }.into_any()
                } else {
                    view! { <p class="quiet">{words::KIND_STANDS}</p> }.into_any()
                }}
                <Tick label=words::REQUIRED value=required set=set_required />
                <Words label=words::HINT id=format!("column-{id}-hint") value=read(|column| column.hint.clone().unwrap_or_default())
                    set=write(|column, typed| column.hint = Some(typed).filter(|typed| !typed.trim().is_empty())) />
                {move || kind.get().map(|kind| view! { <OfKind editing id=of kind is_new /> })}
                <p class="act-buttons">
                    <button type="button" class="button-quiet" on:click=up>{words::UP}</button>
                    <button type="button" class="button-quiet retire" on:click=retire>{if is_new { words::REMOVE } else { words::RETIRE_COLUMN }}</button>
                </p>
            </div>
        </details>
    }
}

/// What columns of a kind have besides.
#[component]
fn OfKind(editing: Editing, id: StoredValue<String>, kind: ColumnKind, is_new: bool) -> impl IntoView {
    let unit = Signal::derive(move || {
        id.with_value(|id| editing.column(id)).and_then(|column| column.unit).unwrap_or_default()
    });
    let set_unit = Callback::new(move |typed: String| {
        id.with_value(|id| {
            editing.change_column(id, |column| column.unit = Some(typed).filter(|typed| !typed.trim().is_empty()));
        });
    });
    let decimals = Signal::derive(move || {
        id.with_value(|id| editing.column(id)).map_or_else(String::new, |column| column.decimals.to_string())
    });
    let set_decimals = Callback::new(move |typed: String| {
        id.with_value(|id| editing.change_column(id, |column| column.decimals = typed.parse().unwrap_or_default()));
    });
    let places = (0..=PLACES_MAX).map(|places| (places.to_string(), places.to_string())).collect::<Vec<_>>();
    let has_unit = matches!(kind, ColumnKind::Number | ColumnKind::Count);
    let name = move |end: &str| id.with_value(|id| format!("column-{id}-{end}"));
    let (unit_id, places_id) = (name("unit"), name("decimals"));
    view! {
        {has_unit.then(|| view! { <Words label=words::UNIT id=unit_id value=unit set=set_unit /> })}
        {(is_new && kind == ColumnKind::Number).then(|| view! {
            <Pick label=words::DECIMALS id=places_id options=places value=decimals set=set_decimals />
        })}
        {kind.is_amount().then(|| view! { <Bound editing id label=words::LEAST end="min" /> })}
        {(kind.is_amount() || kind == ColumnKind::Text).then(|| {
            let label = if kind == ColumnKind::Text { words::LONGEST } else { words::MOST };
            view! { <Bound editing id label end="max" /> }
        })}
        {(kind == ColumnKind::Choice).then(|| view! { <Choices editing id /> })}
    }
}

/// More places than any quantity of an office has.
const PLACES_MAX: u8 = 6;

/// The least or the greatest value, in whole units.
#[component]
fn Bound(editing: Editing, id: StoredValue<String>, label: &'static str, end: &'static str) -> impl IntoView {
    let is_least = end == "min";
    let place = id.with_value(|id| format!("column-{id}-{end}"));
    let stands = id.with_value(|id| editing.now.with_untracked(|now| now.column(id).cloned()));
    let printed = stands.and_then(|column| {
        let bound = if is_least { column.min } else { column.max };
        Some(decimal(bound?, column.places()))
    });
    let typed = RwSignal::new(printed.unwrap_or_default());
    let wrong: RwSignal<Option<String>> = RwSignal::new(None);
    // It may be changed as text, or be as it was again.
    let now = Memo::new(move |_| id.with_value(|id| editing.column(id)));
    let follow = move |column: &Option<Column>| {
        let Some(column) = column else { return };
        let stands = if is_least { column.min } else { column.max };
        if typed.with_untracked(|typed| bound(column, typed)) != Ok(stands) && wrong.with_untracked(Option::is_none) {
            typed.set(stands.map(|stands| decimal(stands, column.places())).unwrap_or_default());
        }
    };
    Effect::watch(move || now.get(), move |now, _, _: Option<()>| follow(now), false);
    let key = place.clone();
    let on_input = move |event| {
        typed.set(event_target_value(&event));
        let column = id.with_value(|id| editing.now.with_untracked(|now| now.column(id).cloned()));
        let Some(column) = column else { return };
        let name = format!("{}{label}", column.name);
        match bound(&column, &typed.get_untracked()) {
            Ok(bound) => {
                wrong.set(None);
                editing.unread.update(|unread| drop(unread.remove(&key)));
                let put = |column: &mut Column| *(if is_least { &mut column.min } else { &mut column.max }) = bound;
                id.with_value(|id| editing.change_column(id, put));
            }
            Err(why) => {
                wrong.set(Some(why));
                editing.unread.update(|unread| drop(unread.insert(key.clone(), name)));
            }
        }
    };
    view! {
        <label class="field field-short"><span>{label}</span>
            <input type="text" inputmode="decimal" id=place prop:value=typed on:input=on_input />
            <span class="refused-line" role="status">{wrong}</span>
        </label>
    }
}

/// A bound that was typed, in the places that the column counts; of a text, a number of characters.
fn bound(column: &Column, typed: &str) -> Result<Option<i64>, String> {
    let kind = if column.kind == ColumnKind::Text { ColumnKind::Count } else { column.kind };
    let free = Column { kind, min: None, max: None, ..column.clone() };
    match free.parse(typed) {
        Ok(Some(Value::Number(number))) => Ok(Some(number)),
        Ok(_) => Ok(None),
        Err(why) => Err(registers::flaw(&free, why)),
    }
}

/// What may be chosen.
#[component]
fn Choices(editing: Editing, id: StoredValue<String>) -> impl IntoView {
    let today = expect_context::<Today>();
    let ids = Memo::new(move |_| {
        let column = id.with_value(|id| editing.column(id));
        column.map_or_else(Vec::new, |column| column.choices.into_iter().map(|choice| choice.id).collect::<Vec<_>>())
    });
    let add = move |_| {
        id.with_value(|id| {
            let before = editing.before.get_untracked().and_then(|before| before.ever(id).cloned());
            let is_old = |choice: &str| before.as_ref().is_some_and(|column| column.choice(choice).is_some());
            editing.change_column(id, |column| {
                let is_taken = |id: &str| column.choice(id).is_some() || is_old(id);
                let id = new_id("choice", today.now.get_untracked().0, is_taken);
                column.choices.push(Choice { id, name: String::new() });
            });
        });
    };
    let former = Memo::new(move |_| {
        let now = editing.now.get();
        let then = editing.before.with(|before| before.as_ref().map(|before| now.clone().following(before)));
        let then = then.unwrap_or(now);
        id.with_value(|id| then.column(id).map(|column| column.former.clone())).unwrap_or_default()
    });
    let gone = move |choice: Choice| {
        let name = choice.name.clone();
        let take_up = move |_| {
            id.with_value(|id| {
                editing.change_column(id, |column| {
                    column.former.retain(|one| one.id != choice.id);
                    column.choices.push(choice.clone());
                });
            });
        };
        view! { <li>{name}" "<button type="button" class="button-quiet" on:click=take_up>{words::TAKE_UP}</button></li> }
    };
    view! {
        <fieldset class="field definition-choices"><legend>{words::CHOICES}</legend>
            <For each=move || ids.get() key=Clone::clone let:choice><OneChoice editing id choice /></For>
            <button type="button" class="button-quiet add-choice" on:click=add><Icon shape=Shape::Add />{words::ADD_CHOICE}</button>
            <Show when=move || !former.with(Vec::is_empty)>
                <p class="quiet">{words::FORMER}</p>
                <ul>{move || former.get().into_iter().map(gone).collect_view()}</ul>
            </Show>
        </fieldset>
    }
}

#[component]
fn OneChoice(editing: Editing, id: StoredValue<String>, choice: String) -> impl IntoView {
    let this = StoredValue::new(choice);
    let name = move || {
        let column = id.with_value(|id| editing.column(id));
        column.and_then(|column| this.with_value(|this| column.choice(this).map(|choice| choice.name.clone())))
    };
    let set = move |event| {
        let typed = event_target_value(&event);
        id.with_value(|id| {
            editing.change_column(id, |column| {
                let found = column.choices.iter_mut().find(|choice| this.with_value(|this| choice.id == *this));
                if let Some(choice) = found {
                    choice.name = typed;
                }
            });
        });
    };
    let retire = move |_| {
        id.with_value(|id| {
            editing.change_column(id, |column| this.with_value(|this| column.choices.retain(|one| one.id != *this)));
        });
    };
    view! {
        <p class="definition-choice">
            <input type="text" aria-label=words::NEW_CHOICE data-choice=this.get_value() prop:value=move || name().unwrap_or_default() on:input=set />
            <button type="button" class="button-quiet" on:click=retire>{words::RETIRE}</button>
        </p>
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn bounds_are_typed_in_whole_units() {
        let money = Column { kind: ColumnKind::Money, min: Some(100), max: Some(200), ..column("a".to_owned()) };
        assert_eq!(bound(&money, "12.5"), Ok(Some(1250)), "what bounds it now does not bound the bound");
        assert_eq!(bound(&money, " "), Ok(None));
        assert!(bound(&money, "many").is_err());
        assert_eq!(bound(&column("a".to_owned()), "200"), Ok(Some(200)), "a text is so long");
    }

    #[test]
    fn a_new_name_in_code_is_nobodys() {
        assert_eq!(new_id("column", 7, |id| id == "column_7"), "column_8");
    }
}
