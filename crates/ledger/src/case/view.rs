//! A case with everything that was written to it, from all documents at hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Case, CaseAct, CaseDenied, CaseEntry, CaseEntryKind, CaseField, CaseMove, CaseStanding, CaseState, Gap, Slot,
    Subject, gap,
};
use crate::{
    author::Author,
    doc_id::DocKind,
    fingerprint::Fingerprint,
    ids::{CaseId, MeasureId, OrgId, ProblemId},
    ledger::Ledger,
    lifecycle::{self, LifeOf},
    moment::Timestamp,
    record::{Alternative, Cell, parse_date},
};

/// The life of a case.
pub type CaseLife = LifeOf<CaseStanding>;
/// An act in a case's life, with what became of it.
pub type CaseStep = lifecycle::StepOf<CaseAct, CaseState, CaseDenied>;

/// The fields of a subject with every value that stands in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFields(BTreeMap<CaseField, Cell>);

impl CaseFields {
    /// A field's text; empty when nobody has written it.
    pub fn text(&self, field: CaseField) -> String {
        self.0.get(&field).and_then(Cell::value).map(ToString::to_string).unwrap_or_default()
    }

    /// The fields between whose values a person must choose.
    pub fn conflicts(&self) -> impl Iterator<Item = (CaseField, &[Alternative])> {
        self.0.iter().map(|(field, cell)| (*field, cell.conflict())).filter(|(_, values)| !values.is_empty())
    }

    fn is_withdrawn(&self) -> bool {
        !self.text(CaseField::Withdrawn).is_empty()
    }
}

/// A problem with its measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemView {
    /// Its id.
    pub id: ProblemId,
    /// What it says.
    pub fields: CaseFields,
    /// Its measures, oldest first.
    pub measures: Vec<MeasureView>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureView {
    /// Its id.
    pub id: MeasureId,
    /// What it says.
    pub fields: CaseFields,
}

impl MeasureView {
    /// Its last day, where it is a date.
    pub fn due(&self) -> Option<NaiveDate> {
        parse_date(&self.fields.text(CaseField::Due))
    }
}

/// How near the deadline is: said in words and shapes too, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// The deadline has passed, or the case was struck off after it.
    Red,
    /// Few days are left.
    Yellow,
    /// There is time, or it was struck off in time.
    Green,
}

/// Days before the deadline from which a case shows yellow, unless the taskbook says otherwise.
pub const YELLOW_DAYS: i64 = 30;

/// Everything about a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// Its id.
    pub id: CaseId,
    /// The branch.
    pub branch: OrgId,
    /// 表现.
    pub symptom: String,
    /// Who screened it, and when.
    pub screened_by: Author,
    /// When it was screened.
    pub screened_at: Timestamp,
    /// The last day.
    pub deadline: NaiveDate,
    /// The case's own fields.
    pub fields: CaseFields,
    /// The leaders of the county linked to the branch.
    pub leaders: Vec<OrgId>,
    /// The first linked leader's name.
    leader_name: Option<String>,
    /// The problems that count, oldest first.
    pub problems: Vec<ProblemView>,
    /// The journal, oldest first.
    pub entries: Vec<CaseEntry>,
    /// The acts so far.
    pub life: CaseLife,
    /// What verdicts bind.
    pub content: Fingerprint,
}

impl CaseView {
    /// Where it stands.
    pub fn state(&self) -> CaseState {
        self.life.standing.state
    }

    /// Whether it still keeps the branch from being screened anew.
    pub fn is_current(&self) -> bool {
        !matches!(self.state(), CaseState::Dismissed | CaseState::Archived)
    }

    /// Whether a problem or measure is one of its own, and counts.
    pub fn has(&self, subject: Subject) -> bool {
        match subject {
            Subject::Case(id) => id == self.id,
            Subject::Problem(id) => self.problems.iter().any(|problem| problem.id == id),
            Subject::Measure(id) => self.problems.iter().flat_map(|one| &one.measures).any(|one| one.id == id),
        }
    }

    /// Who fills a slot of 四个一.
    pub fn slot(&self, slot: Slot) -> Option<String> {
        let text = self.fields.text(CaseField::of_slot(slot));
        let linked = if slot == Slot::CountyLeader { self.leader_name.clone() } else { None };
        linked.or_else(|| (!text.is_empty()).then_some(text))
    }

    /// What is missing before the plan can be filed.
    pub fn gaps(&self) -> Vec<Gap> {
        gap::gaps(self)
    }

    /// Whether a verdict in force is about other content (批后有改动).
    pub fn is_changed(&self) -> bool {
        self.life.standing.is_outdated(&self.content)
    }

    /// Days left until the deadline; negative when it has passed.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.deadline - today).num_days()
    }

    /// Whether it was struck off late, now or before a relapse: a mark that stays for ever.
    pub fn is_late(&self) -> bool {
        self.life.standing.late_on.is_some()
    }

    /// How near the deadline is, given from how many days on it shows yellow.
    pub fn light(&self, today: NaiveDate, yellow: i64) -> Light {
        match (self.state().is_struck_off(), self.days_left(today)) {
            (true, _) if self.is_late() => Light::Red,
            (true, _) => Light::Green,
            (false, left) if left < 0 => Light::Red,
            (false, left) if left <= yellow => Light::Yellow,
            (false, _) => Light::Green,
        }
    }

    /// When a leader last said that they know of it, or visited. What was said before a relapse was about another
    /// state of things.
    pub fn last_by(&self, leader: &OrgId, kind: CaseEntryKind) -> Option<&CaseEntry> {
        let since = self.life.standing.relapse.map(|(at, _)| at);
        let own = self.entries.iter().filter(|entry| entry.kind == kind && entry.author.org == *leader);
        own.filter(|entry| since.is_none_or(|since| entry.at > since)).max_by_key(|entry| (entry.on, entry.at))
    }

    /// The earliest of the linked leaders' last entries of a kind; `None` while one of them has none, or nobody is
    /// linked.
    pub fn last_by_all(&self, kind: CaseEntryKind) -> Option<NaiveDate> {
        self.leaders.iter().map(|leader| self.last_by(leader, kind).map(|entry| entry.on)).min().flatten()
    }

    /// When the county listed it last; `None` while it has not.
    pub fn listed_at(&self) -> Option<Timestamp> {
        let counted = self.life.steps.iter().filter(|step| matches!(step.outcome, lifecycle::OutcomeOf::Moved { .. }));
        counted.rev().find(|step| step.transition.act == CaseMove::List).map(|step| step.transition.at)
    }

    /// How those above asked the branch to get on with it (催办).
    pub fn reminders(&self) -> impl Iterator<Item = &CaseEntry> {
        self.entries.iter().filter(|entry| entry.kind == CaseEntryKind::Reminder)
    }

    /// The last reminder, while the branch has work to do on it and has neither told of progress nor acted since.
    pub fn reminded(&self) -> Option<&CaseEntry> {
        let last = self.reminders().max_by_key(|entry| (entry.at, entry.id)).filter(|_| self.state().is_open())?;
        let told = self.entries.iter().filter(|entry| entry.kind == CaseEntryKind::Progress).map(|entry| entry.at);
        let acts = self.life.steps.iter().map(|step| &step.transition);
        let acted = acts.filter(|act| act.place == DocKind::Branch).map(|act| act.at);
        told.chain(acted).all(|at| at <= last.at).then_some(last)
    }

    /// Why it was returned, while it is to be worked on again.
    pub fn returned_because(&self) -> Option<&str> {
        let moved = |step: &&CaseStep| matches!(step.outcome, lifecycle::OutcomeOf::Moved { .. });
        let last = self.life.steps.iter().rev().find(moved)?;
        if last.transition.act == CaseMove::Return { last.transition.reason.as_deref() } else { None }
    }

    /// The fields between whose values a person must choose.
    pub fn conflicts(&self) -> Vec<(Subject, CaseField, Vec<Alternative>)> {
        let of = |subject, fields: &CaseFields| {
            fields.conflicts().map(|(field, values)| (subject, field, values.to_vec())).collect::<Vec<_>>()
        };
        let mut all = of(Subject::Case(self.id), &self.fields);
        for problem in &self.problems {
            all.extend(of(Subject::Problem(problem.id), &problem.fields));
            for measure in &problem.measures {
                all.extend(of(Subject::Measure(measure.id), &measure.fields));
            }
        }
        all
    }
}

impl Ledger {
    /// The cases at hand, by branch and then by age.
    pub fn cases(&self) -> Vec<CaseView> {
        let mut all: Vec<CaseView> = self.rows.cases.values().map(|case| self.view_case(case)).collect();
        all.sort_by(|one, other| (&one.branch, one.id).cmp(&(&other.branch, other.id)));
        all
    }

    /// A case; `None` when it is unknown here.
    pub fn case(&self, id: CaseId) -> Option<CaseView> {
        self.rows.cases.get(&id).map(|case| self.view_case(case))
    }

    fn view_case(&self, case: &Case) -> CaseView {
        let place = (case.branch.clone(), case.id);
        let acts = self.rows.case_acts.get(&place).into_iter().flat_map(BTreeMap::values);
        let listing = self.rows.listings.get(&case.branch).and_then(|cells| cells.get(&case.id.uuid()));
        let fields = CaseFields(listing.cloned().unwrap_or_default());
        let set_to = parse_date(&fields.text(CaseField::Deadline)).unwrap_or(case.deadline);
        let life = lifecycle::derive(acts, CaseStanding::new(set_to));
        let problems = self.problems_of(case);
        let mut entries: Vec<CaseEntry> =
            self.rows.case_entries.get(&place).into_iter().flat_map(BTreeMap::values).cloned().collect();
        entries.sort_by_key(|entry| (entry.at, entry.id));
        let leaders: Vec<OrgId> = self.orgs().leaders_of(&case.branch).cloned().collect();
        let content = fingerprint(case, &fields, &problems, &entries);
        CaseView {
            id: case.id,
            branch: case.branch.clone(),
            symptom: case.symptom.clone(),
            screened_by: case.author.clone(),
            screened_at: case.at,
            deadline: life.standing.deadline(),
            leader_name: leaders.first().map(|leader| self.orgs().name(leader).to_owned()),
            fields,
            leaders,
            problems,
            entries,
            life,
            content,
        }
    }

    fn problems_of(&self, case: &Case) -> Vec<ProblemView> {
        let Some(plan) = self.rows.plans.get(&case.branch) else { return Vec::new() };
        let fields = |subject: Subject| CaseFields(plan.cells.get(&subject.uuid()).cloned().unwrap_or_default());
        let measures = |problem| {
            let of = plan.measures.values().filter(move |one| one.problem == problem);
            let views = of.map(|one| MeasureView { id: one.id, fields: fields(Subject::Measure(one.id)) });
            views.filter(|one| !one.fields.is_withdrawn()).collect()
        };
        let of_case = plan.problems.values().filter(|one| one.case == case.id);
        let views = of_case.map(|one| ProblemView {
            id: one.id,
            fields: fields(Subject::Problem(one.id)),
            measures: measures(one.id),
        });
        views.filter(|one| !one.fields.is_withdrawn()).collect()
    }
}

/// What verdicts on a case bind: the plan with all its values, and the branch's journal.
fn fingerprint(case: &Case, fields: &CaseFields, problems: &[ProblemView], entries: &[CaseEntry]) -> Fingerprint {
    let mut parts = vec![case.symptom.clone()];
    let mut add = |id: String, fields: &CaseFields| {
        parts.push(id);
        for (field, cell) in &fields.0 {
            let mut values = cell.values();
            values.sort();
            parts.push(field.word().to_owned());
            parts.extend(values);
        }
    };
    add(case.id.to_string(), fields);
    for problem in problems {
        add(problem.id.to_string(), &problem.fields);
        for measure in &problem.measures {
            add(measure.id.to_string(), &measure.fields);
        }
    }
    for entry in entries.iter().filter(|entry| entry.kind == CaseEntryKind::Progress) {
        parts.extend([entry.id.to_string(), entry.text.clone()]);
    }
    Fingerprint::of(parts)
}
