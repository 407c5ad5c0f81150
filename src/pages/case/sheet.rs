//! The plan on paper: an official 一村一策 with its ledger table, on A4. Only paper shows it.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseView,
    case::{CaseField, ProblemView, Slot},
};

use super::{Opened, cell::shown, plan::OF_MEASURE};
use crate::{
    state::Book,
    text::{self, cases as words},
};

/// The sheet.
#[component]
pub fn PlanSheet(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let sheet = move || {
        let case = opened.view.get()?;
        let (branch, year) = book.read(|ledger| (ledger.orgs().name(&case.branch).to_owned(), ledger.year()));
        let slots = Slot::ALL.iter().map(|slot| {
            view! { <th scope="row">{words::slot(*slot)}</th><td>{case.slot(*slot)}</td> }
        });
        let slots = slots.collect_view();
        let rows = case.problems.iter().zip(1..).map(|(problem, number)| problem_rows(problem, number)).collect_view();
        let heads = OF_MEASURE.map(|field| view! { <th scope="col">{words::field(field)}</th> });
        Some(view! {
            <article class="plan-sheet">
                <h1>{words::plan_title(&branch, year)}</h1>
                <p>{words::SYMPTOM}"："{case.symptom.clone()}</p>
                {case.listed_at().map(|at| view! { <p>{words::LISTED_ON}"："{text::date(at.date())}</p> })}
                <p>{words::DEADLINE}"："{text::date(case.deadline)}"　"{words::state(case.state())}{ballot(&case)}</p>
                <table class="plan-slots"><tbody><tr>{slots}</tr></tbody></table>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words::NUMBER}</th>
                            <th scope="col">{words::field(CaseField::Description)}</th>
                            <th scope="col">{words::field(CaseField::Evidence)}</th>
                            <th scope="col">{words::field(CaseField::Affected)}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="plan-signs">
                    <span>{words::SIGN_BRANCH}</span><span>{words::SIGN_TOWNSHIP}</span><span>{words::SIGN_DATE}</span>
                </p>
            </article>
        })
    };
    view! { {sheet} }
}

fn ballot(case: &CaseView) -> Option<String> {
    let ballot = case.life.standing.ballot?;
    Some(format!("　{}", words::ballot(ballot.score, ballot.voters, ballot.dissatisfied)))
}

/// A problem with its measures; a problem without any still has its line.
fn problem_rows(problem: &ProblemView, number: usize) -> impl IntoView + use<> {
    let span = problem.measures.len().max(1);
    let said = |field| problem.fields.text(field);
    let head = format!("{}：{}", said(CaseField::Category), said(CaseField::Description));
    let (evidence, affected) = (said(CaseField::Evidence), said(CaseField::Affected));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for measure in &problem.measures {
        rows.push(OF_MEASURE.iter().map(|field| shown(&measure.fields.text(*field), *field)).collect());
    }
    if rows.is_empty() {
        rows.push(OF_MEASURE.iter().map(|_| String::new()).collect());
    }
    let rows = rows.into_iter().zip(0..).map(move |(cells, index)| {
        let first = (index == 0).then(|| {
            view! {
                <td rowspan=span>{number}</td>
                <td rowspan=span>{head.clone()}</td>
                <td rowspan=span>{evidence.clone()}</td>
                <td rowspan=span>{affected.clone()}</td>
            }
        });
        view! { <tr>{first}{cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
    });
    rows.collect_view()
}
