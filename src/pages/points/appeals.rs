//! 申诉: against a part, a published slip or a proposal that was turned down, and the county's answers.

use leptos::prelude::*;
use taizhang_ledger::{
    Command, Ledger, OrgId, ScoreCommand, ScoreId, Tier,
    points::Scheme,
    score::{Against, AppealView, ScoreMove, ScoreState},
};

use crate::{
    state::{Book, Drafts, Session, Toasts},
    text::{self, points as words},
    widgets::Refused,
};

/// A scheme at a branch.
type Place = StoredValue<(Scheme, OrgId)>;

/// An appeal as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    id: ScoreId,
    title: String,
    text: String,
    by: String,
    /// What the county says, and whether it grants the appeal.
    answer: Option<(bool, String)>,
}

fn title(ledger: &Ledger, scheme: &Scheme, branch: &OrgId, against: &Against) -> String {
    match against {
        Against::Part(id) => words::against_part(scheme.part(id).map_or(id.as_str(), |part| part.name.as_str())),
        Against::Slip(row) => {
            let all = ledger.published(branch, &scheme.id);
            let at = all.iter().find(|one| one.row == *row).map(|one| one.at);
            words::against_slip(at)
        }
        Against::Entry(entry) => {
            let view = ledger.score(branch, *entry);
            words::against_entry(view.as_ref().map_or("", |view| view.entry.text.as_str()))
        }
    }
}

fn line(ledger: &Ledger, scheme: &Scheme, view: &AppealView) -> Line {
    let answer = view.answered().map(|(answer, reason)| {
        let granted = answer == ScoreMove::Grant;
        (granted, words::answered(granted, reason))
    });
    Line {
        id: view.appeal.id,
        title: title(ledger, scheme, &view.branch, &view.appeal.against),
        text: view.appeal.text.clone(),
        by: words::entry_by(&view.appeal.author.person, view.appeal.at.date()),
        answer,
    }
}

/// What a branch can appeal against, each with its name.
fn matters(ledger: &Ledger, scheme: &Scheme, branch: &OrgId) -> Vec<(Against, String)> {
    let parts = scheme.parts.iter().map(|part| Against::Part(part.id.clone()));
    let slips = ledger.standing_pay(branch, &scheme.id).into_iter().map(|one| Against::Slip(one.row));
    let scores = ledger.scores(branch).into_iter();
    let rejected =
        scores.filter(|one| one.entry.scheme == scheme.id && one.life.standing.state == ScoreState::Rejected);
    let all = slips.chain(rejected.map(|one| Against::Entry(one.entry.id))).chain(parts);
    all.map(|one| (one.clone(), title(ledger, scheme, branch, &one))).collect()
}

/// The appeals of a branch in a scheme: its own form, and for the county the answers.
#[component]
pub(super) fn Appeals(at: Place) -> impl IntoView {
    let book = expect_context::<Book>();
    let tier = expect_context::<Session>().tier();
    let lines = Memo::new(move |_| {
        book.read(|ledger| {
            at.with_value(|(scheme, branch)| {
                let here = ledger.appeals(branch).into_iter().filter(|one| one.appeal.scheme == scheme.id);
                here.map(|one| line(ledger, scheme, &one)).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <Show when=move || tier == Tier::Branch || !lines.with(Vec::is_empty)>
            <section class="card section" id="appeals">
                <h2>{words::APPEALS}</h2>
                <ul class="score-entries">
                    <For each=move || lines.get() key=Clone::clone let:line><One at line /></For>
                </ul>
                {(tier == Tier::Branch).then(|| view! { <New at /> })}
            </section>
        </Show>
    }
}

#[component]
fn One(at: Place, line: Line) -> impl IntoView {
    let county = expect_context::<Session>().tier() == Tier::County;
    let (tone, said) = match &line.answer {
        None => ("new", words::APPEAL_OPEN),
        Some((true, _)) => ("done", words::APPEAL_GRANTED),
        Some((false, _)) => ("done", words::APPEAL_UPHELD),
    };
    let open = line.answer.is_none();
    let id = line.id;
    view! {
        <li data-appeal=if open { "open" } else { "answered" }>
            <p class="points-head">
                <span class=format!("badge badge-{tone}")>{said}</span><b>{line.title}</b><span class="quiet">{line.by}</span>
            </p>
            <p>{line.text}</p>
            {line.answer.map(|(_, said)| view! { <p class="quiet">{said}</p> })}
            {(open && county).then(|| view! { <Answer at id /> })}
        </li>
    }
}

#[component]
fn Answer(at: Place, id: ScoreId) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let reason = expect_context::<Drafts>().at(format!("appeal/{id}"));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let answer = move |grant: bool| {
        let (branch, reason_typed) = (at.with_value(|(_, branch)| branch.clone()), reason.get_untracked());
        let command = ScoreCommand::Answer { branch, appeal: id, grant, reason: reason_typed };
        match book.run(Command::Score(command)) {
            Ok(_) => {
                toasts.done(words::ANSWERED);
                reason.set(String::new());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <form class="form no-print" on:submit=move |event| event.prevent_default()>
            <label class="field"><span>{words::ANSWER_REASON}</span>
                <textarea rows="2" required prop:value=reason on:input=move |event| reason.set(event_target_value(&event))></textarea>
            </label>
            <Refused refused />
            <div class="act-buttons">
                <button type="button" class="button-main" data-act="grant" on:click=move |_| answer(true)>{words::GRANT}</button>
                <button type="button" class="button" data-act="uphold" on:click=move |_| answer(false)>{words::UPHOLD}</button>
            </div>
        </form>
    }
}

#[component]
fn New(at: Place) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let said =
        expect_context::<Drafts>().at(at.with_value(|(scheme, branch)| format!("appeal/{branch}/{}", scheme.id)));
    let chosen = RwSignal::new(0_usize);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let all = Memo::new(move |_| book.read(|ledger| at.with_value(|(scheme, branch)| matters(ledger, scheme, branch))));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = chosen.get_untracked();
        let Some((against, _)) = all.with_untracked(|all| all.get(chosen).cloned()) else { return };
        let (scheme, branch) = at.with_value(|(scheme, branch)| (scheme.id.clone(), branch.clone()));
        let text_typed = said.get_untracked();
        match book.run(Command::Score(ScoreCommand::Appeal { branch, scheme, against, text: text_typed })) {
            Ok(_) => {
                toasts.done(words::acted(ScoreMove::Appeal));
                said.set(String::new());
                refused.set(None);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let options = move || {
        let option =
            |(place, (_, name)): (usize, (Against, String))| view! { <option value=place.to_string()>{name}</option> };
        all.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <details class="score-propose no-print" open=said.with_untracked(|said| !said.is_empty())>
            <summary>{words::APPEAL_NEW}</summary>
            <p class="quiet">{words::APPEAL_EXPLAINED}</p>
            <form class="form" on:submit=submit>
                <label class="field"><span>{words::APPEAL_AGAINST}</span>
                    <select name="against" on:change=move |event| {
                        chosen.set(event_target_value(&event).parse().unwrap_or_default());
                    }>{options}</select>
                </label>
                <label class="field"><span>{words::reason_for(ScoreMove::Appeal)}</span>
                    <textarea rows="3" name="why" required prop:value=said
                        on:input=move |event| said.set(event_target_value(&event))></textarea>
                </label>
                <Refused refused />
                <button type="submit" class="button-main">{words::act(ScoreMove::Appeal)}</button>
            </form>
        </details>
    }
}
