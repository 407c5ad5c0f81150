//! 整顿: the rectification cases at hand, the most urgent first; a township reports further branches here.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};
use taizhang_ledger::{
    CaseCommand, CaseView, Command, Role, Tier,
    case::{CaseEntryKind, CaseState, Light, YELLOW_DAYS},
};

use super::case_sheet::CaseSheet;
use crate::{
    platform::{lifecycle, page},
    state::{Book, CaseTable, Drafts, Session, Toasts, Today},
    text::{self, cases as words},
    widgets::{CaseBadges, Export, Icon, Refused, Shape},
};

/// How long the sheet takes to be drawn before it goes to paper, in milliseconds.
const DRAWING: u32 = 60;

/// Days before the deadline from which a case shows yellow; the county's parameter, or the usual.
pub fn yellow_days(book: Book) -> i64 {
    book.read(|ledger| ledger.parameter("case_yellow_days")).unwrap_or(YELLOW_DAYS)
}

/// The cases at hand, the most urgent first.
pub fn seen(book: Book, today: chrono::NaiveDate) -> Vec<CaseView> {
    let yellow = yellow_days(book);
    let mut all = book.read(taizhang_ledger::Ledger::cases);
    all.sort_by_key(|case| {
        let over = !case.state().is_listed() && case.state() != CaseState::Screened;
        (over, case.light(today, yellow), case.days_left(today))
    });
    all
}

/// The page.
#[component]
pub fn CasesPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let leader = session.author().role == Role::LinkedLeader;
    let may_screen =
        session.author().role == Role::TownshipOrgOfficer || session.author().role == Role::SectorCommittee;
    let cases = Memo::new(move |_| seen(book, today.date.get()));
    let screening = RwSignal::new(false);
    let table = move || book.read_untracked(|ledger| (CaseTable::of(ledger, &session.identity().org), ledger.year()));
    let workbook = Callback::new(move |()| {
        let (own, day) = (session.identity().org_name, today.date.get_untracked());
        let (table, year) = table();
        table.workbook(year, &own, day)
    });
    // Drawn when it is asked for: a county's has thousands of cells.
    let sheet: RwSignal<Option<(CaseTable, u16)>> = RwSignal::new(None);
    let print = move |_| {
        sheet.set(Some(table()));
        lifecycle::after(DRAWING, page::print);
    };
    let printing = move || sheet.with(Option::is_some);
    let on_paper = move || {
        sheet.get().map(|(table, year)| {
            view! { <CaseSheet table year own=session.identity().org_name day=today.date.get_untracked() /> }
        })
    };
    view! {
        {on_paper}
        <h1 class="page-title" class:no-print=printing>{if leader { words::TITLE_LEADER } else { words::TITLE }}</h1>
        {may_screen.then(|| view! {
            <Show when=move || screening.get() fallback=move || view! {
                <p class="page-acts">
                    <button type="button" class="button" id="screen" on:click=move |_| screening.set(true)>
                        {words::SCREEN}
                    </button>
                </p>
            }>
                <Screening close=move || screening.set(false) />
            </Show>
        })}
        <ul class="rows" id="cases" class:no-print=printing>
            <For each=move || cases.get() key=row_key let:case><CaseRow case /></For>
        </ul>
        <Show when=move || !leader && !cases.with(Vec::is_empty)>
            <p class="page-acts no-print">
                <button type="button" class="button-quiet" id="print-cases" on:click=print>
                    <Icon shape=Shape::Print />{words::PRINT_TABLE}
                </button>
                <Export name=words::TABLE workbook one=true />
            </p>
        </Show>
        <Show when=move || cases.with(Vec::is_empty)>
            <p class="card empty">{if leader { words::NONE_LEADER } else { words::NONE }}</p>
        </Show>
    }
}

/// What a row shows; another key draws it anew.
fn row_key(case: &CaseView) -> String {
    let (state, gaps, entries) = (case.state().word(), case.gaps().len(), case.entries.len());
    format!("{}{state}{gaps}/{entries}{}{}{}", case.id, case.deadline, case.is_changed(), case.is_late())
}

#[component]
fn CaseRow(case: CaseView) -> impl IntoView {
    let book = expect_context::<Book>();
    let branch = book.read_untracked(|ledger| ledger.orgs().name(&case.branch).to_owned());
    let gaps = case.gaps().len();
    let preparing = matches!(case.state(), CaseState::Listed | CaseState::Diagnosed) || case.state().waits_with_plan();
    let known = case.last_by_all(CaseEntryKind::Acknowledgement).is_some();
    let visited = case.last_by_all(CaseEntryKind::Visit).is_some();
    let leader = case.state().is_listed().then_some(match (known, visited) {
        (false, _) => Some(words::NOT_KNOWN),
        (true, false) => Some(words::NEVER_VISITED),
        (true, true) => None,
    });
    view! {
        <li>
            <A href=format!("/cases/{}", case.id) attr:class="row">
                <span class="row-head">
                    <span class="row-title">{branch}</span>
                </span>
                <span class="quiet">{case.symptom.clone()}</span>
                <span class="row-foot">
                    <CaseBadges case=case.clone() />
                    {(preparing && gaps > 0).then(|| view! { <span class="badge badge-wait">{words::missing(gaps)}</span> })}
                    {case.reminded().map(|_| view! { <span class="badge badge-wait">{words::entry_kind(CaseEntryKind::Reminder)}</span> })}
                    {leader.flatten().map(|said| view! { <span class="badge badge-aside">{said}</span> })}
                </span>
            </A>
        </li>
    }
}

#[component]
fn Screening(close: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let symptom = expect_context::<Drafts>().at("screen/symptom".to_owned());
    let branch = RwSignal::new(String::new());
    let deadline = RwSignal::new(String::new());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let own = session.identity().org;
    let branches = book.read(|ledger| {
        let below = ledger.orgs().branches_of(&own);
        below.map(|org| (org.id.to_string(), org.name.clone())).collect::<Vec<_>>()
    });
    let usual = book.read_untracked(taizhang_ledger::Ledger::rectification_deadline);
    let navigate = use_navigate();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(branch) = branch.get_untracked().parse() else {
            return refused.set(Some(text::refusal(&taizhang_ledger::Refusal::NoBranch)));
        };
        let symptom_now = symptom.get_untracked();
        let deadline = deadline.get_untracked().parse().ok();
        match book.run(Command::Case(CaseCommand::Screen { branch, symptom: symptom_now, deadline })) {
            Ok(written) => {
                symptom.set(String::new());
                toasts.done(words::SCREENED);
                close();
                if let Some(case) = written.case {
                    navigate(&format!("/cases/{case}"), leptos_router::NavigateOptions::default());
                }
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <form class="card form" on:submit=save>
            <h2>{words::SCREEN}</h2>
            <label class="field">
                <span>{words::BRANCH}</span>
                <select id="screen-branch" required on:change=move |event| branch.set(event_target_value(&event))>
                    <option value="">{words::CHOOSE_BRANCH}</option>
                    {branches.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                </select>
            </label>
            <label class="field">
                <span>{words::SYMPTOM}</span>
                <textarea rows="3" id="screen-symptom" required placeholder=words::SYMPTOM_HINT prop:value=symptom
                    on:input=move |event| symptom.set(event_target_value(&event))></textarea>
            </label>
            <label class="field">
                <span>{words::DEADLINE}</span>
                <input type="date" id="screen-deadline" prop:value=deadline
                    on:input=move |event| deadline.set(event_target_value(&event)) />
                <span class="quiet">{words::deadline_explained(usual)}</span>
            </label>
            <Refused refused />
            <div class="act-buttons">
                <button type="submit" class="button-main">{words::SCREEN}</button>
                <button type="button" class="button" on:click=move |_| close()>{text::ui::common::CANCEL}</button>
            </div>
        </form>
    }
}

/// How many cases of each light are on the list; for 今日.
pub fn lights(book: Book, today: chrono::NaiveDate) -> [usize; 3] {
    let yellow = yellow_days(book);
    let listed = seen(book, today).into_iter().filter(|case| case.state().is_listed());
    listed.fold([0; 3], |[red, amber, green], case| match case.light(today, yellow) {
        Light::Red => [red + 1, amber, green],
        Light::Yellow => [red, amber + 1, green],
        Light::Green => [red, amber, green + 1],
    })
}

/// Whether a post has the page in its menu: a branch only while it has a case.
pub fn has_page(book: Book, tier: Tier) -> bool {
    tier != Tier::Branch || book.read(|ledger| ledger.cases().iter().any(CaseView::is_current))
}
