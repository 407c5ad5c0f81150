//! 报送: what this organisation is to hand in, and who below has not.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Command, Ledger, OrgId, RegisterCommand, Tier,
    record::Value,
    submission::{Due, Period, REGISTER, REMINDERS, TOWNSHIP_REGISTER},
};

use super::register::Switch;
use crate::{
    state::{Book, Session, Toasts, Today, submission_rows, submission_workbook},
    text::{self, submissions as words},
    widgets::{Export, Icon, Refused, Shape},
};

/// As many of those handed in are shown.
const DONE: usize = 12;
/// As many of those that are late are named.
const LATE: usize = 40;

/// What an organisation can hand in now, and how much of it is overdue.
pub(super) fn waiting(ledger: &Ledger, org: &OrgId, today: NaiveDate) -> (usize, usize) {
    let dues = ledger.dues(org, today);
    let open = dues.iter().filter(|due| due.handed.is_none());
    (open.clone().count(), open.filter(|due| due.is_overdue(today)).count())
}

/// The page.
#[component]
pub fn SubmissionsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let org = own.clone();
    let dues = Memo::new(move |_| book.read(|ledger| ledger.dues(&org, today.date.get())));
    let open =
        Memo::new(move |_| dues.with(|all| all.iter().filter(|due| due.handed.is_none()).cloned().collect::<Vec<_>>()));
    let done = Memo::new(move |_| {
        dues.with(|all| all.iter().rev().filter(|due| due.handed.is_some()).take(DONE).cloned().collect::<Vec<_>>())
    });
    let below = Memo::new(move |_| book.read(|ledger| below(ledger, &own, today.date.get())));
    let nothing = move || dues.with(Vec::is_empty) && below.with(Vec::is_empty);
    view! {
        <Switch />
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <Show when=nothing><p class="card empty">{words::NONE}</p></Show>
        <Show when=move || !open.with(Vec::is_empty)>
            <section class="section" id="to-hand-in">
                <h2>{words::OURS}</h2>
                <For each=move || open.get() key=|due| (due.submission.clone(), due.period, due.reminders) let:due><Open due /></For>
            </section>
        </Show>
        <Show when=move || !below.with(Vec::is_empty)>
            <section class="section">
                <h2>{words::BELOW}</h2>
                <For each=move || below.get() key=Overview::key let:one><Below one /></For>
            </section>
        </Show>
        <Show when=move || !done.with(Vec::is_empty)>
            <section class="card section" id="handed-in">
                <h2>{words::DONE}</h2>
                <ul class="handed">
                    <For each=move || done.get() key=|due| (due.submission.clone(), due.period) let:due><Done due /></For>
                </ul>
            </section>
        </Show>
    }
}

/// The name of a submission with its period.
fn title(ledger: &Ledger, submission: &str, period: Period) -> String {
    let name = ledger.submission(submission).map_or(submission, |one| one.name.as_str());
    format!("{name} · {}", words::period(period))
}

#[component]
fn Open(due: Due) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let (name, why, tables, tier) = book.read_untracked(|ledger| {
        let submission = ledger.submission(&due.submission);
        let tables = submission.map(|one| one.tables.clone()).unwrap_or_default();
        let named = |id: &String| Some((id.clone(), ledger.register(id)?.name.clone()));
        (
            title(ledger, &due.submission, due.period),
            submission.map(|one| one.why.clone()),
            tables.iter().filter_map(named).collect::<Vec<_>>(),
            ledger.orgs().get(&due.org).map(|org| org.kind.tier()),
        )
    });
    let day = today.date.get_untracked();
    let late = due.days_late(day);
    let here = StoredValue::new(due.clone());
    let rows = Memo::new(move |_| book.read(|ledger| here.with_value(|due| submission_rows(ledger, due))));
    let workbook = Callback::new(move |()| {
        let (name, day) = (own.org_name.clone(), today.date.get_untracked());
        book.read_untracked(|ledger| here.with_value(|due| submission_workbook(ledger, due, &name, day)))
    });
    let hand_in = move |_| {
        let due = here.get_value();
        let register = if tier == Some(Tier::Branch) { REGISTER } else { TOWNSHIP_REGISTER };
        let text = |id: &str, text: String| (id.to_owned(), Value::Text(text));
        let count = i64::try_from(rows.get_untracked()).unwrap_or_default();
        let cells = vec![
            text("form", due.submission),
            text("period", due.period.to_string()),
            text("day", today.date.get_untracked().to_string()),
            ("rows".to_owned(), Value::Number(count)),
        ];
        let add = RegisterCommand::Add { org: due.org, register: register.to_owned(), cells };
        match book.run(Command::Register(add)) {
            Ok(_) => toasts.done(words::HANDED),
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let links = tables
        .into_iter()
        .map(|(id, name)| view! { <A href=format!("/registers/{id}") attr:class="button-quiet">{name}</A> });
    let links = links.collect_view();
    view! {
        <article class="card submission" data-submission=due.submission.clone()>
            <h3>{name.clone()}</h3>
            <p class="submission-marks">
                {if late > 0 {
                    view! { <span class="badge badge-danger"><Icon shape=Shape::Warning />{words::late(late)}</span> }.into_any()
                } else {
                    view! { <span class="badge badge-wait">{words::due(&text::date(due.due))}</span> }.into_any()
                }}
                {(due.reminders > 0).then(|| view! { <span class="badge badge-wait">{words::reminded(due.reminders)}</span> })}
            </p>
            <p>{move || words::rows(rows.get())}</p>
            {why.map(|why| view! { <p class="quiet">{why}</p> })}
            <Refused refused />
            <div class="act-buttons">
                <button type="button" class="button-main" on:click=hand_in>
                    {move || if rows.get() == 0 { words::HAND_IN_EMPTY } else { words::HAND_IN }}
                </button>
                <Export name=name workbook />
            </div>
            <p class="submission-links">{words::RECORDS}"："{links}</p>
        </article>
    }
}

#[component]
fn Done(due: Due) -> impl IntoView {
    let book = expect_context::<Book>();
    let name = book.read_untracked(|ledger| title(ledger, &due.submission, due.period));
    let said = due.handed.map(|handed| words::handed(&text::date(handed.on), due.days_late(handed.on)));
    view! { <li><span>{name}</span><span class="quiet">{said}</span></li> }
}

/// A submission of a period by all those below.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Overview {
    title: String,
    handed: usize,
    of: usize,
    late: usize,
    /// Those who have not, and are overdue.
    overdue: Vec<Due>,
}

impl Overview {
    /// All that is drawn: another key draws it anew.
    fn key(&self) -> impl std::hash::Hash + Eq + use<> {
        let overdue: Vec<_> = self.overdue.iter().map(|due| (due.org.clone(), due.reminders)).collect();
        (self.title.clone(), self.handed, self.of, self.late, overdue)
    }
}

fn below(ledger: &Ledger, own: &OrgId, today: NaiveDate) -> Vec<Overview> {
    let mut all: BTreeMap<(std::cmp::Reverse<NaiveDate>, String, Period), Vec<Due>> = BTreeMap::new();
    let orgs = ledger.orgs();
    for org in orgs.iter().filter(|org| org.id != *own && orgs.within(&org.id, own)) {
        for due in ledger.dues(&org.id, today) {
            all.entry((std::cmp::Reverse(due.due), due.submission.clone(), due.period)).or_default().push(due);
        }
    }
    let overview = |((_, submission, period), dues): (&(_, String, Period), &Vec<Due>)| Overview {
        title: title(ledger, submission, *period),
        handed: dues.iter().filter(|due| due.handed.is_some()).count(),
        of: dues.len(),
        late: dues.iter().filter(|due| due.handed.is_some() && due.days_late(today) > 0).count(),
        overdue: dues.iter().filter(|due| due.is_overdue(today)).cloned().collect(),
    };
    all.iter().map(overview).collect()
}

#[component]
fn Below(one: Overview) -> impl IntoView {
    let all_in = one.handed == one.of;
    let rest = one.overdue.len().saturating_sub(LATE);
    let overdue = one.overdue.into_iter().take(LATE).map(|due| view! { <Overdue due /> }).collect_view();
    let rest = (rest > 0).then(|| view! { <li class="quiet">{words::rest(rest)}</li> });
    view! {
        <details class="card submission" open=!all_in>
            <summary><b>{one.title}</b>" "<span class="quiet">{words::progress(one.handed, one.of, one.late)}</span></summary>
            {if all_in { view! { <p>{words::ALL_IN}</p> }.into_any() } else { view! { <ul class="handed">{overdue}{rest}</ul> }.into_any() }}
        </details>
    }
}

#[component]
fn Overdue(due: Due) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let own = session.identity().org;
    let (name, may) = book.read_untracked(|ledger| {
        let may = ledger.register(REMINDERS).is_some_and(|register| ledger.may_keep(&session.author(), &own, register));
        (ledger.orgs().name(&due.org).to_owned(), may)
    });
    let day = today.date.get_untracked();
    let late = words::late(due.days_late(day));
    let reminded = (due.reminders > 0).then(|| words::reminded(due.reminders));
    let remind = move |_| {
        let text = |id: &str, text: String| (id.to_owned(), Value::Text(text));
        let cells = vec![
            text("branch", due.org.to_string()),
            text("form", due.submission.clone()),
            text("period", due.period.to_string()),
            text("day", today.date.get_untracked().to_string()),
        ];
        // Once a day is enough to be heard.
        let again = book.read_untracked(|ledger| {
            ledger
                .register_rows(&own, REMINDERS)
                .filter(|row| row.struck_out().is_none())
                .any(|row| cells.iter().all(|(id, value)| row.value(id) == Some(value)))
        });
        if again {
            refused.set(Some(words::REMINDED_TODAY.to_owned()));
            return;
        }
        let add = RegisterCommand::Add { org: own.clone(), register: REMINDERS.to_owned(), cells };
        match book.run(Command::Register(add)) {
            Ok(_) => toasts.done(words::REMINDED),
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <li>
            <span>{name}</span>
            <span class="badge badge-danger"><Icon shape=Shape::Warning />{late}</span>
            {reminded.map(|said| view! { <span class="badge badge-wait">{said}</span> })}
            {may.then(|| view! { <button type="button" class="button-quiet" on:click=remind>{words::REMIND}</button> })}
            <Refused refused />
        </li>
    }
}
