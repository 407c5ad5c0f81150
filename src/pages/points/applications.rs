//! 奖补申请: what was applied for, by which verified results, what the township says of it; and the form.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    ApplicationCommand, Author, Command, ItemKey, Ledger, OrgId, Reckoner, ScoreId, Tier, Timestamp,
    detect::applied_without_result,
    points::{Applying, Reward},
    score::{Achievement, ApplicationState, ApplicationView, ScoreMove},
};

use super::propose::hundredths;
use crate::{
    platform::clock,
    state::{Book, Drafts, Session, Toasts, Today, taking_part},
    text::{self, applications as words, ui::common::CANCEL},
    widgets::{Icon, Refused, Shape, address},
};

/// An application as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    branch: OrgId,
    id: ScoreId,
    state: ApplicationState,
    name: String,
    by: String,
    asked: Option<String>,
    text: String,
    rests_on: String,
    /// The results with their pages, and whether each is verified as things stand.
    results: Vec<(String, Option<String>)>,
    opinion: Option<String>,
    /// That too little is done.
    warning: Option<String>,
    acts: Vec<ScoreMove>,
}

/// What a result is called, and where it is.
fn told(ledger: &Ledger, branch: &OrgId, result: &Achievement) -> (String, Option<String>) {
    match result {
        Achievement::Task(task) => {
            let key = ItemKey { branch: branch.clone(), task: *task };
            let title = ledger.summary(&key).map_or_else(|| task.to_string(), |item| item.title);
            (title, Some(address(&key)))
        }
        Achievement::Case(case) => (words::CASE.to_owned(), Some(format!("/cases/{case}"))),
        Achievement::Entry(entry) => {
            let view = ledger.score(branch, *entry);
            let to = view.as_ref().map(|view| format!("/points/{}?of={branch}", view.entry.scheme));
            (view.map_or_else(|| entry.to_string(), |view| view.entry.text), to)
        }
    }
}

fn line(ledger: &Ledger, view: &ApplicationView, warning: Option<String>, acts: Vec<ScoreMove>) -> Line {
    let one = &view.application;
    let state = view.life.standing.state;
    Line {
        branch: view.branch.clone(),
        id: one.id,
        state,
        name: ledger.orgs().name(&view.branch).to_owned(),
        by: words::filed_by(&one.author.person, one.at.date()),
        asked: one.asked.map(words::asked),
        text: one.text.clone(),
        rests_on: words::rests_on(view.verified, one.results.len()),
        results: one.results.iter().map(|result| told(ledger, &view.branch, result)).collect(),
        opinion: words::opinion(view),
        warning: warning.filter(|_| state.is_open()),
        acts,
    }
}

/// Those at or below an organisation, those that wait first.
fn lines(ledger: &Ledger, reward: &Reward, who: &Author, today: chrono::NaiveDate) -> Vec<Line> {
    let now = Timestamp(clock::now_ms());
    let short = applied_without_result(&Reckoner::new(ledger, today), reward, &who.org);
    let mut all = Vec::new();
    for branch in taking_part(ledger, &reward.kinds, &who.org) {
        let warning = short.iter().find(|(org, _)| org == branch);
        for view in ledger.applications(branch).into_iter().filter(|one| one.application.reward == reward.id) {
            let said = warning.map(|(_, found)| words::too_little(found.completion, found.min));
            all.push(line(ledger, &view, said, ledger.possible_application_acts(who, &view, now)));
        }
    }
    all.sort_by_key(|one| one.state);
    all
}

/// The applications for a reward that needs one; nothing for others.
#[component]
pub(super) fn Applications(reward: Reward) -> impl IntoView {
    let Some(applying) = reward.application else { return ().into_any() };
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let tier = session.tier();
    let reward = StoredValue::new(reward);
    let lines = Memo::new(move |_| {
        let (who, day) = (session.author(), today.date.get());
        book.read(|ledger| reward.with_value(|reward| lines(ledger, reward, &who, day)))
    });
    let asked = (applying == Applying::WithAmount).then_some(words::ASKED_EXPLAINED);
    view! {
        <section class="card section" id="applications">
            <h2>{words::TITLE}</h2>
            <p class="quiet">{words::EXPLAINED}{asked}</p>
            <Show when=move || lines.with(Vec::is_empty)><p class="quiet">{words::NONE}</p></Show>
            <ul class="score-entries">
                <For each=move || lines.get() key=Clone::clone let:line><One line /></For>
            </ul>
            {(tier != Tier::County).then(|| view! { <New reward applying /> })}
        </section>
    }
    .into_any()
}

#[component]
fn One(line: Line) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let returning = RwSignal::new(false);
    let reason = expect_context::<Drafts>().at(format!("application/{}", line.id));
    let at = StoredValue::new((line.branch, line.id));
    let run = move |act: ScoreMove, reason: Option<String>| {
        let (branch, application) = at.get_value();
        match book.run(Command::Application(ApplicationCommand::Act { branch, application, act, reason })) {
            Ok(_) => {
                toasts.done(words::acted(act));
                true
            }
            Err(why) => {
                refused.set(Some(text::refusal(&why)));
                false
            }
        }
    };
    let choose = move |act: ScoreMove| {
        if act.needs_reason() {
            returning.set(true);
        } else {
            run(act, None);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if run(ScoreMove::Reject, Some(reason.get_untracked())) {
            reason.set(String::new());
        }
    };
    let buttons = line.acts.into_iter().map(|act| {
        let class = if act == ScoreMove::Check { "button-main" } else { "button" };
        view! { <button type="button" class=class data-act=act.word() on:click=move |_| choose(act)>{words::act(act)}</button> }
    });
    let results = line.results.into_iter().map(|(title, to)| {
        let title = match to {
            Some(to) => view! { <A href=to>{title}</A> }.into_any(),
            None => title.into_any(),
        };
        view! { <li>{title}</li> }
    });
    view! {
        <li data-state=line.state.word()>
            <p class="points-head">
                <span class=format!("badge badge-{}", words::tone(line.state))>{words::state(line.state)}</span>
                <b>{line.name}</b>
                {line.asked.map(|asked| view! { <span>{asked}</span> })}
                <span class="quiet">{line.by}</span>
            </p>
            <p>{line.text}</p>
            <details class="no-print"><summary>{line.rests_on}</summary><ul>{results.collect_view()}</ul></details>
            {line.warning.map(|said| view! {
                <p class="notice" data-rule="reward_without_result"><Icon shape=Shape::Warning /><span>{said}</span></p>
            })}
            {line.opinion.map(|said| view! { <p class="quiet">{said}</p> })}
            <div class="act-buttons no-print">{buttons.collect_view()}</div>
            <Show when=move || returning.get()>
                <form class="form no-print" on:submit=submit>
                    <label class="field"><span>{words::REASON}</span>
                        <textarea rows="2" name="reason" required prop:value=reason
                            on:input=move |event| reason.set(event_target_value(&event))></textarea>
                    </label>
                    <div class="act-buttons">
                        <button type="submit" class="button-main">{words::act(ScoreMove::Reject)}</button>
                        <button type="button" class="button" on:click=move |_| returning.set(false)>{CANCEL}</button>
                    </div>
                </form>
            </Show>
            <Refused refused />
        </li>
    }
}

/// The branches that one may apply for here, and that have no open application.
fn may_apply(ledger: &Ledger, reward: &Reward, own: &OrgId) -> Vec<(OrgId, String)> {
    let open = |branch: &OrgId| {
        let found = ledger.application_for(branch, &reward.id);
        found.is_some_and(|one| one.life.standing.state.is_open())
    };
    let all = taking_part(ledger, &reward.kinds, own).into_iter().filter(|branch| !open(branch));
    all.map(|branch| (branch.clone(), ledger.orgs().name(branch).to_owned())).collect()
}

/// The form of a new application; of a township, for one of its branches.
#[component]
fn New(reward: StoredValue<Reward>, applying: Applying) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let session = expect_context::<Session>();
    let own = StoredValue::new(session.identity().org);
    let on_behalf = session.tier() != Tier::Branch;
    let may = Memo::new(move |_| {
        book.read(|ledger| reward.with_value(|reward| own.with_value(|own| may_apply(ledger, reward, own))))
    });
    let picked: RwSignal<Option<OrgId>> = RwSignal::new(None);
    let branch = Memo::new(move |_| {
        let picked = picked.get();
        may.with(|all| {
            let still = all.iter().find(|(org, _)| Some(org) == picked.as_ref());
            still.or_else(|| all.first()).map(|(org, _)| org.clone())
        })
    });
    let key = reward.with_value(|reward| format!("application/{}", reward.id));
    let said = drafts.at(format!("{key}/text"));
    let asked = drafts.at(format!("{key}/asked"));
    let results: RwSignal<Vec<Achievement>> = RwSignal::new(Vec::new());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let choices = Memo::new(move |_| {
        let Some(branch) = branch.get() else { return Vec::new() };
        book.read(|ledger| {
            let all = ledger.achievements(&branch).into_iter();
            all.map(|one| (one, told(ledger, &branch, &one).0)).collect::<Vec<_>>()
        })
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(branch) = branch.get_untracked() else { return };
        let amount = match applying {
            Applying::Needed => None,
            Applying::WithAmount => {
                let typed = asked.with_untracked(|typed| hundredths(typed));
                if typed.is_none() {
                    refused.set(Some(words::BAD_AMOUNT.to_owned()));
                    return;
                }
                typed
            }
        };
        let apply = ApplicationCommand::Apply {
            branch,
            reward: reward.with_value(|reward| reward.id.clone()),
            text: said.get_untracked(),
            asked: amount,
            results: results.get_untracked(),
        };
        match book.run(Command::Application(apply)) {
            Ok(_) => {
                toasts.done(words::FILED);
                said.set(String::new());
                asked.set(String::new());
                results.set(Vec::new());
                refused.set(None);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let pick = move |event: leptos::ev::Event| {
        picked.set(event_target_value(&event).parse().ok());
        results.set(Vec::new());
    };
    let branches = move || {
        let option = |(org, name): (OrgId, String)| view! { <option value=org.to_string()>{name}</option> };
        may.get().into_iter().map(option).collect_view()
    };
    let choice = move |(one, title): (Achievement, String)| {
        let chosen = move || results.with(|all| all.contains(&one));
        let toggle = move |_| {
            results.update(|all| match all.iter().position(|other| *other == one) {
                Some(place) => drop(all.remove(place)),
                None => all.push(one),
            });
        };
        view! {
            <li><label><input type="checkbox" name="result" value=one.to_string() prop:checked=chosen on:change=toggle />
                <span>{title}</span></label></li>
        }
    };
    let summary = if on_behalf { words::NEW_ON_BEHALF } else { words::NEW };
    view! {
        <Show when=move || !may.with(Vec::is_empty)>
            <details class="score-propose no-print" id="apply" open=said.with_untracked(|said| !said.is_empty())>
                <summary>{summary}</summary>
                <form class="form" on:submit=submit>
                    {on_behalf.then(|| view! {
                        <label class="field"><span>{words::BRANCH}</span>
                            <select name="branch" on:change=pick>{branches}</select>
                        </label>
                    })}
                    <label class="field"><span>{words::TEXT}</span>
                        <textarea rows="3" name="text" required prop:value=said
                            on:input=move |event| said.set(event_target_value(&event))></textarea>
                    </label>
                    {(applying == Applying::WithAmount).then(|| view! {
                        <label class="field"><span>{words::ASKED}</span>
                            <input type="text" name="asked" inputmode="decimal" required prop:value=asked
                                on:input=move |event| asked.set(event_target_value(&event)) />
                        </label>
                    })}
                    <fieldset class="field">
                        <legend>{words::RESULTS}</legend>
                        <Show when=move || choices.with(Vec::is_empty)><p class="quiet">{words::NO_RESULTS}</p></Show>
                        <ul class="branch-choice">
                            <For each=move || choices.get() key=Clone::clone let:one>{choice(one)}</For>
                        </ul>
                    </fieldset>
                    <Refused refused />
                    <button type="submit" class="button-main">{words::FILE}</button>
                </form>
            </details>
        </Show>
    }
}

/// What a card says of a branch's own application for a reward that needs one.
pub(super) fn card(ledger: &Ledger, reward: &Reward, own: &OrgId) -> Option<String> {
    reward.application.filter(|_| ledger.orgs().is_branch(own))?;
    let standing = ledger.application_for(own, &reward.id).map(|one| one.life.standing.state);
    Some(standing.map_or(words::MAY_APPLY, words::state).to_owned())
}
