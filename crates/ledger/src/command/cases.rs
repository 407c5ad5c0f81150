//! Writing to rectification cases.

use chrono::{Datelike as _, NaiveDate};

use super::{Refusal, TEXT_MAX, Written, optional_words, words};
use crate::{
    access::Access,
    author::Author,
    case::{
        self, Ballot, Case, CaseAct, CaseDenied, CaseEntry, CaseEntryKind, CaseField, CaseMove, CaseState, CaseView,
        Gap, Measure, Pass, Problem, Subject, TRACKING_MONTHS,
    },
    doc_id::{DocId, DocKind},
    ids::{CaseId, EntryId, MeasureId, OrgId, ProblemId, TransitionId},
    ledger::Ledger,
    lifecycle::Machine as _,
    moment::{Moment, Timestamp},
    org::{OrgKind, Tier},
    record::{Value, parse_date},
    schema::Table,
};

/// Something that a person does to a rectification case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseCommand {
    /// 排查上报: a township finds that a branch is weak.
    Screen {
        /// The branch.
        branch: OrgId,
        /// 表现: what was seen.
        symptom: String,
        /// The last day; the county's (`rectification_deadline`) unless told.
        deadline: Option<NaiveDate>,
    },
    /// Writes one field; also how a conflict is settled.
    Edit {
        /// The case.
        case: CaseId,
        /// Whose field.
        subject: Subject,
        /// The field.
        field: CaseField,
        /// Its new value; a date as `YYYY-MM-DD`, nothing to empty it.
        value: String,
    },
    /// Adds a problem, to be filled field by field.
    AddProblem(CaseId),
    /// Adds a measure against a problem, to be filled field by field.
    AddMeasure(CaseId, ProblemId),
    /// An act in its life.
    Act {
        /// The case.
        case: CaseId,
        /// The act.
        act: CaseMove,
        /// Why, or what was found.
        reason: Option<String>,
        /// Score and vote, for an acceptance.
        ballot: Option<Ballot>,
        /// The new deadline, for an extension.
        until: Option<NaiveDate>,
    },
    /// Writes to the case's journal: 进展 by the branch, 知悉 and 走访 by a linked leader.
    Enter {
        /// The case.
        case: CaseId,
        /// What.
        kind: CaseEntryKind,
        /// The words; an acknowledgement needs none.
        text: String,
        /// On which day it happened; never later than today.
        on: NaiveDate,
    },
    /// 催办: asks the branch to get on with the case.
    Remind {
        /// The case.
        case: CaseId,
        /// What the branch is asked to do.
        text: String,
    },
    /// 挂钩: links a leader of the county to a branch, or ends the link.
    Link {
        /// The leader.
        leader: OrgId,
        /// The branch.
        branch: OrgId,
        /// Whether they are linked from now on.
        linked: bool,
    },
}

impl Ledger {
    pub(super) fn case_command(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        command: CaseCommand,
    ) -> Result<Written, Refusal> {
        match command {
            CaseCommand::Screen { branch, symptom, deadline } => self.screen(who, moment, branch, &symptom, deadline),
            CaseCommand::Edit { case, subject, field, value } => {
                self.edit_case(who, moment, case, subject, field, &value)
            }
            CaseCommand::AddProblem(case) => self.add_problem(who, moment, case),
            CaseCommand::AddMeasure(case, problem) => self.add_measure(who, moment, case, problem),
            CaseCommand::Act { case, act, reason, ballot, until } => {
                let given = Given { reason: reason.as_deref(), ballot, until };
                self.act_on_case(who, moment, case, act, given)
            }
            CaseCommand::Enter { case, kind, text, on } => self.enter_case(who, moment, case, kind, &text, on),
            CaseCommand::Remind { case, text } => self.remind_of_case(who, moment, case, &text),
            CaseCommand::Link { leader, branch, linked } => self.link(who, moment, &leader, &branch, linked),
        }
    }

    fn screen(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        branch: OrgId,
        symptom: &str,
        deadline: Option<NaiveDate>,
    ) -> Result<Written, Refusal> {
        if !self.orgs().branches_of(&who.org).any(|org| org.id == branch) {
            return Err(Refusal::NotABranch(branch));
        }
        if let Some(open) = self.cases().into_iter().find(|case| case.branch == branch && case.is_current()) {
            return Err(Refusal::CaseOpen(open.id));
        }
        let usual = self.rectification_deadline();
        let case = Case {
            id: CaseId::new(moment.uuid()),
            branch,
            symptom: words("symptom", symptom, TEXT_MAX)?,
            deadline: self.within_years(deadline.unwrap_or(usual))?,
            author: who.clone(),
            at: moment.now,
        };
        let home = DocId::review(&case.branch, self.year());
        let written =
            self.write(who, moment.now, &home, |pen| pen.record(Table::Cases, &case.id.to_string(), case.fields()))?;
        Ok(Written { case: Some(case.id), ..written })
    }

    fn edit_case(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        case: CaseId,
        subject: Subject,
        field: CaseField,
        value: &str,
    ) -> Result<Written, Refusal> {
        let view = self.case(case).ok_or(Refusal::UnknownCase)?;
        require_field(&view, subject, field)?;
        if !field.belongs_to(subject) || !view.has(subject) {
            return Err(Refusal::UnknownCase);
        }
        let text = optional_words(field.word(), Some(value), TEXT_MAX)?.unwrap_or_default();
        if field.is_date() && !text.is_empty() {
            self.within_years(parse_date(&text).ok_or(Refusal::NoDate)?)?;
        }
        let id = self.home_of_case_field(&view, subject);
        self.write(who, moment.now, &id, |pen| {
            pen.cell(Table::CaseCells, &case::cell_key(subject, field), text.as_str())
        })
    }

    fn add_problem(&mut self, who: &Author, moment: &mut Moment<'_>, case: CaseId) -> Result<Written, Refusal> {
        let view = self.case(case).ok_or(Refusal::UnknownCase)?;
        let problem = Problem { id: ProblemId::new(moment.uuid()), case, author: who.clone(), at: moment.now };
        require_open(&view, Subject::Problem(problem.id))?;
        self.write(who, moment.now, &DocId::branch(&view.branch, self.year()), |pen| {
            pen.record(Table::Problems, &problem.id.to_string(), problem.fields())
        })
    }

    fn add_measure(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        case: CaseId,
        problem: ProblemId,
    ) -> Result<Written, Refusal> {
        let view = self.case(case).ok_or(Refusal::UnknownCase)?;
        let measure = Measure { id: MeasureId::new(moment.uuid()), problem, author: who.clone(), at: moment.now };
        require_open(&view, Subject::Measure(measure.id))?;
        if !view.has(Subject::Problem(problem)) {
            return Err(Refusal::UnknownCase);
        }
        self.write(who, moment.now, &DocId::branch(&view.branch, self.year()), |pen| {
            pen.record(Table::Measures, &measure.id.to_string(), measure.fields())
        })
    }

    fn act_on_case(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        case: CaseId,
        act: CaseMove,
        given: Given<'_>,
    ) -> Result<Written, Refusal> {
        let view = self.case(case).ok_or(Refusal::UnknownCase)?;
        let id = self.place_of_case_act(who, &view, act)?;
        let mut one = blank(who, &view, act, id.kind(), moment.now, TransitionId::new(moment.uuid()));
        one.reason = optional_words("reason", given.reason, TEXT_MAX)?;
        one.ballot = given.ballot.filter(|_| act == CaseMove::Accept);
        one.until = given.until.filter(|_| act.takes_date()).map(|day| self.within_years(day)).transpose()?;
        if act == CaseMove::List && view.state() == CaseState::Relapsed {
            let usual = || self.next_rectification_deadline(moment.now.date());
            one.until = Some(self.within_years(one.until.unwrap_or_else(usual))?);
        }
        view.life.standing.judge(&one, true)?;
        self.reaches(&view, &one)?;
        // Validation 1: what the guards of a life cannot see, since it stands in cells.
        if act == CaseMove::List && view.state() == CaseState::Screened {
            // Two townships' hands may have screened one branch without knowing of each other: one case is listed.
            let other = |case: &CaseView| case.branch == view.branch && case.is_current() && case.id != view.id;
            let listed = |case: &CaseView| case.state() != CaseState::Screened;
            if let Some(listed) = self.cases().into_iter().find(|case| other(case) && listed(case)) {
                return Err(Refusal::CaseOpen(listed.id));
            }
        }
        let gaps = gaps_against(&view, act);
        if !gaps.is_empty() {
            return Err(Refusal::Incomplete(gaps));
        }
        one.seen = self.heads(&DocId::branch(&view.branch, self.year()));
        // 四个一 stand in the township's document.
        one.seen.extend(self.heads(&DocId::review(&view.branch, self.year())));
        self.write(who, moment.now, &id, |pen| pen.record(Table::CaseActs, &one.id.to_string(), one.fields()))
    }

    /// Whether an act reaches what the county's numbers ask for. That is asked when it is done and never again: what
    /// was accepted stays accepted when the county sets another number.
    fn reaches(&self, view: &CaseView, one: &CaseAct) -> Result<(), CaseDenied> {
        let (pass, tracked) = (self.acceptance_pass(), view.life.standing.tracked_until(self.tracking_months()));
        match (one.act, tracked) {
            (CaseMove::Accept, _) if !one.ballot.is_some_and(|ballot| ballot.passes(pass)) => {
                Err(CaseDenied::NotPassed(pass))
            }
            (CaseMove::Archive, Some(day)) if one.at.date() < day => Err(CaseDenied::TooEarly(day)),
            _ => Ok(()),
        }
    }

    /// The day by which cases are to be put right: "12月前", the last day of November, unless the county set another.
    pub fn rectification_deadline(&self) -> NaiveDate {
        self.rectification_deadline_in(self.year().into()).unwrap_or_default()
    }

    /// The next such day, today's included: the usual last day of a case that is listed again.
    pub fn next_rectification_deadline(&self, today: NaiveDate) -> NaiveDate {
        let of = |year| self.rectification_deadline_in(year).filter(|day| *day >= today);
        of(today.year()).or_else(|| of(today.year() + 1)).unwrap_or(today)
    }

    fn rectification_deadline_in(&self, year: i32) -> Option<NaiveDate> {
        let on = |day: i64| {
            let (month, day) = (u32::try_from(day / 100).ok()?, u32::try_from(day % 100).ok()?);
            NaiveDate::from_ymd_opt(year, month, day)
        };
        self.parameter("rectification_deadline").and_then(on).or_else(|| on(1130))
    }

    /// What an acceptance must reach.
    pub fn acceptance_pass(&self) -> Pass {
        let usual = Pass::default();
        Pass {
            score_min: self.parameter("acceptance_score_min").unwrap_or(usual.score_min),
            dissatisfied_max: self.parameter("acceptance_dissatisfied_max").unwrap_or(usual.dissatisfied_max),
        }
    }

    /// How long a case is tracked after it was struck off, in months.
    pub fn tracking_months(&self) -> u32 {
        self.parameter("tracking_months").and_then(|months| u32::try_from(months).ok()).unwrap_or(TRACKING_MONTHS)
    }

    fn enter_case(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        case: CaseId,
        kind: CaseEntryKind,
        text: &str,
        on: NaiveDate,
    ) -> Result<Written, Refusal> {
        let view = self.case(case).ok_or(Refusal::UnknownCase)?;
        let id = match kind {
            CaseEntryKind::Progress => {
                require_open(&view, Subject::Case(case))?;
                DocId::branch(&view.branch, self.year())
            }
            CaseEntryKind::Acknowledgement | CaseEntryKind::Visit => DocId::leader(&view.branch, self.year()),
            CaseEntryKind::Reminder => return self.remind_of_case(who, moment, case, text),
        };
        let text = match kind {
            CaseEntryKind::Acknowledgement => optional_words("text", Some(text), TEXT_MAX)?.unwrap_or_default(),
            _ => words("text", text, TEXT_MAX)?,
        };
        if on > moment.now.date() {
            return Err(Refusal::BadDate(on));
        }
        let entry =
            CaseEntry { id: EntryId::new(moment.uuid()), case, kind, text, on, author: who.clone(), at: moment.now };
        self.write(who, moment.now, &id, |pen| pen.record(Table::CaseEntries, &entry.id.to_string(), entry.fields()))
    }

    fn link(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        leader: &OrgId,
        branch: &OrgId,
        linked: bool,
    ) -> Result<Written, Refusal> {
        let known = |id: &OrgId, fits: fn(OrgKind) -> bool| self.orgs().get(id).is_some_and(|org| fits(org.kind));
        if !known(leader, |kind| kind == OrgKind::Leader) {
            return Err(Refusal::NotABranch(leader.clone()));
        }
        if !known(branch, |kind| kind.tier() == Tier::Branch) {
            return Err(Refusal::NotABranch(branch.clone()));
        }
        self.write(who, moment.now, &DocId::taskbook(self.year()), |pen| {
            pen.cell(Table::Links, &format!("{leader}/{branch}"), Value::Number(linked.into()).scalar())
        })
    }

    /// The acts that `who` can do to a case now. Those that need words or a vote are judged as if given.
    pub fn possible_case_acts(&self, who: &Author, case: &CaseView) -> Vec<CaseMove> {
        let possible = |act: &CaseMove| {
            let Ok(place) = self.place_of_case_act(who, case, *act) else { return false };
            let nil = TransitionId::new(uuid::Uuid::nil());
            let trial = CaseAct {
                reason: Some("…".to_owned()),
                ballot: Some(Ballot { score: 100, voters: 1, dissatisfied: 0 }),
                until: Some(NaiveDate::default()),
                // The day on which it may be archived is told by the view.
                at: Timestamp(i64::MAX / 4),
                ..blank(who, case, *act, place.kind(), Timestamp::default(), nil)
            };
            self.access(who, &place) == Access::Write && case.life.standing.judge(&trial, true).is_ok()
        };
        CaseMove::ALL.iter().copied().filter(possible).collect()
    }

    /// Whether `who` may write a field of a subject now.
    pub fn may_edit_case(&self, who: &Author, case: &CaseView, subject: Subject, field: CaseField) -> bool {
        require_field(case, subject, field).is_ok()
            && self.access(who, &self.home_of_case_field(case, subject)) == Access::Write
    }

    /// Whether `who` is a leader linked to the branch of a case.
    pub fn leads(&self, who: &Author, case: &CaseView) -> bool {
        self.access(who, &DocId::leader(&case.branch, self.year())) == Access::Write
    }

    /// What belongs to the case itself is written by the township, the rest by the branch.
    fn home_of_case_field(&self, case: &CaseView, subject: Subject) -> DocId {
        match subject {
            Subject::Case(_) => DocId::review(&case.branch, self.year()),
            Subject::Problem(_) | Subject::Measure(_) => DocId::branch(&case.branch, self.year()),
        }
    }

    /// The document in which an act is written: authority lies in who may write it.
    fn place_of_case_act(&self, who: &Author, case: &CaseView, act: CaseMove) -> Result<DocId, Refusal> {
        let (branch, year) = (&case.branch, self.year());
        let own = match who.role.tier() {
            Tier::County => DocId::county_review(branch, year),
            Tier::Township => DocId::review(branch, year),
            Tier::Branch => DocId::branch(branch, year),
        };
        // A township also acts on a branch's behalf (代填).
        let all = [own, DocId::branch(branch, year)];
        let place = all.into_iter().find(|id| act.counts_in(id.kind()));
        place.ok_or(Refusal::CaseDenied(CaseDenied::Authority))
    }
}

/// What comes with an act, as typed.
struct Given<'a> {
    reason: Option<&'a str>,
    ballot: Option<Ballot>,
    until: Option<NaiveDate>,
}

fn require_open(case: &CaseView, subject: Subject) -> Result<(), Refusal> {
    let state = case.state();
    // Who is in charge is settled before the case is even listed.
    let open = state.is_open() || (matches!(subject, Subject::Case(_)) && state == case::CaseState::Screened);
    if open { Ok(()) } else { Err(Refusal::CaseDenied(CaseDenied::State(state))) }
}

/// Once the county has listed a case, more time is the county's to give: a deadline can then only be chosen between.
fn require_field(case: &CaseView, subject: Subject, field: CaseField) -> Result<(), Refusal> {
    let screened = case.state() == case::CaseState::Screened;
    if field == CaseField::Deadline && !screened && case.fields.conflicts().all(|(other, _)| other != field) {
        return Err(Refusal::CaseDenied(CaseDenied::State(case.state())));
    }
    require_open(case, subject)
}

/// What is missing for an act (validations 1 and 2): what the guards of a life cannot see, since it stands in cells. A
/// case that is struck off cannot be mended any more, only looked at again.
fn gaps_against(case: &CaseView, act: CaseMove) -> Vec<Gap> {
    let mut gaps = match act {
        CaseMove::Diagnose => case.gaps(),
        CaseMove::FilePlan | CaseMove::SelfAssess | CaseMove::Check | CaseMove::Accept
            if !case.state().is_struck_off() =>
        {
            return case.gaps();
        }
        _ => Vec::new(),
    };
    gaps.retain(Gap::is_of_diagnosis);
    gaps
}

/// An act that has seen all that is here.
fn blank(who: &Author, case: &CaseView, act: CaseMove, place: DocKind, at: Timestamp, id: TransitionId) -> CaseAct {
    CaseAct {
        id,
        place,
        case: case.id,
        act,
        reason: None,
        ballot: None,
        until: None,
        after: case.life.tips.clone(),
        seen: Vec::new(),
        content: act.is_verdict().then(|| case.content.clone()),
        author: who.clone(),
        at,
    }
}
