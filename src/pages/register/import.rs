//! 从表格导入: what a table would bring in is shown before anything is written, row by row where something is wrong.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_params_map};
use taizhang_ledger::{Command, OrgId, Register, register::ROWS_MAX};

use super::keepers;
use crate::{
    platform::{files, lifecycle},
    state::{Book, Plan, Session, Tables, Toasts, plan},
    text::{self, registers as words, tables},
    widgets::Refused,
};

/// How many rows with something wrong are named one by one.
const NAMED: usize = 100;

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let params = use_params_map();
    let id = params.with_untracked(|params| params.get("register").unwrap_or_default());
    let register = book.read_untracked(|ledger| ledger.register(&id).cloned());
    match register {
        Some(register) => view! { <Import register /> }.into_any(),
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
    }
}

#[component]
fn Import(register: Register) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let tables = expect_context::<Tables>();
    let toasts = expect_context::<Toasts>();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let planned: RwSignal<Option<Plan>> = RwSignal::new(None);
    let reading = RwSignal::new(false);
    let done: RwSignal<Option<(usize, usize)>> = RwSignal::new(None);
    let kept = StoredValue::new(register.clone());
    let orgs = StoredValue::new(book.read_untracked(|ledger| {
        let own = session.identity().org;
        let may = |org: &OrgId| ledger.may_keep(&session.author(), org, &register);
        keepers(ledger, &own, &register).into_iter().filter(may).collect::<Vec<_>>()
    }));
    let choose = move |event: leptos::ev::Event| {
        let Some(picked) = files::picked(&event).into_iter().next() else { return };
        refused.set(None);
        planned.set(None);
        reading.set(true);
        // The page may be left while it is read: nothing of it is asked then.
        let (register, orgs) = (kept.get_value(), orgs.get_value());
        spawn_local(async move {
            match tables.read(&picked).await {
                Ok(sheets) => {
                    let found = book.read_untracked(|ledger| plan(ledger, &register, &orgs, &sheets));
                    match found {
                        Some(found) => planned.set(Some(found)),
                        None => refused.set(Some(words::NO_HEADING.to_owned())),
                    }
                }
                Err(why) => refused.set(Some(tables::failure(&why))),
            }
            reading.set(false);
        });
    };
    let come_in = move |()| {
        let Some(plan) = planned.try_update(Option::take).flatten() else { return };
        let of = plan.count();
        done.set(Some((0, of)));
        let register = kept.with_value(|register| register.id.clone());
        spawn_local(async move {
            let mut came = 0;
            for (more, command) in plan.commands(&register) {
                if let Err(why) = book.run(Command::Register(command)) {
                    done.try_set(None);
                    refused.try_set(Some(words::stopped(came, of, &text::refusal(&why))));
                    return;
                }
                came += more;
                // The page may have been left meanwhile; what is in hand goes on.
                done.try_set(Some((came, of)));
                // The page stays alive between two writes.
                lifecycle::sleep(0).await;
            }
            done.try_set(None);
            toasts.done(words::came_in(came));
        });
    };
    let back = format!("/registers/{}", register.id);
    let (name, title) = (register.name.clone(), register.name);
    view! {
        <p class="register-back no-print"><A href=back>{name}</A></p>
        <h1 class="page-title">{title}" "<small>{words::IMPORT}</small></h1>
        <section class="card import">
            <p>{words::IMPORT_EXPLAINED}</p>
            <label class="button-main">{words::CHOOSE_FILE}
                <input class="unseen" id="import-file" type="file" accept=".xlsx,.csv" on:change=choose
                    disabled=move || reading.get() || done.get().is_some() />
            </label>
            <p role="status">{move || reading.get().then_some(words::READING)}
                {move || done.get().map(|(done, of)| words::coming_in(done, of))}</p>
            {move || done.get().map(|(done, of)| view! { <progress value=done.to_string() max=of.to_string()></progress> })}
            <Refused refused />
        </section>
        {move || planned.get().map(|plan| view! { <Review plan come_in=Callback::new(come_in) /> })}
    }
}

#[component]
fn Review(plan: Plan, come_in: Callback<()>) -> impl IntoView {
    let count = plan.count();
    let columns = plan
        .columns
        .iter()
        .map(|(column, heading)| {
            let missing = heading.is_none();
            let heading = heading.clone().unwrap_or_else(|| words::NOT_IN_FILE.to_owned());
            view! { <tr><th scope="row">{column.clone()}</th><td class:register-none=missing>{heading}</td></tr> }
        })
        .collect_view();
    let bad = plan.bad.iter().take(NAMED).map(|(number, why)| view! { <li>{words::bad_row(*number, why)}</li> });
    let bad = bad.collect_view();
    let unnamed = plan.bad.len().saturating_sub(NAMED);
    let lacking = (!plan.lacking.is_empty()).then(|| words::lacking(&plan.lacking));
    let ready = lacking.is_none();
    view! {
        <section class="card section import" id="import-review">
            <table class="register">
                <thead><tr><th scope="col">{words::COLUMN}</th><th scope="col">{words::FILLED_BY}</th></tr></thead>
                <tbody>{columns}</tbody>
            </table>
            {(!plan.left_over.is_empty()).then(|| view! { <p class="quiet">{words::left_over(&plan.left_over)}</p> })}
            {lacking.map(|why| view! { <p class="refused" role="alert">{why}</p> })}
            {ready.then(|| view! { <p id="import-sum"><b>{words::to_come(count, plan.known, plan.bad.len())}</b></p> })}
            {(ready && plan.hidden > 0).then(|| view! { <p class="notice" id="import-hidden">{words::hidden(plan.hidden)}</p> })}
            {(ready && plan.over > 0).then(|| view! { <p class="notice" id="import-over">{words::over(plan.over, ROWS_MAX)}</p> })}
            {(!plan.bad.is_empty()).then(|| view! { <h2>{words::BAD_ROWS}</h2><ul class="import-bad">{bad}</ul> })}
            {(unnamed > 0).then(|| view! { <p class="quiet" id="import-more-bad">{words::more_bad(unnamed)}</p> })}
            {(ready && count > 0).then(|| view! {
                <button type="button" class="button-main" id="import-now" on:click=move |_| come_in.run(())>{words::IMPORT_NOW}</button>
            })}
        </section>
    }
}
