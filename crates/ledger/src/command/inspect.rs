//! 督查: an inspection is written down, and each of its findings becomes an item of the branch.

use chrono::NaiveDate;

use super::{Refusal, TEXT_MAX, TITLE_MAX, Written, tasks::issue_of, words};
use crate::{
    access::Access,
    author::Author,
    doc_id::DocId,
    domain::Domain,
    ids::{InspectionId, ItemKey, OrgId, TaskId},
    ledger::Ledger,
    moment::Moment,
    org::Tier,
    record::{EvidenceRule, Inspection, InspectionWay, Task},
    schema::Table,
};

/// The work item of what an inspection found (X2, 监督检查、跟踪问效).
const CODE: &str = "X2";

/// What was seen at a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInspection {
    /// The branch.
    pub branch: OrgId,
    /// How the inspection came about.
    pub way: InspectionWay,
    /// The local day on which it took place.
    pub day: NaiveDate,
    /// 看了什么.
    pub seen: String,
    /// What was found wrong; nothing, if all was well.
    pub findings: Vec<NewFinding>,
}

/// Something that an inspection found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFinding {
    /// 问题: what is wrong; the item's title.
    pub problem: String,
    /// 整改要求: what has to be done; the item's requirement.
    pub remedy: String,
    /// The last day.
    pub due: NaiveDate,
    /// What must prove that it was done.
    pub evidence: EvidenceRule,
}

impl Ledger {
    /// Whether `who` may write down an inspection of a branch.
    pub fn may_inspect(&self, who: &Author, branch: &OrgId) -> bool {
        who.role.tier() != Tier::Branch && self.access(who, &self.inspections_of(who, branch)) == Access::Write
    }

    /// Whether `who` may give a branch items to follow up an inspection.
    pub fn may_follow_up(&self, who: &Author) -> bool {
        self.access(who, &DocId::township(&who.org, self.year())) == Access::Write
    }

    /// The inspections at hand, the latest first.
    pub fn inspections(&self) -> Vec<&Inspection> {
        let mut all: Vec<&Inspection> = self.rows.inspections.values().collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.day, one.at, one.id)));
        all
    }

    /// One inspection.
    pub fn inspection(&self, id: InspectionId) -> Option<&Inspection> {
        self.rows.inspections.get(&id)
    }

    /// The items that follow an inspection up, in a fixed order.
    pub fn follow_ups(&self, inspection: &Inspection) -> Vec<ItemKey> {
        let given = self.rows.assignments.get(&inspection.branch).into_iter().flatten().map(|(task, _)| *task);
        let of_it = given.filter(|task| {
            self.task(*task).is_some_and(|task| {
                // Only from the hand of those who inspected.
                task.inspection == Some(inspection.id) && task.author.org == inspection.author.org
            })
        });
        of_it.map(|task| ItemKey { branch: inspection.branch.clone(), task }).collect()
    }

    pub(super) fn inspect(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        new: NewInspection,
    ) -> Result<Written, Refusal> {
        let NewInspection { branch, way, day, seen, findings } = new;
        if !self.orgs().branches_of(&who.org).any(|org| org.id == branch) {
            return Err(Refusal::NotABranch(branch));
        }
        let place = self.inspections_of(who, &branch);
        if !self.may_inspect(who, &branch) {
            return Err(Refusal::NoRight(place));
        }
        if day > moment.now.date() {
            return Err(Refusal::NotYet(day));
        }
        let inspection = Inspection {
            id: InspectionId::new(moment.uuid()),
            branch: branch.clone(),
            way,
            day: self.within_years(day)?,
            seen: words("seen", &seen, TEXT_MAX)?,
            author: who.clone(),
            at: moment.now,
        };
        let home = DocId::township(&who.org, self.year());
        // Everything is asked before anything is written: half of an inspection would be written twice.
        if !findings.is_empty() {
            self.require_writable(who, &home)?;
        }
        let domain = self.rows.work_items.get(CODE).map_or(Domain::SUPPORT, |item| item.domain);
        let mut tasks = Vec::new();
        for finding in findings {
            tasks.push(Task {
                id: TaskId::new(moment.uuid()),
                home: home.clone(),
                title: words("problem", &finding.problem, TITLE_MAX)?,
                requirement: words("remedy", &finding.remedy, TEXT_MAX)?,
                code: CODE.to_owned(),
                domain,
                due: self.within_years(finding.due)?,
                unit: None,
                evidence: finding.evidence,
                inspection: Some(inspection.id),
                author: who.clone(),
                at: moment.now,
            });
        }
        let issues: Vec<_> = tasks.iter().map(|task| issue_of(task, moment)).collect();
        let mut written = self.write(who, moment.now, &place, |pen| {
            pen.record(Table::Inspections, &inspection.id.to_string(), inspection.fields())
        })?;
        if !tasks.is_empty() {
            let to = [(branch, None)];
            let given = self.write(who, moment.now, &home, |pen| {
                tasks.iter().zip(&issues).try_for_each(|(task, issue)| pen.task(task, issue, &to))
            })?;
            written.touched.extend(given.touched);
            written.others.extend(given.change.map(|change| (given.doc, change)));
        }
        Ok(Written { inspection: Some(inspection.id), ..written })
    }

    fn inspections_of(&self, who: &Author, branch: &OrgId) -> DocId {
        match who.role.tier() {
            Tier::County => DocId::county_review(branch, self.year()),
            _ => DocId::review(branch, self.year()),
        }
    }
}
