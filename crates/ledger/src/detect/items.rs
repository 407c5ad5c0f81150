//! The rules on one item. Each gives its finding or none.

use chrono::NaiveDate;

use super::{
    Thresholds,
    cases::{blank, step_for_measure, wording_flaws},
    finding::{Facts, Finding, Likeness, NextStep, Part, Rule},
    look::Look,
    neutral::Texts,
    vague::is_vague,
};
use crate::{lifecycle::State, record::EntryKind};

/// What all rules know.
pub(super) struct Context<'t, 'a> {
    pub(super) limits: Thresholds,
    pub(super) texts: &'t Texts<'t, 'a>,
    pub(super) today: NaiveDate,
}

/// Begun, and the measure does not say who does what, or is another's.
pub(super) fn unclear_measure(look: &Look<'_>, likenesses: &[Likeness]) -> Option<Finding> {
    if !look.in_work() {
        return None;
    }
    let copy = likenesses.iter().find(|one| one.here == Part::Measure).cloned();
    let flaws = wording_flaws(look.measure, &look.summary.owner, copy.is_some());
    let next = step_for_measure(&flaws)?;
    let mut found = finding(Rule::UnclearMeasure, look, Facts::Measure { flaws, copy }, next);
    if let Facts::Measure { copy: Some(copy), .. } = &found.facts {
        found.records.push(copy.other.clone());
    }
    Some(found)
}

/// Words that are another branch's as well, as long as they can be written anew.
pub(super) fn copied_content(look: &Look<'_>, likeness: Likeness) -> Option<Finding> {
    let other = likeness.other.clone();
    let next = NextStep::RewriteInOwnWords;
    let mut found = look.editable().then(|| finding(Rule::CopiedContent, look, Facts::Alike(likeness), next))?;
    found.records.push(other);
    Some(found)
}

/// Signed for some days ago, and nothing has been added to what came from above: no measure, or one that repeats the
/// requirement, and no word in the journal that says something.
pub(super) fn pass_through_only<'a>(look: &Look<'a>, context: &Context<'_, 'a>) -> Option<Finding> {
    let taken = matches!(look.summary.state, State::Acknowledged | State::InProgress);
    if !taken || !look.is_from_above() {
        return None;
    }
    let days = (context.today - look.taken_on()?).num_days();
    if days < context.limits.pass_through_days {
        return None;
    }
    let repeats = |text: &'a str| {
        let percent = context.texts.percent(text, look.requirement);
        (percent > context.limits.similarity_max).then_some(percent)
    };
    let own = |text: &'a str| !blank(text) && !is_vague(text) && repeats(text).is_none();
    if own(look.measure) || look.entries().any(|entry| entry.kind == EntryKind::Evidence || own(&entry.text)) {
        return None;
    }
    let repeats = if blank(look.measure) { None } else { repeats(look.measure) };
    let facts = Facts::PassedThrough { days, repeats };
    Some(finding(Rule::PassThroughOnly, look, facts, NextStep::WriteMeasure))
}

/// Given out for long, and nobody has begun.
pub(super) fn not_started(look: &Look<'_>, context: &Context<'_, '_>) -> Option<Finding> {
    let days = (context.today - look.given_out()).num_days();
    if !look.summary.not_started() || days < context.limits.not_started_days {
        return None;
    }
    let next = if look.summary.state == State::Issued { NextStep::SignFor } else { NextStep::Begin };
    Some(finding(Rule::NotStarted, look, Facts::Idle { days }, next))
}

/// Begun, and nothing has been heard of it for long.
pub(super) fn stalled(look: &Look<'_>, context: &Context<'_, '_>) -> Option<Finding> {
    let days = (context.today - look.summary.touched.date()).num_days();
    let begun = look.summary.state.is_open() && !look.summary.not_started();
    (begun && days >= context.limits.stalled_days)
        .then(|| finding(Rule::Stalled, look, Facts::Idle { days }, NextStep::ReportProgress))
}

/// Not handed in on its last day.
pub(super) fn chase_needed(look: &Look<'_>, context: &Context<'_, '_>) -> Option<Finding> {
    let days = -look.summary.days_left(context.today);
    let next = if look.summary.extension_asked { NextStep::DecideExtension } else { NextStep::HandIn };
    let late = look.summary.overdue(context.today);
    late.then(|| finding(Rule::ChaseNeeded, look, Facts::Late { days, reminders: look.summary.reminders }, next))
}

fn finding(rule: Rule, look: &Look<'_>, facts: Facts, next: NextStep) -> Finding {
    Finding { rule, branch: look.key.branch.clone(), records: vec![look.key.clone()], case: None, facts, next }
}
