//! 一村一策: the problems, and against each its measures.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseCommand, Command, MeasureId, ProblemId,
    case::{CaseField, Subject},
};

use super::{Opened, cell::CellLine};
use crate::{
    state::{Book, Session, Toasts},
    text::{self, cases as words},
    widgets::{Icon, Refused, Shape},
};

const OF_PROBLEM: [CaseField; 4] =
    [CaseField::Category, CaseField::Description, CaseField::Evidence, CaseField::Affected];
/// The fields of a measure, in the order of the official table.
pub(super) const OF_MEASURE: [CaseField; 6] = [
    CaseField::Measure,
    CaseField::Owner,
    CaseField::Due,
    CaseField::Deliverable,
    CaseField::Standard,
    CaseField::Result,
];

/// Whether the plan and the branch's journal may be written now, by whoever works here.
pub(super) fn writable(opened: Opened) -> Memo<bool> {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    Memo::new(move |_| {
        opened.view.with(|case| {
            let Some(case) = case else { return false };
            let any = Subject::Problem(ProblemId::new(opened.id.uuid()));
            book.read(|ledger| ledger.may_edit_case(&session.author(), case, any, CaseField::Description))
        })
    })
}

fn run(book: Book, toasts: Toasts, command: CaseCommand) {
    if let Err(why) = book.run(Command::Case(command)) {
        toasts.error(text::refusal(&why));
    }
}

/// The plan.
#[component]
pub fn Plan(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let may = writable(opened);
    let problems = Memo::new(move |_| {
        opened.view.with(|case| {
            case.iter().flat_map(|case| case.problems.iter().map(|one| one.id)).zip(1..).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="section" id="plan">
            <h2>{words::PROBLEMS}</h2>
            <For each=move || problems.get() key=Clone::clone let:one>
                <ProblemCard opened id=one.0 number=one.1 may />
            </For>
            <Show when=move || problems.with(Vec::is_empty)>
                <p class="card empty">{words::NO_PROBLEMS}</p>
            </Show>
            <Show when=move || may.get()>
                <button type="button" class="button" id="add-problem"
                    on:click=move |_| run(book, toasts, CaseCommand::AddProblem(opened.id))>
                    <Icon shape=Shape::Add />{words::ADD_PROBLEM}
                </button>
            </Show>
        </section>
    }
}

#[component]
fn ProblemCard(opened: Opened, id: ProblemId, number: usize, may: Memo<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let subject = Subject::Problem(id);
    let measures = Memo::new(move |_| {
        opened.view.with(|case| {
            let found = case.as_ref().and_then(|case| case.problems.iter().find(|one| one.id == id));
            found.into_iter().flat_map(|one| one.measures.iter().map(|one| one.id)).zip(1..).collect::<Vec<_>>()
        })
    });
    let lines = OF_PROBLEM.map(|field| view! { <CellLine opened subject field /> });
    view! {
        <section class="card problem">
            <h3>{words::problem(number)}</h3>
            {lines}
            <For each=move || measures.get() key=Clone::clone let:one>
                <MeasureCard opened id=one.0 number=one.1 may />
            </For>
            <Show when=move || may.get()>
                <div class="act-buttons">
                    <button type="button" class="button" data-act="add_measure"
                        on:click=move |_| run(book, toasts, CaseCommand::AddMeasure(opened.id, id))>
                        <Icon shape=Shape::Add />{words::ADD_MEASURE}
                    </button>
                </div>
                <Withdraw opened subject />
            </Show>
        </section>
    }
}

#[component]
fn MeasureCard(opened: Opened, id: MeasureId, number: usize, may: Memo<bool>) -> impl IntoView {
    let subject = Subject::Measure(id);
    let lines = OF_MEASURE.map(|field| view! { <CellLine opened subject field /> });
    view! {
        <div class="measure">
            <h4>{words::measure(number)}</h4>
            {lines}
            <Show when=move || may.get()><Withdraw opened subject /></Show>
        </div>
    }
}

/// Takes a problem or a measure back, with a reason; the record stays.
#[component]
fn Withdraw(opened: Opened, subject: Subject) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let open = RwSignal::new(false);
    let why = RwSignal::new(String::new());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let value = why.get_untracked();
        let withdraw = CaseCommand::Edit { case: opened.id, subject, field: CaseField::Withdrawn, value };
        match book.run(Command::Case(withdraw)) {
            Ok(_) => toasts.done(words::WITHDRAWN),
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <Show when=move || open.get() fallback=move || view! {
            <button type="button" class="button-quiet" on:click=move |_| open.set(true)>{words::WITHDRAW}</button>
        }>
            <form class="act-form" on:submit=save>
                <label class="field">
                    <span>{words::WITHDRAW_REASON}</span>
                    <input type="text" maxlength="80" required prop:value=why
                        on:input=move |event| why.set(event_target_value(&event)) />
                </label>
                <Refused refused />
                <div class="act-buttons">
                    <button type="submit" class="button">{words::WITHDRAW}</button>
                    <button type="button" class="button" on:click=move |_| open.set(false)>
                        {text::ui::common::CANCEL}
                    </button>
                </div>
            </form>
        </Show>
    }
}
