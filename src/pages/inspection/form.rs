//! 记一次督查: what is typed stays on the device until it is written, also through a restart.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, Serialize};
use taizhang_ledger::{
    Command, NewFinding, NewInspection,
    record::{EvidenceRule, InspectionWay},
};

use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, inspections as words},
    widgets::Refused,
};

/// The form as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Typed {
    branch: String,
    day: String,
    way: InspectionWay,
    seen: String,
    findings: Vec<TypedFinding>,
}

/// One problem as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct TypedFinding {
    /// Tells the lines of the form apart.
    number: u32,
    problem: String,
    remedy: String,
    due: String,
    evidence: EvidenceRule,
}

impl Typed {
    fn blank(day: chrono::NaiveDate) -> Self {
        let way = InspectionWay::Unannounced;
        Self { branch: String::new(), day: day.to_string(), way, seen: String::new(), findings: Vec::new() }
    }

    fn inspection(&self) -> Result<NewInspection, String> {
        let branch = self.branch.parse().map_err(|_| text::refusal(&taizhang_ledger::Refusal::NoBranch))?;
        let findings = self.findings.iter().map(|finding| {
            Ok(NewFinding {
                problem: finding.problem.clone(),
                remedy: finding.remedy.clone(),
                due: finding.due.parse().map_err(|_| words::NO_DUE.to_owned())?,
                evidence: finding.evidence,
            })
        });
        Ok(NewInspection {
            branch,
            way: self.way,
            day: self.day.parse().map_err(|_| words::NO_DAY.to_owned())?,
            seen: self.seen.clone(),
            findings: findings.collect::<Result<_, String>>()?,
        })
    }
}

/// The page.
#[component]
pub fn NewInspectionPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>().date.get_untracked();
    let draft = expect_context::<Drafts>().at("inspection".to_owned());
    let begun = draft.with_untracked(|draft| serde_json::from_str(draft).ok());
    let typed: RwSignal<Typed> = RwSignal::new(begun.unwrap_or_else(|| Typed::blank(today)));
    Effect::watch(
        move || typed.get(),
        move |typed, _, _: Option<()>| draft.set(serde_json::to_string(typed).unwrap_or_default()),
        false,
    );
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let navigate = use_navigate();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let new = match typed.with_untracked(Typed::inspection) {
            Ok(new) => new,
            Err(why) => return refused.set(Some(why)),
        };
        match book.run(Command::Inspect(new)) {
            Ok(written) => {
                draft.set(String::new());
                toasts.done(words::SAVED);
                let to =
                    written.inspection.map_or_else(|| "/inspections".to_owned(), |id| format!("/inspections/{id}"));
                navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let own = session.identity().org;
    let branches = book.read(|ledger| {
        ledger.orgs().branches_of(&own).map(|org| (org.id.to_string(), org.name.clone())).collect::<Vec<_>>()
    });
    let options = branches
        .into_iter()
        .map(|(id, name)| {
            let this = id.clone();
            view! { <option value=id selected=move || typed.with(|typed| typed.branch == this)>{name}</option> }
        })
        .collect_view();
    let ways = InspectionWay::ALL
        .iter()
        .map(|way| {
            view! {
                <button type="button" class="chip" aria-pressed=move || typed.with(|typed| typed.way == *way).to_string()
                    on:click=move |_| typed.update(|typed| typed.way = *way)>{words::way(*way)}</button>
            }
        })
        .collect_view();
    let may_follow_up = Memo::new(move |_| book.read(|ledger| ledger.may_follow_up(&session.author())));
    view! {
        <h1 class="page-title">{words::ADD}</h1>
        <form class="card form" on:submit=save>
            <label class="field">
                <span>{words::BRANCH}</span>
                <select id="inspection-branch" required
                    on:change=move |event| typed.update(|typed| typed.branch = event_target_value(&event))>
                    <option value="">{words::CHOOSE_BRANCH}</option>
                    {options}
                </select>
            </label>
            <label class="field field-short">
                <span>{words::DAY}</span>
                <input type="date" id="inspection-day" required max=today.to_string()
                    prop:value=move || typed.with(|typed| typed.day.clone())
                    on:input=move |event| typed.update(|typed| typed.day = event_target_value(&event)) />
            </label>
            <fieldset class="field"><legend>{words::WAY}</legend><div class="chips">{ways}</div></fieldset>
            <label class="field">
                <span>{words::SEEN}</span>
                <textarea rows="4" id="inspection-seen" required placeholder=words::SEEN_HINT
                    prop:value=move || typed.with(|typed| typed.seen.clone())
                    on:input=move |event| typed.update(|typed| typed.seen = event_target_value(&event))></textarea>
            </label>
            <h2>{words::FINDINGS}</h2>
            <Show when=move || may_follow_up.get() fallback=|| view! { <p class="notice">{words::NO_FOLLOW_UP}</p> }>
                <p class="quiet">{words::FINDINGS_EXPLAINED}</p>
                <Findings typed />
            </Show>
            <Refused refused />
            <button type="submit" class="button-main">{words::SAVE}</button>
        </form>
    }
}

#[component]
fn Findings(typed: RwSignal<Typed>) -> impl IntoView {
    let numbers =
        move || typed.with(|typed| typed.findings.iter().map(|finding| finding.number).enumerate().collect::<Vec<_>>());
    let add = move |_| {
        typed.update(|typed| {
            let number = typed.findings.iter().map(|finding| finding.number).max().unwrap_or(0) + 1;
            let (problem, remedy, due) = (String::new(), String::new(), String::new());
            typed.findings.push(TypedFinding { number, problem, remedy, due, evidence: EvidenceRule::Onsite });
        });
    };
    view! {
        <For each=numbers key=Clone::clone let:one><Finding typed place=one.0 number=one.1 /></For>
        <button type="button" class="button" id="add-finding" on:click=add>{words::ADD_FINDING}</button>
    }
}

#[component]
fn Finding(typed: RwSignal<Typed>, place: usize, number: u32) -> impl IntoView {
    let read = move |of: fn(&TypedFinding) -> &String| {
        move || {
            typed.with(|typed| {
                typed.findings.iter().find(|one| one.number == number).map(|one| of(one).clone()).unwrap_or_default()
            })
        }
    };
    let write = move |set: fn(&mut TypedFinding, String)| {
        move |event: leptos::ev::Event| {
            let value = event_target_value(&event);
            typed.update(|typed| {
                if let Some(one) = typed.findings.iter_mut().find(|one| one.number == number) {
                    set(one, value);
                }
            });
        }
    };
    let rules = EvidenceRule::ALL
        .iter()
        .map(|rule| {
            let chosen = move || {
                typed.with(|typed| typed.findings.iter().any(|one| one.number == number && one.evidence == *rule))
            };
            view! { <option value=rule.word() selected=chosen>{text::evidence_rule(*rule)}</option> }
        })
        .collect_view();
    view! {
        <fieldset class="card finding">
            <legend>{words::finding(place + 1)}</legend>
            <label class="field">
                <span>{words::PROBLEM}</span>
                <input type="text" class="finding-problem" required maxlength="80" placeholder=words::PROBLEM_HINT
                    prop:value=read(|one| &one.problem) on:input=write(|one, value| one.problem = value) />
            </label>
            <label class="field">
                <span>{words::REMEDY}</span>
                <textarea rows="2" class="finding-remedy" required placeholder=words::REMEDY_HINT
                    prop:value=read(|one| &one.remedy) on:input=write(|one, value| one.remedy = value)></textarea>
            </label>
            <label class="field field-short">
                <span>{words::DUE}</span>
                <input type="date" class="finding-due" required
                    prop:value=read(|one| &one.due) on:input=write(|one, value| one.due = value) />
            </label>
            <label class="field">
                <span>{words::PROOF}</span>
                <select on:change=write(|one, value| {
                    one.evidence = EvidenceRule::from_word(&value).unwrap_or(EvidenceRule::None);
                })>{rules}</select>
            </label>
            <button type="button" class="button-quiet" on:click=move |_| {
                typed.update(|typed| typed.findings.retain(|one| one.number != number));
            }>{words::REMOVE}</button>
        </fieldset>
    }
}
