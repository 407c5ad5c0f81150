//! What is due of whom, and what has been handed in.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};

use super::{Period, REGISTER, Submission, TOWNSHIP_REGISTER, is_of_reminders};
use crate::{
    ids::{OrgId, RowId},
    ledger::Ledger,
    org::Tier,
    record::{Value, parse_date},
    register::Row,
};

/// A submission of a period by an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The submission's name in code.
    pub submission: String,
    /// By whom.
    pub org: OrgId,
    /// Of which period.
    pub period: Period,
    /// The last day.
    pub due: NaiveDate,
    /// How it was handed in; the first time counts.
    pub handed: Option<Handed>,
    /// How often the organisation was reminded of it until the day that is looked at.
    pub reminders: u32,
}

/// That something was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handed {
    /// The row that says so.
    pub row: RowId,
    /// On which day: of a row by the organisation itself not before it was begun, since lateness could be typed away;
    /// those above may write down what reached them on paper.
    pub on: NaiveDate,
}

impl Due {
    /// Days after the last day: until it was handed in, or until today.
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        let until = self.handed.map_or(today, |handed| handed.on);
        (until - self.due).num_days().max(0)
    }

    /// Whether it should have been handed in before today and was not.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.handed.is_none() && self.due < today
    }

    /// Days left until the last day; negative when it has passed.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due - today).num_days()
    }
}

/// What one row says of a submission: which, and of which period.
type Subject = (String, Period);

impl Ledger {
    /// What was or is due of an organisation, as of a day: every period that has ended, the oldest first.
    pub fn dues(&self, org: &OrgId, today: NaiveDate) -> Vec<Due> {
        self.dues_of(org, today, self.submissions(), |period| period.end() <= today)
    }

    /// What of one submission was or is due of an organisation, as it is given here: what would be, before it stands so.
    pub fn dues_by(&self, one: &Submission, org: &OrgId, today: NaiveDate) -> Vec<Due> {
        self.dues_of(org, today, [one].into_iter().filter(|one| !one.retired), |period| period.end() <= today)
    }

    /// What will be due of an organisation for the periods that a day is in: nothing can be handed in before their end.
    pub fn upcoming(&self, org: &OrgId, today: NaiveDate) -> Vec<Due> {
        self.dues_of(org, today, self.submissions(), |period| period.contains(today) && today < period.end())
    }

    fn dues_of<'s>(
        &self,
        org: &OrgId,
        today: NaiveDate,
        submissions: impl Iterator<Item = &'s Submission>,
        shown: impl Fn(Period) -> bool,
    ) -> Vec<Due> {
        let Some(kind) = self.orgs().get(org).map(|org| org.kind) else { return Vec::new() };
        let register = if kind.tier() == Tier::Branch { REGISTER } else { TOWNSHIP_REGISTER };
        let handed = self.handed(org, register);
        let reminders = self.reminders(org, today);
        let mut all: Vec<Due> = submissions
            .filter(|one| one.kinds.contains(&kind))
            .flat_map(|one| periods(one, self.year()).map(move |period| (one, period)))
            .filter(|(_, period)| shown(*period))
            .map(|(one, period)| {
                let subject = (one.id.clone(), period);
                Due {
                    org: org.clone(),
                    period,
                    due: period.end().checked_add_days(Days::new(one.days.into())).unwrap_or_else(|| period.end()),
                    handed: handed.get(&subject).copied(),
                    reminders: reminders.get(&subject).copied().unwrap_or_default(),
                    submission: subject.0,
                }
            })
            .collect();
        all.sort_by(|one, other| (one.due, &one.submission).cmp(&(other.due, &other.submission)));
        all
    }

    /// The rows that say of a submission of a period that it was handed in, or that its organisation was reminded.
    pub fn rows_of_submission(&self, org: &OrgId, form: &str, period: Period) -> Vec<RowId> {
        let of_form = |row: &Row<'_>| subject(*row).is_some_and(|(one, of)| one == form && of == period);
        let handed = [REGISTER, TOWNSHIP_REGISTER].into_iter().flat_map(|id| self.register_rows(org, id));
        handed.chain(self.reminder_rows(org)).filter(of_form).map(|row| row.record.id).collect()
    }

    fn handed(&self, org: &OrgId, register: &str) -> BTreeMap<Subject, Handed> {
        let mut all: BTreeMap<Subject, Handed> = BTreeMap::new();
        for row in self.rows_in_force(org, register) {
            let Some(subject) = subject(row) else { continue };
            let (own, begun) = (row.record.author.org == *org, row.record.at.date());
            // A row of before the end of the period was about something else when it was begun.
            if own && begun < subject.1.end() {
                continue;
            }
            let said = text(row, "day").and_then(parse_date).unwrap_or(begun);
            let on = if own { said.max(begun) } else { said };
            let handed = Handed { row: row.record.id, on };
            let first = all.entry(subject).or_insert(handed);
            if (handed.on, handed.row) < (first.on, first.row) {
                *first = handed;
            }
        }
        all
    }

    /// How often those above have reminded an organisation until a day, by what of.
    fn reminders(&self, org: &OrgId, today: NaiveDate) -> BTreeMap<Subject, u32> {
        let mut all = BTreeMap::new();
        let said = |row: &Row<'_>| row.struck_out().is_none() && row.record.at.date() <= today;
        let in_force = self.reminder_rows(org).filter(said);
        for subject in in_force.filter_map(subject) {
            *all.entry(subject).or_default() += 1;
        }
        all
    }

    /// The reminders of those above an organisation to it, those struck out among them.
    fn reminder_rows<'a>(&'a self, org: &'a OrgId) -> impl Iterator<Item = Row<'a>> {
        let above = |keeper: &OrgId| self.orgs().upwards(org).skip(1).any(|one| one == keeper);
        let noted = self.rows.reminded.get(org).into_iter().flatten().filter(move |(keeper, _)| above(keeper));
        let rows = noted.filter_map(|(keeper, row)| self.row(keeper, *row));
        rows.filter(|row| is_of_reminders(&row.record.register) && text(*row, "branch") == Some(org.as_str()))
    }

    fn rows_in_force<'a>(&'a self, org: &OrgId, register: &'a str) -> impl Iterator<Item = Row<'a>> {
        self.register_rows(org, register).filter(|row| row.struck_out().is_none())
    }
}

/// The periods of a year of which something is due.
fn periods(one: &Submission, year: u16) -> impl Iterator<Item = Period> {
    one.every.periods(year).filter(|period| period.end().month() >= one.since)
}

fn subject(row: Row<'_>) -> Option<Subject> {
    Some((text(row, "form")?.to_owned(), text(row, "period")?.parse().ok()?))
}

fn text<'a>(row: Row<'a>, column: &str) -> Option<&'a str> {
    match row.value(column)? {
        Value::Text(text) => Some(text),
        Value::Number(_) => None,
    }
}
