//! Rectification cases of a sample county: what is wrong at a branch, and how far it has been put right.

use chrono::{Days, NaiveDate};
use taizhang_ledger::{
    CaseCommand, CaseId, Command, Organisation, Timestamp,
    case::{CaseEntryKind, CaseField, CaseMove, CaseState, Subject},
    org::{OrgKind, Tier},
};

use super::{
    issue::{county, parent},
    orgs::{Focus, SampleOrg},
    stage::{SampleError, Stage},
};
use crate::taskbook::{MonthDay, Row, month_day};

/// A measure against a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleMeasure {
    /// What it says, by field; what is left out is missing from the plan.
    texts: Vec<(CaseField, String)>,
    due: Option<MonthDay>,
}

/// A problem of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleProblem {
    texts: Vec<(CaseField, String)>,
    measures: Vec<SampleMeasure>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleCase {
    branch: String,
    reached: CaseState,
    symptom: String,
    members: Vec<String>,
    progress: Vec<String>,
    visit: Option<String>,
    problems: Vec<SampleProblem>,
}

const KEYS: &[&str] = &["branch", "reached", "symptom", "members", "progress", "visit", "problem"];
const OF_PROBLEM: [CaseField; 4] =
    [CaseField::Category, CaseField::Description, CaseField::Evidence, CaseField::Affected];
const OF_MEASURE: [CaseField; 5] =
    [CaseField::Measure, CaseField::Owner, CaseField::Deliverable, CaseField::Standard, CaseField::Result];
const SLOTS: [CaseField; 3] = [CaseField::TownshipMember, CaseField::FirstSecretary, CaseField::PairedUnit];
/// The acts of a case that goes well, each with the days after it was screened.
const COURSE: [(CaseMove, CaseState, u64); 5] = [
    (CaseMove::List, CaseState::Listed, 6),
    (CaseMove::Diagnose, CaseState::Diagnosed, 16),
    (CaseMove::FilePlan, CaseState::PlanFiled, 22),
    (CaseMove::Start, CaseState::InRectification, 24),
    (CaseMove::SelfAssess, CaseState::SelfAssessed, 96),
];
/// How many days after the screening the plan is written; problems and measures come in the order of time.
const WRITTEN: u64 = 15;
/// How many days before today a case was screened.
const AGE: u64 = 100;

/// Reads the cases of `cases.toml`.
pub(super) fn cases(root: &Row<'_>, orgs: &[SampleOrg]) -> Vec<SampleCase> {
    let read = |row: &Row<'_>| {
        let branch = row.text("branch")?;
        let known =
            orgs.iter().any(|org| org.organisation.id.as_str() == branch && org.focus == Some(Focus::Rectification));
        if !known {
            row.note("branch", format!("no branch \"{branch}\" is under rectification"), "name one with that focus");
        }
        let problems = row.rows("problem", &["category", "description", "evidence", "affected", "measure"]);
        Some(SampleCase {
            branch,
            reached: row.word("reached", CaseState::ALL, CaseState::word)?,
            symptom: row.text("symptom")?,
            members: row.texts("members"),
            progress: if row.has("progress") { row.texts("progress") } else { Vec::new() },
            visit: row.optional_text("visit"),
            problems: problems.iter().map(problem).collect(),
        })
    };
    root.rows("case", KEYS).iter().filter_map(read).collect()
}

fn texts(row: &Row<'_>, fields: &[CaseField]) -> Vec<(CaseField, String)> {
    fields.iter().filter_map(|field| Some((*field, row.optional_text(field.word())?))).collect()
}

fn problem(row: &Row<'_>) -> SampleProblem {
    let measures = row.rows("measure", &["measure", "owner", "due", "deliverable", "standard", "result"]);
    let measure = |row: &Row<'_>| SampleMeasure {
        texts: texts(row, &OF_MEASURE),
        due: if row.has("due") { month_day(row, "due") } else { None },
    };
    SampleProblem { texts: texts(row, &OF_PROBLEM), measures: measures.iter().map(measure).collect() }
}

/// The leaders of the county that are linked to branches, each an organisation of their own, with the indices of
/// their branches.
pub(super) fn leaders(orgs: &[SampleOrg]) -> Vec<(Organisation, Vec<usize>)> {
    let above = orgs.iter().find(|org| org.organisation.kind == OrgKind::County).map(|org| org.organisation.id.clone());
    let mut all: Vec<(Organisation, Vec<usize>)> = Vec::new();
    for (index, name) in orgs.iter().enumerate().filter_map(|(index, org)| Some((index, org.linked.as_ref()?))) {
        if let Some((_, branches)) = all.iter_mut().find(|(leader, _)| leader.name == *name) {
            branches.push(index);
        } else if let Ok(id) = format!("leader-{:02}", all.len() + 1).parse() {
            let leader =
                Organisation { id, name: name.clone(), kind: OrgKind::Leader, parent: above.clone(), households: None };
            all.push((leader, vec![index]));
        }
    }
    all
}

impl Stage<'_> {
    /// What the county enters into the taskbook for its leaders.
    pub(super) fn link_leaders(&mut self, at: Timestamp) -> Result<(), SampleError> {
        let county = county(self.orgs).ok_or(SampleError::Organisations)?;
        for (leader, branches) in leaders(self.orgs) {
            let id = leader.id.clone();
            self.execute(county, at, Command::DefineOrganisation(leader))?;
            for branch in branches.iter().filter_map(|index| self.orgs.get(*index)) {
                let branch = branch.organisation.id.clone();
                let link = CaseCommand::Link { leader: id.clone(), branch, linked: true };
                self.execute(county, at, Command::Case(link))?;
            }
        }
        Ok(())
    }

    /// The cases of a township, as far as each has come.
    pub(super) fn put_right(
        &mut self,
        cases: &[SampleCase],
        township: usize,
        first_day: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), SampleError> {
        for case in cases {
            let is_it = |org: &SampleOrg| org.organisation.id.as_str() == case.branch;
            let Some(branch) = self.orgs.iter().position(is_it) else { continue };
            let below = parent(self.orgs, branch) == Some(township);
            if below && self.orgs.get(branch).is_some_and(|org| org.organisation.kind.tier() == Tier::Branch) {
                let begun = today.checked_sub_days(Days::new(AGE)).unwrap_or(today).max(first_day);
                self.play_case(case, township, branch, begun, today)?;
            }
        }
        Ok(())
    }

    fn play_case(
        &mut self,
        case: &SampleCase,
        township: usize,
        branch: usize,
        begun: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), SampleError> {
        let county = county(self.orgs).ok_or(SampleError::Organisations)?;
        // Never later than yesterday, however young the year is.
        let latest = today.pred_opt().unwrap_or(today);
        let day = |days: u64| begun.checked_add_days(Days::new(days)).unwrap_or(begun).min(latest);
        let mut minute = 0;
        let mut at = move |days: u64| {
            minute += 1;
            Timestamp(Timestamp::at(day(days), 9, 0).0 + minute * 60_000)
        };
        let org = self.orgs.get(branch).ok_or(SampleError::Organisations)?.organisation.id.clone();
        let screen = CaseCommand::Screen { branch: org, symptom: case.symptom.clone(), deadline: None };
        let id = self.execute_case(township, at(0), screen)?.ok_or(SampleError::Unfinished)?;
        for (field, value) in SLOTS.into_iter().zip(&case.members) {
            self.fill(township, at(1), id, Subject::Case(id), field, value)?;
        }
        for (act, state, days) in COURSE {
            if case.reached == CaseState::Screened
                || COURSE.iter().any(|(_, one, due)| *one == case.reached && days > *due)
            {
                break;
            }
            match act {
                CaseMove::Diagnose => self.write_plan(case, branch, &mut at, id)?,
                CaseMove::SelfAssess => self.work(case, branch, &mut at, id)?,
                _ => {}
            }
            let author = if act == CaseMove::List { county } else { branch };
            let reason = act.needs_reason().then(|| case.progress.join(""));
            let one = CaseCommand::Act { case: id, act, reason, ballot: None, until: None };
            self.execute_case(author, at(days), one)?;
            if state == CaseState::InRectification && case.reached == state {
                self.work(case, branch, &mut at, id)?;
            }
        }
        Ok(())
    }

    fn write_plan(
        &mut self,
        case: &SampleCase,
        branch: usize,
        at: &mut impl FnMut(u64) -> Timestamp,
        id: CaseId,
    ) -> Result<(), SampleError> {
        let year = self.ledger.year();
        for (problem, index) in case.problems.iter().zip(0..) {
            self.execute_case(branch, at(WRITTEN), CaseCommand::AddProblem(id))?;
            let newest = |stage: &Self| Some(stage.ledger.case(id)?.problems.get(index)?.id);
            let problem_id = newest(self).ok_or(SampleError::Unfinished)?;
            for (field, text) in &problem.texts {
                self.fill(branch, at(WRITTEN), id, Subject::Problem(problem_id), *field, text)?;
            }
            for (measure, number) in problem.measures.iter().zip(0..) {
                self.execute_case(branch, at(WRITTEN), CaseCommand::AddMeasure(id, problem_id))?;
                let view = self.ledger.case(id).ok_or(SampleError::Unfinished)?;
                let found = view.problems.get(index).and_then(|one| one.measures.get(number)).map(|one| one.id);
                let subject = Subject::Measure(found.ok_or(SampleError::Unfinished)?);
                for (field, text) in measure.texts.iter().filter(|(field, _)| *field != CaseField::Result) {
                    self.fill(branch, at(WRITTEN), id, subject, *field, text)?;
                }
                if let Some(due) = measure.due.and_then(|due| due.in_year(year.into())) {
                    self.fill(branch, at(WRITTEN), id, subject, CaseField::Due, &due.to_string())?;
                }
            }
        }
        Ok(())
    }

    /// Progress of the branch, results of its measures, and the leader's visit.
    fn work(
        &mut self,
        case: &SampleCase,
        branch: usize,
        at: &mut impl FnMut(u64) -> Timestamp,
        id: CaseId,
    ) -> Result<(), SampleError> {
        let mut days = 30;
        for text in &case.progress {
            days += 20;
            let when = at(days);
            let kind = CaseEntryKind::Progress;
            let enter = CaseCommand::Enter { case: id, kind, text: text.clone(), on: when.date() };
            self.execute_case(branch, when, enter)?;
        }
        let view = self.ledger.case(id).ok_or(SampleError::Unfinished)?;
        for (problem, written) in view.problems.iter().zip(&case.problems) {
            for (measure, said) in problem.measures.iter().zip(&written.measures) {
                let result = said.texts.iter().find(|(field, _)| *field == CaseField::Result);
                if let Some((field, text)) = result {
                    self.fill(branch, at(80), id, Subject::Measure(measure.id), *field, text)?;
                }
            }
        }
        let Some(visit) = &case.visit else { return Ok(()) };
        let Some(leader) = self.leader_of(branch) else { return Ok(()) };
        for (kind, text, days) in [(CaseEntryKind::Acknowledgement, "", 10), (CaseEntryKind::Visit, visit.as_str(), 85)]
        {
            let when = at(days);
            let enter = CaseCommand::Enter { case: id, kind, text: text.to_owned(), on: when.date() };
            self.execute_case(leader, when, enter)?;
        }
        Ok(())
    }

    fn fill(
        &mut self,
        author: usize,
        at: Timestamp,
        case: CaseId,
        subject: Subject,
        field: CaseField,
        value: &str,
    ) -> Result<(), SampleError> {
        let edit = CaseCommand::Edit { case, subject, field, value: value.to_owned() };
        self.execute_case(author, at, edit).map(drop)
    }
}
