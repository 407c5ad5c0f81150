//! 新增任务: a branch sets a task for itself, a township or the county issues one to its branches.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use taizhang_ledger::{Command, Domain, ItemKey, NewTask, OrgId, Tier, WorkItem, record::EvidenceRule};

use crate::{
    state::{Book, Session, Toasts},
    text::{self, ui::new_task as words},
    widgets::{Refused, address},
};

#[derive(Clone, Copy)]
struct Draft {
    title: RwSignal<String>,
    requirement: RwSignal<String>,
    code: RwSignal<String>,
    due: RwSignal<String>,
    unit: RwSignal<String>,
    evidence: RwSignal<EvidenceRule>,
    /// The branches that get it, with the target as typed.
    branches: RwSignal<BTreeMap<OrgId, String>>,
}

/// The page.
#[component]
pub fn NewTaskPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let own = session.tier() == Tier::Branch;
    let org = session.identity().org;
    let draft = Draft {
        title: RwSignal::default(),
        requirement: RwSignal::default(),
        code: RwSignal::default(),
        due: RwSignal::default(),
        unit: RwSignal::default(),
        evidence: RwSignal::new(EvidenceRule::Document),
        branches: RwSignal::new(if own { BTreeMap::from([(org.clone(), String::new())]) } else { BTreeMap::new() }),
    };
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let navigate = use_navigate();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let task = match task_of(book, draft) {
            Ok(task) => task,
            Err(why) => return refused.set(Some(why.to_owned())),
        };
        let first = task.branches.first().map(|(branch, _)| branch.clone());
        let number = task.branches.len();
        match book.run(Command::SetTask(task)) {
            Ok(written) => {
                toasts.done(words::saved(own, number));
                // Whoever issued it wants to see next who has signed for it.
                let to = match (first, written.task) {
                    (Some(branch), Some(task)) if own => address(&ItemKey { branch, task }),
                    (_, Some(task)) => format!("/given/{task}"),
                    _ => "/tasks".to_owned(),
                };
                navigate(&to, leptos_router::NavigateOptions::default());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let items = move || {
        book.read(|ledger| {
            let said =
                |item: &WorkItem| format!("{} {}（{}）", item.code, item.name, text::domain(ledger, item.domain));
            let in_use = ledger.work_items().filter(|item| !item.retired);
            in_use.map(|item| (item.code.clone(), said(item))).collect::<Vec<_>>()
        })
    };
    let held = move || {
        let code = draft.code.get();
        book.read(|ledger| ledger.work_items().find(|item| item.code == code).map(|item| item.requirement.clone()))
    };
    // The work item says what proves its tasks; another choice can be made after.
    let choose = move |code: String| {
        let rule = book.read_untracked(|ledger| ledger.work_items().find(|item| item.code == code)?.evidence);
        if let Some(rule) = rule {
            draft.evidence.set(rule);
        }
        draft.code.set(code);
    };
    view! {
        <h1 class="page-title">{if own { words::TITLE } else { words::TITLE_ISSUE }}</h1>
        <form class="card form" on:submit=save>
            <label class="field">
                <span>{words::CODE}</span>
                <select id="task-code" required on:change=move |event| choose(event_target_value(&event))>
                    <option value="">{words::CHOOSE_CODE}</option>
                    {move || items().into_iter().map(|(code, said)| view! { <option value=code>{said}</option> }).collect_view()}
                </select>
                {move || held().map(|held| view! { <span class="quiet">{words::held(&held)}</span> })}
            </label>
            <label class="field">
                <span>{text::field(taizhang_ledger::record::Field::Title)}</span>
                <input type="text" id="task-title" maxlength="80" required prop:value=draft.title
                    on:input=move |event| draft.title.set(event_target_value(&event)) />
            </label>
            <label class="field">
                <span>{text::field(taizhang_ledger::record::Field::Requirement)}</span>
                <textarea rows="4" id="task-requirement" required placeholder=words::REQUIREMENT_HINT
                    prop:value=draft.requirement
                    on:input=move |event| draft.requirement.set(event_target_value(&event))></textarea>
            </label>
            <label class="field">
                <span>{text::field(taizhang_ledger::record::Field::Due)}</span>
                <input type="date" id="task-due" required prop:value=draft.due
                    on:input=move |event| draft.due.set(event_target_value(&event)) />
            </label>
            <label class="field">
                <span>{words::PROOF}</span>
                <select id="task-evidence" on:change=move |event| {
                    draft.evidence.set(EvidenceRule::from_word(&event_target_value(&event)).unwrap_or(EvidenceRule::None));
                }>
                    {EvidenceRule::ALL.iter().map(|rule| view! {
                        <option value=rule.word() selected=move || draft.evidence.get() == *rule>
                            {text::evidence_rule(*rule)}
                        </option>
                    }).collect_view()}
                </select>
            </label>
            {(!own).then(|| view! { <BranchChoice draft org=org.clone() /> })}
            <Refused refused />
            <button type="submit" class="button-main">{if own { words::SAVE } else { words::ISSUE }}</button>
        </form>
    }
}

/// The branches below, each with its target.
#[component]
fn BranchChoice(draft: Draft, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let all = Memo::new(move |_| {
        book.read(|ledger| {
            ledger.orgs().branches_of(&org).map(|one| (one.id.clone(), one.name.clone())).collect::<Vec<_>>()
        })
    });
    let every = move |_| {
        let chosen = draft.branches.with_untracked(BTreeMap::len) == all.with_untracked(Vec::len);
        draft.branches.update(|branches| {
            if chosen {
                branches.clear();
            } else {
                for (id, _) in all.get_untracked() {
                    branches.entry(id).or_default();
                }
            }
        });
    };
    view! {
        <fieldset class="field">
            <legend>{words::BRANCHES}</legend>
            <button type="button" class="button-quiet" on:click=every>{words::EVERY}</button>
            <label class="field field-short">
                <span>{words::UNIT}</span>
                <input type="text" id="task-unit" maxlength="10" prop:value=draft.unit placeholder=words::UNIT_HINT
                    on:input=move |event| draft.unit.set(event_target_value(&event)) />
            </label>
            <ul class="branch-choice">
                <For each=move || all.get() key=|(id, _)| id.clone() let:one>
                    <BranchLine draft id=one.0 name=one.1 />
                </For>
            </ul>
        </fieldset>
    }
}

#[component]
fn BranchLine(draft: Draft, id: OrgId, name: String) -> impl IntoView {
    let this = id.clone();
    let chosen = Memo::new(move |_| draft.branches.with(|branches| branches.contains_key(&this)));
    let (toggled, typed) = (id.clone(), id.clone());
    let toggle = move |_| {
        draft.branches.update(|branches| {
            if branches.remove(&toggled).is_none() {
                branches.insert(toggled.clone(), String::new());
            }
        });
    };
    let target = move |event| {
        let text = event_target_value(&event);
        draft.branches.update(|branches| {
            branches.insert(typed.clone(), text);
        });
    };
    let label = words::target_of(&name);
    view! {
        <li>
            <label class="check">
                <input type="checkbox" value=id.to_string() prop:checked=chosen on:change=toggle />
                <span>{name}</span>
            </label>
            <Show when=move || chosen.get() && draft.unit.with(|unit| !unit.trim().is_empty())>
                <input type="number" min="0" step="1" inputmode="numeric" aria-label=label.clone()
                    placeholder=words::TARGET on:input=target.clone() />
            </Show>
        </li>
    }
}

/// The task as typed, or what is still missing.
fn task_of(book: Book, draft: Draft) -> Result<NewTask, &'static str> {
    let code = draft.code.get_untracked();
    let domain: Option<Domain> =
        untrack(|| book.read(|ledger| ledger.work_items().find(|item| item.code == code).map(|item| item.domain)));
    let unit = draft.unit.get_untracked();
    let mut branches = Vec::new();
    for (branch, target) in draft.branches.get_untracked() {
        let target = match target.trim() {
            "" => None,
            typed => Some(typed.parse::<i64>().map_err(|_| words::BAD_TARGET)?),
        };
        branches.push((branch, target));
    }
    Ok(NewTask {
        title: draft.title.get_untracked(),
        requirement: draft.requirement.get_untracked(),
        code,
        domain: domain.ok_or(words::NO_CODE)?,
        due: draft.due.get_untracked().parse().map_err(|_| words::NO_DUE)?,
        unit: Some(unit).filter(|unit| !unit.trim().is_empty()),
        evidence: draft.evidence.get_untracked(),
        branches,
    })
}
