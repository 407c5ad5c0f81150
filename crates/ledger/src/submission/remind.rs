//! Reminding of submissions: what is written down, by whom, as many at a time as go in.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{COUNTY_REMINDERS, Due, REMINDERS};
use crate::{
    author::Author,
    command::{MANY_MAX, RegisterCommand},
    ledger::Ledger,
    org::Tier,
    record::Value,
};

impl Ledger {
    /// The register in which who is at the tablet writes down that they reminded somebody; `None` when they may not.
    pub fn reminder_register(&self, who: &Author) -> Option<&'static str> {
        let is_county = self.orgs().get(&who.org)?.kind.tier() == Tier::County;
        let id = if is_county { COUNTY_REMINDERS } else { REMINDERS };
        self.may_keep(who, &who.org, self.register(id)?).then_some(id)
    }

    /// What writes down that those who are late with these were reminded, all in as few commands as take them. Who was
    /// reminded of the same today is left out: once a day is enough to be heard. Nothing where `who` may not remind.
    pub fn reminding(&self, who: &Author, dues: &[Due], day: NaiveDate) -> Vec<RegisterCommand> {
        let Some(register) = self.reminder_register(who) else { return Vec::new() };
        let said: BTreeSet<Vec<(String, Value)>> = {
            let in_force = self.register_rows(&who.org, register).filter(|row| row.struck_out().is_none());
            let said = in_force.map(|row| {
                let cell = |id: &str| Some((id.to_owned(), row.value(id)?.clone()));
                COLUMNS.iter().filter_map(|id| cell(id)).collect()
            });
            said.collect()
        };
        let new = dues.iter().map(|due| cells(due, day)).filter(|cells| !said.contains(cells));
        let new: Vec<_> = new.collect();
        let many = |rows: &[Vec<(String, Value)>]| RegisterCommand::AddMany {
            org: who.org.clone(),
            register: register.to_owned(),
            rows: rows.to_vec(),
        };
        new.chunks(MANY_MAX).map(many).collect()
    }
}

/// The columns of a reminder.
const COLUMNS: [&str; 4] = ["branch", "form", "period", "day"];

fn cells(due: &Due, day: NaiveDate) -> Vec<(String, Value)> {
    let said = [due.org.to_string(), due.submission.clone(), due.period.to_string(), day.to_string()];
    COLUMNS.iter().zip(said).map(|(id, text)| ((*id).to_owned(), Value::Text(text))).collect()
}
