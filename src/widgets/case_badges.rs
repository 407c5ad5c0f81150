//! The marks of a rectification case: its state, how near the deadline is, what a person must look at.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseView,
    case::{CaseState, Light, YELLOW_DAYS},
};

use super::{Icon, Shape};
use crate::{
    state::{Book, Today},
    text::{self, cases as words},
};

/// The marks.
#[component]
pub fn CaseBadges(
    /// The case.
    case: CaseView,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let yellow = book.read_untracked(|ledger| ledger.parameter("case_yellow_days")).unwrap_or(YELLOW_DAYS);
    let tone = match case.state() {
        CaseState::Screened | CaseState::Listed => "new",
        CaseState::Diagnosed | CaseState::PlanFiled | CaseState::InRectification => "open",
        CaseState::SelfAssessed | CaseState::TownshipChecked | CaseState::CountyAccepted => "wait",
        CaseState::Closed | CaseState::Tracking | CaseState::Archived => "done",
        CaseState::Relapsed => "danger",
        CaseState::Dismissed | CaseState::Suspended => "aside",
    };
    let state = words::state(case.state());
    let changed = case.is_changed();
    let contested = case.life.contested;
    let late = case.is_late();
    let listed = case.state().is_listed();
    let deadline = text::date(case.deadline);
    let due = move || {
        let day = today.date.get();
        let light = case.light(day, yellow);
        let (tone, shape) = match light {
            Light::Red => ("due due-over", Shape::Warning),
            Light::Yellow => ("due due-soon", Shape::Clock),
            Light::Green => ("due", Shape::Tick),
        };
        let left = text::days_left(case.days_left(day));
        listed.then(|| {
            view! {
                <span class=tone><Icon shape />{format!("{} · {deadline} · {left}", words::light(light))}</span>
            }
        })
    };
    view! {
        <span class=format!("badge badge-{tone}")>{state}</span>
        {due}
        {late.then(|| view! { <span class="badge badge-late">{words::LATE}</span> })}
        {changed.then(|| view! { <span class="badge badge-danger"><Icon shape=Shape::Warning />{words::CHANGED_MARK}</span> })}
        {contested.then(|| view! { <span class="badge badge-danger"><Icon shape=Shape::Warning />{text::ui::today::CONFLICTS}</span> })}
    }
}
