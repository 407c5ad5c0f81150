//! One rectification case: who answers for it, what is wrong, what is done about it, what is still missing, and what
//! can be done next.

mod acts;
mod cell;
mod conflicts;
mod leader;
mod log;
mod plan;
mod remind;
mod sheet;
mod slots;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use taizhang_ledger::{
    CaseId, CaseView, Ledger,
    case::{CaseDifference, CaseState, Subject, WORK_ITEM},
};

use self::{
    acts::Acts, conflicts::Conflicts, leader::LeaderPart, log::Log, plan::Plan, remind::RemindCase, sheet::PlanSheet,
    slots::Slots,
};
use super::guides::GuideLinks;
use crate::{
    platform::page,
    state::Book,
    text::{self, cases as words},
    widgets::{CaseBadges, EditLines, Icon, Shape},
};

/// The case that the page shows.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    id: CaseId,
    view: Memo<Option<CaseView>>,
}

impl Opened {
    fn subject(self) -> Subject {
        Subject::Case(self.id)
    }
}

/// The page.
#[component]
pub fn CasePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("case")?.parse::<CaseId>().ok()));
    move || match id.get() {
        Some(id) => view! { <Case id /> }.into_any(),
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
    }
}

#[component]
fn Case(id: CaseId) -> impl IntoView {
    let book = expect_context::<Book>();
    let view = Memo::new(move |_| book.read(|ledger| ledger.case(id)));
    let known = Memo::new(move |_| view.with(Option::is_some));
    let opened = Opened { id, view };
    let edits = Callback::new(move |()| book.with_ledger(|ledger| ledger.case_edits(id)).unwrap_or_default());
    move || {
        if !known.get() {
            return view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any();
        }
        view! {
            <div class="case">
                <Head opened />
                <div class="item">
                    <div class="item-work">
                        <Conflicts opened />
                        <Acts opened />
                        <RemindCase opened />
                        <LeaderPart opened />
                        <Gaps opened />
                        <GuideLinks item=WORK_ITEM />
                        <Slots opened />
                        <Plan opened />
                    </div>
                    <div class="item-log">
                        <Log opened />
                        <EditLines read=edits name=Callback::new(words::edited) />
                    </div>
                </div>
            </div>
            <PlanSheet opened />
        }
        .into_any()
    }
}

#[component]
fn Head(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    move || {
        let case = opened.view.get()?;
        let branch = book.read(|ledger| ledger.orgs().name(&case.branch).to_owned());
        let by = book.read(|ledger| ledger.orgs().name(&case.screened_by.org).to_owned());
        let standing = &case.life.standing;
        let ballot = standing.ballot.map(|one| words::ballot(one.score, one.voters, one.dissatisfied));
        let tracked =
            standing.tracked_until(book.read(Ledger::tracking_months)).map(|day| words::tracked(&text::date(day)));
        let warning = |said: String| {
            view! {
                <p class="notice notice-danger"><Icon shape=Shape::Warning /><span>{said}</span></p>
            }
        };
        Some(view! {
            <header class="item-head">
                <h1 class="page-title">{branch}" "<small>{words::TITLE}</small></h1>
                <p class="item-marks"><CaseBadges case=case.clone() /></p>
                <p>{case.symptom.clone()}</p>
                <p class="quiet">{by}" "{case.screened_by.person.clone()}" · "{text::date_time(case.screened_at)}</p>
                {ballot.map(|said| view! { <p class="quiet">{said}</p> })}
                {tracked.map(|said| view! { <p class="quiet">{said}</p> })}
                {case.returned_because().map(|why| warning(text::ui::item::returned(why)))}
                {standing.extension_asked.map(|day| view! {
                    <p class="notice" id="extension-asked">
                        <Icon shape=Shape::Clock /><span>{words::extension_asked(&text::date(day))}</span>
                    </p>
                })}
                {case.is_changed().then(|| view! { <Changed opened /> })}
                {case.reminded().map(|entry| warning(words::reminded(entry.author.role.tier(), &entry.text)))}
                {case.life.contested.then(|| warning(words::CONTESTED.to_owned()))}
                <p class="page-acts">
                    <button type="button" class="button-quiet" id="case-print" on:click=|_| page::print()>
                        <Icon shape=Shape::Print />{words::PRINT}
                    </button>
                </p>
            </header>
        })
    }
}

/// What has changed since the last verdict: whoever looks again sees the difference.
#[component]
fn Changed(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let lines = move || {
        opened
            .view
            .with(|case| case.as_ref().map(|case| book.read(|ledger| ledger.case_changes(case))).unwrap_or_default())
    };
    let line = |change: CaseDifference| view! { <li>{words::changed(&change)}</li> };
    view! {
        <div class="notice notice-danger" id="changed">
            <Icon shape=Shape::Warning />
            <div>
                <p>{words::CHANGED}</p>
                <ul>{move || lines().into_iter().map(line).collect_view()}</ul>
            </div>
        </div>
    }
}

/// What is missing before the plan can be filed, and what is missing again before the next step.
#[component]
fn Gaps(opened: Opened) -> impl IntoView {
    let gaps = Memo::new(move |_| {
        opened.view.with(|case| {
            let case = case.as_ref()?;
            let preparing = matches!(case.state(), CaseState::Listed | CaseState::Diagnosed);
            let gaps = case.gaps();
            // Once the plan is filed only what is missing again is told.
            let again = case.state().waits_with_plan() && !gaps.is_empty();
            (preparing || again).then_some((gaps, preparing))
        })
    });
    move || {
        let (gaps, preparing) = gaps.get()?;
        Some(if gaps.is_empty() {
            view! { <p class="notice"><Icon shape=Shape::Tick /><span>{words::NO_GAPS}</span></p> }.into_any()
        } else {
            let lines = gaps.iter().map(|gap| view! { <li>{words::gap(gap)}</li> }).collect_view();
            view! {
                <section class="card" id="gaps">
                    <h2>{if preparing { words::GAPS } else { words::GAPS_AFTER }}</h2>
                    <ul class="gaps">{lines}</ul>
                </section>
            }
            .into_any()
        })
    }
}
