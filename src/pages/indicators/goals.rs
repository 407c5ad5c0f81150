//! What the county decides of an indicator at an organisation: the target, and what there was the year before.

use leptos::prelude::*;
use taizhang_ledger::{Command, Definition, Indicator, OrgId, indicator::Goal};

use crate::{
    state::{Book, goal_printed, goal_typed},
    text::{self, taskbook as words},
    widgets::{EditLine, Entry},
};

/// The two lines.
#[component]
pub fn Goals(
    /// The indicator, and at whom.
    at: StoredValue<(Indicator, OrgId)>,
) -> impl IntoView {
    view! {
        <section class="card section no-print" id="goals">
            <h2>{words::GOALS}</h2>
            <Line at goal=Goal::Target name=words::SET_TARGET />
            <Line at goal=Goal::Before name=words::SET_BEFORE />
        </section>
    }
}

#[component]
fn Line(at: StoredValue<(Indicator, OrgId)>, goal: Goal, name: &'static str) -> impl IntoView {
    let book = expect_context::<Book>();
    let value = Memo::new(move |_| {
        book.read(|ledger| {
            at.with_value(|(indicator, org)| {
                let goal = ledger.goal(goal, &indicator.id, org);
                goal.map(|goal| goal_printed(indicator, goal)).unwrap_or_default()
            })
        })
    });
    let save = move |typed: String| {
        let (id, org, value) = at.with_value(|(indicator, org)| {
            (indicator.id.clone(), org.clone(), goal_typed(indicator, &typed).map_err(|_| words::BAD_GOAL.to_owned()))
        });
        let definition = Definition::Goal { goal, indicator: id, org, value: value? };
        book.run(Command::Define(definition)).map(drop).map_err(|why| text::refusal(&why))
    };
    let unit = at.with_value(|(indicator, _)| indicator.unit.clone());
    let shown = move |value: String| format!("{value}{unit}");
    let id = format!("goal-{}", goal.word());
    let draft = at.with_value(|(indicator, org)| format!("{}/{}/{org}", goal.word(), indicator.id));
    let may = Memo::new(|_| true);
    view! {
        <EditLine field=goal.word() name=name id=id draft=draft entry=Entry::Line value=value
            shown=Callback::new(shown) may=may save=Callback::new(save) />
    }
}
