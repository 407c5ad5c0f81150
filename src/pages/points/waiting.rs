//! Score entries, appeals and applications that wait for this post.

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Author, Ledger, OrgId, Tier, Timestamp,
    score::{ApplicationState, ApplicationView, ScoreMove, ScoreState, ScoreView},
};

use crate::{
    platform::clock,
    state::{Book, Session},
    text::{applications, points as words},
};

/// An entry that waits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    to: String,
    title: String,
    said: String,
}

fn lines(ledger: &Ledger, who: &Author, own: &OrgId) -> Vec<Line> {
    let now = Timestamp(clock::now_ms());
    let mut lines = Vec::new();
    for branch in ledger.orgs().branches_of(own) {
        for view in ledger.scores(&branch.id) {
            let acts = ledger.possible_score_acts(who, &view, now);
            // To turn one down or to appeal is a right, not a task.
            let waits = acts.iter().find(|act| !matches!(act, ScoreMove::Reject | ScoreMove::Appeal));
            let Some(act) = waits else { continue };
            let scheme = ledger.scheme(&view.entry.scheme);
            let part = scheme.and_then(|scheme| scheme.part(&view.entry.part));
            let (Some(scheme), Some(part)) = (scheme, part) else { continue };
            lines.push(Line {
                to: format!("/points/{}?of={}", scheme.id, branch.id),
                title: format!("{} · {}", branch.name, part.name),
                said: words::waits(*act, part.kind, view.entry.points, &view.entry.text),
            });
        }
        for view in ledger.applications(&branch.id) {
            // To return or to withdraw one is a right, not a task.
            let waits = ledger.possible_application_acts(who, &view, now).contains(&ScoreMove::Check);
            let Some(reward) = ledger.reward(&view.application.reward).filter(|_| waits) else { continue };
            lines.push(Line {
                to: format!("/rewards/{}", reward.id),
                title: format!("{} · {}", branch.name, reward.name),
                said: applications::waits(&view.application.text),
            });
        }
        if who.role.tier() != Tier::County {
            continue;
        }
        for view in ledger.appeals(&branch.id).into_iter().filter(|one| one.life.standing.answer.is_none()) {
            let Some(scheme) = ledger.scheme(&view.appeal.scheme) else { continue };
            lines.push(Line {
                to: format!("/points/{}?of={}", scheme.id, branch.id),
                title: format!("{} · {}", branch.name, scheme.name),
                said: words::appeal_waits(&view.appeal.text),
            });
        }
    }
    lines
}

/// For how many days a branch is told that an entry of its own was turned down.
const OF_LATE: u64 = 14;

/// How many entries and appeals wait for a post; of a branch's own, how many have a result that it has not looked at.
pub fn scores_to_look_at(book: Book, who: &Author, today: NaiveDate) -> usize {
    book.read_untracked(|ledger| {
        if who.role.tier() != Tier::Branch {
            return lines(ledger, who, &who.org).len();
        }
        let unseen = ledger.unseen_scores(who, &who.org, Timestamp(clock::now_ms())).len();
        let since = today.checked_sub_days(Days::new(OF_LATE)).unwrap_or(today);
        let lately = |one: &ScoreView| one.life.steps.last().is_some_and(|step| step.transition.at.date() >= since);
        let rejected = |one: &&ScoreView| one.life.standing.state == ScoreState::Rejected && lately(one);
        let returned = |one: &&ApplicationView| {
            let standing = one.life.standing.state;
            standing == ApplicationState::Returned && one.last().is_some_and(|act| act.at.date() >= since)
        };
        let own = ledger.applications(&who.org);
        unseen + ledger.scores(&who.org).iter().filter(rejected).count() + own.iter().filter(returned).count()
    })
}

/// What waits for this post.
pub fn scores_waiting() -> Memo<Vec<Line>> {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    Memo::new(move |_| book.read(|ledger| lines(ledger, &session.author(), &own)))
}

/// The list; nothing when nothing waits.
#[component]
pub fn ScoresWaiting(
    /// What waits.
    all: Memo<Vec<Line>>,
) -> impl IntoView {
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="section" id="scores-waiting">
                <h2>{words::WAITING}</h2>
                <ul class="rows">
                    <For each=move || all.get() key=Clone::clone let:line>
                        <li><A href=line.to attr:class="row">
                            <span class="row-title">{line.title}</span>
                            <span class="row-foot"><span>{line.said}</span></span>
                        </A></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}
