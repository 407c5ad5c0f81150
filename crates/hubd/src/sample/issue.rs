//! Which organisation issues which task to whom, and when.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use taizhang_ledger::{
    Domain, NewTask, OrgId,
    org::{OrgKind, Tier},
};

use super::{
    Sample,
    calendar::shifted,
    dice::Dice,
    orgs::SampleOrg,
    plan::Job,
    templates::{Issuer, Template, fill_period},
};
use crate::taskbook::Taskbook;

/// A task as it will be issued.
#[derive(Debug)]
pub(super) struct Issue<'a> {
    pub(super) template: &'a Template,
    /// The index of the issuing organisation.
    pub(super) issuer: usize,
    /// The indices of the branches.
    pub(super) branches: Vec<usize>,
    pub(super) job: Job,
    /// The work item's code, and its domain.
    code: &'a str,
    domain: Domain,
}

impl Issue<'_> {
    /// Whether a branch sets it for itself.
    pub(super) fn is_own(&self) -> bool {
        self.template.issuer == Issuer::Branch
    }

    /// The task that is set.
    pub(super) fn new_task(&self, orgs: &[SampleOrg]) -> NewTask {
        let branches = self.branches.iter().filter_map(|branch| orgs.get(*branch));
        let month = self.job.due.month();
        NewTask {
            title: fill_period(&self.template.title, month),
            requirement: fill_period(&self.template.requirement, month),
            code: self.code.to_owned(),
            domain: self.domain,
            due: self.job.due,
            unit: self.template.target.as_ref().map(|(_, unit)| unit.clone()),
            evidence: self.job.evidence,
            branches: branches.map(|org| (org.organisation.id.clone(), self.job.target)).collect(),
        }
    }
}

/// Every task of the year. What would be issued after `today` is issued early, so that a branch has its whole year.
pub(super) fn issues<'a>(
    taskbook: &Taskbook,
    sample: &'a Sample,
    year: u16,
    first_day: NaiveDate,
    today: NaiveDate,
    dice: &mut Dice,
) -> Vec<Issue<'a>> {
    let mut issues = Vec::new();
    for template in &sample.templates {
        for due in template.due.iter().filter_map(|day| day.in_year(year.into())) {
            for ((issuer, code), branches) in groups(sample, template) {
                // The loader has seen that the code is the taskbook's.
                let Some(item) = taskbook.item(code) else { continue };
                let begin = shifted(due, -i64::from(template.lead)).max(first_day);
                let early = shifted(today, -dice.between(3, 5));
                let job = Job {
                    issued: begin.min(early).max(first_day),
                    begin,
                    due,
                    evidence: template.evidence.unwrap_or(item.evidence),
                    target: template.target.as_ref().map(|(number, _)| *number),
                };
                issues.push(Issue { template, issuer, branches, job, code, domain: item.domain });
            }
        }
    }
    issues
}

/// The organisations that issue a template, each with the work item and the branches that get it.
fn groups<'a>(sample: &Sample, template: &'a Template) -> BTreeMap<(usize, &'a str), Vec<usize>> {
    let mut groups: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    for (index, org) in sample.orgs.iter().enumerate() {
        let Some(code) = template.items.get(org.organisation.kind.word()) else { continue };
        if template.focus.is_some() && template.focus != org.focus {
            continue;
        }
        let issuer = match template.issuer {
            Issuer::Branch => Some(index),
            Issuer::County => county(&sample.orgs),
            Issuer::Parent => parent(&sample.orgs, index),
        };
        if let Some(issuer) = issuer {
            groups.entry((issuer, code)).or_default().push(index);
        }
    }
    groups
}

/// The index of the county.
pub(super) fn county(orgs: &[SampleOrg]) -> Option<usize> {
    orgs.iter().position(|org| org.organisation.kind == OrgKind::County)
}

/// The index of the organisation above another.
pub(super) fn parent(orgs: &[SampleOrg], index: usize) -> Option<usize> {
    let wanted: &OrgId = orgs.get(index)?.organisation.parent.as_ref()?;
    orgs.iter().position(|org| org.organisation.id == *wanted)
}

/// The indices of the townships and committees.
pub(super) fn townships(orgs: &[SampleOrg]) -> impl Iterator<Item = usize> {
    orgs.iter().enumerate().filter(|(_, org)| org.organisation.kind.tier() == Tier::Township).map(|(index, _)| index)
}
