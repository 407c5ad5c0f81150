//! 报送: what this organisation is to hand in, and who below has not.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use taizhang_ledger::{
    Command, Ledger, OrgId, RegisterCommand,
    submission::{Due, Period},
};

use super::register::Switch;
use crate::{
    platform::lifecycle,
    state::{Book, Session, Toasts, Today, submission_workbook},
    text::{self, reports, submissions as words},
    widgets::{Export, Icon, Refused, Shape},
};

/// As many of a kind are shown before somebody asks for more.
const PAGE: usize = 40;
/// As many of an organisation's own that are handed in are shown at first.
const DONE: usize = 12;

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
    let (org, soon) = (own.clone(), own.clone());
    let done_shown = RwSignal::new(DONE);
    let upcoming = Memo::new(move |_| book.read(|ledger| ledger.upcoming(&soon, today.date.get())));
    let dues = Memo::new(move |_| book.read(|ledger| ledger.dues(&org, today.date.get())));
    let open =
        Memo::new(move |_| dues.with(|all| all.iter().filter(|due| due.handed.is_none()).cloned().collect::<Vec<_>>()));
    let done = Memo::new(move |_| {
        dues.with(|all| all.iter().rev().filter(|due| due.handed.is_some()).cloned().collect::<Vec<_>>())
    });
    let done_lines = move || done.with(|all| all.iter().take(done_shown.get()).cloned().collect::<Vec<_>>());
    let done_rest = move || done.with(Vec::len).saturating_sub(done_shown.get());
    let below = Memo::new(move |_| book.read(|ledger| below(ledger, &own, today.date.get())));
    let reminding = Reminding { done: RwSignal::new(None), refused: RwSignal::new(None) };
    provide_context(reminding);
    let nothing = move || dues.with(Vec::is_empty) && below.with(Vec::is_empty) && upcoming.with(Vec::is_empty);
    view! {
        <Switch />
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <p class="page-acts no-print"><A href="/reports?table=submissions" attr:class="button">{reports::SUBMISSIONS}</A></p>
        <Show when=nothing><p class="card empty">{words::NONE}</p></Show>
        <Show when=move || !open.with(Vec::is_empty)>
            <section class="section" id="to-hand-in">
                <h2>{words::OURS}</h2>
                <For each=move || open.get() key=|due| (due.submission.clone(), due.period, due.reminders) let:due><Open due /></For>
            </section>
        </Show>
        <Show when=move || !upcoming.with(Vec::is_empty)>
            <section class="card section" id="upcoming">
                <h2>{words::UPCOMING}</h2>
                <ul class="handed">
                    <For each=move || upcoming.get() key=|due| (due.submission.clone(), due.period) let:due><Soon due /></For>
                </ul>
            </section>
        </Show>
        <Show when=move || !below.with(Vec::is_empty)>
            <section class="section">
                <h2>{words::BELOW}</h2>
                <p role="status">{move || reminding.done.get().map(|(done, of)| words::reminding(done, of))}</p>
                <Refused refused=reminding.refused />
                <For each=move || below.get() key=Overview::key let:one><Below one /></For>
            </section>
        </Show>
        <Show when=move || !done.with(Vec::is_empty)>
            <section class="card section" id="handed-in">
                <h2>{words::DONE}</h2>
                <ul class="handed">
                    <For each=done_lines key=|due| (due.submission.clone(), due.period) let:due><Done due /></For>
                </ul>
                <Show when=move || { done_rest() > 0 }>
                    <button type="button" class="button-quiet more" on:click=move |_| done_shown.update(|n| *n += PAGE)>{move || words::show_handed(done_rest())}</button>
                </Show>
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
    let (name, why, tables) = book.read_untracked(|ledger| {
        let submission = ledger.submission(&due.submission);
        let tables = submission.map(|one| one.tables.clone()).unwrap_or_default();
        let named = |id: &String| Some((id.clone(), ledger.register(id)?.name.clone()));
        (
            title(ledger, &due.submission, due.period),
            submission.map(|one| one.why.clone()),
            tables.iter().filter_map(named).collect::<Vec<_>>(),
        )
    });
    let day = today.date.get_untracked();
    let late = due.days_late(day);
    let here = StoredValue::new(due.clone());
    let rows = Memo::new(move |_| book.read(|ledger| here.with_value(|due| ledger.submitted_rows(due).count())));
    let workbook = Callback::new(move |()| {
        let (name, day) = (own.org_name.clone(), today.date.get_untracked());
        book.read_untracked(|ledger| here.with_value(|due| submission_workbook(ledger, due, &name, day)))
    });
    let hand_in = move |_| {
        let due = here.get_value();
        let (register, cells) = book.read_untracked(|ledger| ledger.hand_in(&due, today.date.get_untracked()));
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
    let row = due.handed.map(|handed| handed.row);
    let sent = move || row.is_none_or(|row| book.row_delivered(row));
    let changed = move || {
        let is_changed = |ledger: &Ledger| due.handed.is_some_and(|handed| ledger.is_changed_since(&due, handed));
        book.read(is_changed).then(|| view! { <span class="badge badge-wait">{words::CHANGED}</span> })
    };
    let delivered = move || {
        let (class, said) =
            if sent() { ("badge badge-done", words::SENT) } else { ("badge badge-wait", words::UNSENT) };
        view! { <span class=class>{said}</span> }
    };
    view! { <li><span>{name}</span><span class="quiet">{said}</span>{changed}{delivered}</li> }
}

/// What will be due, and how many days are left.
#[component]
fn Soon(due: Due) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let name = book.read_untracked(|ledger| title(ledger, &due.submission, due.period));
    let when = words::when(&text::date(due.period.end()), &text::date(due.due));
    view! {
        <li>
            <span>{name}</span>
            <span class="quiet">{when}</span>
            <span class="badge badge-aside">{move || text::days_left(due.days_left(today.date.get()))}</span>
        </li>
    }
}

/// A submission of a period by all those below.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Overview {
    title: String,
    of: usize,
    late: usize,
    /// Those who have.
    handed: Vec<Due>,
    /// Those who have not, and are overdue.
    overdue: Vec<Due>,
}

impl Overview {
    /// All that is drawn: another key draws it anew.
    fn key(&self) -> impl std::hash::Hash + Eq + use<> {
        let drawn = |due: &Due| (due.org.clone(), due.handed, due.reminders);
        let lines: Vec<_> = self.handed.iter().chain(&self.overdue).map(drawn).collect();
        (self.title.clone(), self.of, self.late, lines)
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
        of: dues.len(),
        late: dues.iter().filter(|due| due.handed.is_some() && due.days_late(today) > 0).count(),
        handed: dues.iter().filter(|due| due.handed.is_some()).cloned().collect(),
        overdue: dues.iter().filter(|due| due.is_overdue(today)).cloned().collect(),
    };
    all.iter().map(overview).collect()
}

#[component]
fn Below(one: Overview) -> impl IntoView {
    let all_in = one.handed.len() == one.of;
    let said = words::progress(one.handed.len(), one.of, one.late);
    let (handed, overdue) = (StoredValue::new(one.handed), StoredValue::new(one.overdue));
    let count = |all: StoredValue<Vec<Due>>| all.with_value(Vec::len);
    // Only so many are drawn before somebody asks for more.
    let (late, shown) = (RwSignal::new(PAGE), RwSignal::new(0));
    let lines = move || {
        let those = overdue.with_value(|all| all.iter().take(late.get()).cloned().collect::<Vec<_>>());
        those.into_iter().map(|due| view! { <Overdue due /> }).collect_view()
    };
    let done = move || {
        let those = handed.with_value(|all| all.iter().take(shown.get()).cloned().collect::<Vec<_>>());
        those.into_iter().map(|due| view! { <HandedIn due /> }).collect_view()
    };
    let rest = move || count(overdue).saturating_sub(late.get());
    let unseen = move || count(handed).saturating_sub(shown.get());
    view! {
        <details class="card submission" open=!all_in>
            <summary><b>{one.title}</b>" "<span class="quiet">{said}</span></summary>
            {all_in.then(|| view! { <p>{words::ALL_IN}</p> })}
            {(count(overdue) > 1).then(|| view! { <RemindAll overdue /> })}
            <ul class="handed">{lines}</ul>
            <Show when=move || { rest() > 0 }>
                <button type="button" class="button-quiet more" on:click=move |_| late.update(|n| *n += PAGE)>{move || words::rest(rest())}</button>
            </Show>
            <ul class="handed handed-below">{done}</ul>
            <Show when=move || { unseen() > 0 }>
                <button type="button" class="button-quiet more show-handed" on:click=move |_| shown.update(|n| *n += PAGE)>{move || words::show_handed(unseen())}</button>
            </Show>
        </details>
    }
}

/// One that was handed in, with its table.
#[component]
fn HandedIn(due: Due) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let (name, table, changed) = book.read_untracked(|ledger| {
        let changed = due.handed.is_some_and(|handed| ledger.is_changed_since(&due, handed));
        (ledger.orgs().name(&due.org).to_owned(), title(ledger, &due.submission, due.period), changed)
    });
    let said = due.handed.map(|handed| words::handed(&text::date(handed.on), due.days_late(handed.on)));
    let (here, of) = (StoredValue::new(due), name.clone());
    let workbook = Callback::new(move |()| {
        let day = today.date.get_untracked();
        book.read_untracked(|ledger| here.with_value(|due| submission_workbook(ledger, due, &of, day)))
    });
    let file = words::file(&table, &name);
    view! {
        <li>
            <span>{name}</span>
            <span class="quiet">{said}</span>
            {changed.then(|| view! { <span class="badge badge-wait">{words::CHANGED}</span> })}
            <Export name=file workbook />
        </li>
    }
}

/// How far reminding all is, and why it went no further. It outlives the lists, which are drawn anew as it goes on.
#[derive(Clone, Copy)]
struct Reminding {
    done: RwSignal<Option<(usize, usize)>>,
    refused: RwSignal<Option<String>>,
}

/// How many a command reminds.
fn count(command: &RegisterCommand) -> usize {
    if let RegisterCommand::AddMany { rows, .. } = command { rows.len() } else { 1 }
}

/// Reminds all that are late, in one tap.
#[component]
fn RemindAll(overdue: StoredValue<Vec<Due>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let Reminding { done, refused } = expect_context::<Reminding>();
    let may = book.read_untracked(|ledger| ledger.reminder_register(&session.author()).is_some());
    let number = overdue.with_value(Vec::len);
    let all = move |_| {
        let day = today.date.get_untracked();
        let of = |dues: &Vec<Due>| book.read_untracked(|ledger| ledger.reminding(&session.author(), dues, day));
        let commands = overdue.with_value(of);
        let of = commands.iter().map(count).sum();
        refused.set((of == 0).then(|| words::REMINDED_TODAY.to_owned()));
        if of == 0 {
            return;
        }
        done.set(Some((0, of)));
        // The page may be left while it goes on.
        spawn_local(async move {
            let mut said = 0;
            for command in commands {
                let more = count(&command);
                if let Err(why) = book.run(Command::Register(command)) {
                    done.try_set(None);
                    refused.try_set(Some(words::reminded_some(said, of, &text::refusal(&why))));
                    return;
                }
                said += more;
                done.try_set(Some((said, of)));
                // The page stays alive between two writes.
                lifecycle::sleep(0).await;
            }
            done.try_set(None);
            toasts.done(words::reminded_all(said));
        });
    };
    view! {
        {may.then(|| view! {
            <button type="button" class="button remind-late" disabled=move || done.get().is_some() on:click=all>
                {words::remind_all(number)}
            </button>
        })}
    }
}

#[component]
fn Overdue(due: Due) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let (name, may) = book.read_untracked(|ledger| {
        (ledger.orgs().name(&due.org).to_owned(), ledger.reminder_register(&session.author()).is_some())
    });
    let late = words::late(due.days_late(today.date.get_untracked()));
    let reminded = (due.reminders > 0).then(|| words::reminded(due.reminders));
    let due = StoredValue::new(due);
    let click = move |_| {
        let day = today.date.get_untracked();
        let of = |due: &Due| {
            book.read_untracked(|ledger| ledger.reminding(&session.author(), std::slice::from_ref(due), day))
        };
        let Some(command) = due.with_value(of).pop() else {
            refused.set(Some(words::REMINDED_TODAY.to_owned()));
            return;
        };
        match book.run(Command::Register(command)) {
            Ok(_) => toasts.done(words::REMINDED),
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <li>
            <span>{name}</span>
            <span class="badge badge-danger"><Icon shape=Shape::Warning />{late}</span>
            {reminded.map(|said| view! { <span class="badge badge-wait">{said}</span> })}
            {may.then(|| view! { <button type="button" class="button-quiet" on:click=click>{words::REMIND}</button> })}
            <Refused refused />
        </li>
    }
}
