//! Score entries that wait for this post.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Ledger, OrgId, Timestamp, score::ScoreMove};

use crate::{
    platform::clock,
    state::{Book, Session},
    text::points as words,
};

/// An entry that waits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    to: String,
    title: String,
    said: String,
}

fn lines(ledger: &Ledger, session: &Session, own: &OrgId) -> Vec<Line> {
    let (who, now) = (session.author(), Timestamp(clock::now_ms()));
    let mut lines = Vec::new();
    for branch in ledger.orgs().branches_of(own) {
        for view in ledger.scores(&branch.id) {
            let acts = ledger.possible_score_acts(&who, &view, now);
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
    }
    lines
}

/// The list; nothing when nothing waits.
#[component]
pub(super) fn Waiting() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let all = Memo::new(move |_| book.read(|ledger| lines(ledger, &session, &own)));
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
