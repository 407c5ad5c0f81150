//! What the taskbook says, read into rows.

use super::{Rows, bad, cell_text};
use crate::{
    document::Document,
    domain::{Domain, DomainName},
    indicator::Goal,
    org::{OrgKind, Organisation},
    problem::Problem,
    record::{Cell, EvidenceRule, Value},
    schema::Table,
    work_item::{RETIRED, WorkItem},
};

impl Rows {
    /// Reads a definition: a register, an indicator and the like as JSON, a field of work cell by cell.
    pub(super) fn read_definition(&mut self, document: &Document, key: &str) -> Result<(), Problem> {
        let Some((kind, name)) = key.split_once('/') else { return Ok(()) };
        let bad = |field| bad(document, Table::Definitions, key, field);
        let text = || cell_text(document, Table::Definitions, key).ok_or_else(|| bad("definition"));
        match kind {
            "register" => self.registers.insert(name, text()?, bad("definition")),
            "indicator" => self.indicators.insert(name, text()?, bad("definition")),
            "parameter" => self.parameter_names.insert(name, text()?, bad("definition")),
            "guide" => self.guides.insert(name, text()?, bad("definition")),
            "scheme" => self.schemes.insert(name, text()?, bad("definition")),
            "reward" => self.rewards.insert(name, text()?, bad("definition")),
            "submission" => self.submissions.insert(name, text()?, bad("definition")),
            "domain" => {
                let id = name.split_once('/').and_then(|(id, _)| Domain::from_word(id)).ok_or_else(|| bad("domain"))?;
                let cell = |field: &str| document.winner(Table::Definitions, &domain_key(id, field));
                let number = |field: &str| cell(field).and_then(|(value, _)| value.as_i64());
                // Its name comes with it in one change; only what is damaged has none.
                if let Some(name) = cell("name").and_then(|(value, _)| value.into_string().ok()) {
                    let order = number("order").unwrap_or(i64::MAX);
                    self.domains.insert(id, DomainName { id, name, order, retired: number(RETIRED) == Some(1) });
                }
            }
            "answer" => {
                let pair = name.split_once('/').and_then(|(org, row)| Some((org.parse().ok()?, row.parse().ok()?)));
                let answer = serde_json::from_str(&text()?).map_err(|_| bad("definition"))?;
                self.answers.insert(pair.ok_or_else(|| bad("answer"))?, answer);
            }
            "given" => self.given.insert(name, text()?, bad("definition")),
            word => {
                // Of a later version.
                let Some(goal) = Goal::from_word(word) else { return Ok(()) };
                let (indicator, org) = name.split_once('/').ok_or_else(|| bad("goal"))?;
                let org = org.parse().map_err(|_| bad("goal"))?;
                let value = serde_json::from_str(&text()?).map_err(|_| bad("definition"))?;
                let of_indicator = self.goals.entry(goal).or_default().entry(indicator.to_owned()).or_default();
                of_indicator.insert(org, value);
            }
        }
        Ok(())
    }

    /// Reads what the county says cell by cell: organisations, work items, links, parameters.
    pub(super) fn read_taskbook(&mut self, document: &mut Document, table: Table, key: &str) {
        let subject = key.split_once('/').map_or(key, |(subject, _)| subject);
        match table {
            Table::Orgs => {
                let text = |field: &str| cell_text(document, table, &format!("{subject}/{field}"));
                let org =
                    subject.parse().ok().zip(text("name")).zip(text("kind").as_deref().and_then(OrgKind::from_word));
                if let Some(((id, name), kind)) = org {
                    let parent = text("parent").and_then(|parent| parent.parse().ok());
                    let households = match Cell::read(document, table, &format!("{subject}/households")).value() {
                        Some(Value::Number(number)) => Some(*number).filter(|number| *number >= 0),
                        _ => None,
                    };
                    self.orgs.insert(Organisation { id, name, kind, parent, households });
                }
            }
            Table::WorkItems => {
                let text = |field: &str| cell_text(document, table, &format!("{subject}/{field}"));
                let domain = text("domain").as_deref().and_then(Domain::from_word);
                if let Some((name, domain)) = text("name").zip(domain) {
                    let requirement = text("requirement").unwrap_or_default();
                    let evidence = text("evidence").as_deref().and_then(EvidenceRule::from_word);
                    let cell = Cell::read(document, table, &format!("{subject}/{RETIRED}"));
                    let retired = cell.value() == Some(&Value::Number(1));
                    let code = subject.to_owned();
                    let item = WorkItem { code: code.clone(), name, domain, requirement, evidence, retired };
                    self.work_items.insert(code, item);
                }
            }
            Table::Links => {
                let linked = Cell::read(document, table, key).value() == Some(&Value::Number(1));
                let pair = key.split_once('/').and_then(|(one, other)| Some((one.parse().ok()?, other.parse().ok()?)));
                if let Some((leader, branch)) = pair {
                    let hand = document.winner(table, key).map(|(_, hand)| hand.into_owned());
                    let at = hand.and_then(|hand| document.time_of(&hand));
                    self.orgs.link(leader, branch, linked, at);
                }
            }
            _ => {
                if let Some(Value::Number(number)) = Cell::read(document, table, key).value() {
                    self.parameters.insert(key.to_owned(), *number);
                }
            }
        }
    }
}

/// The key of a field of what the taskbook says of a field of work; each is a cell of its own, as of work items.
pub(crate) fn domain_key(id: Domain, field: &str) -> String {
    format!("domain/{id}/{field}")
}
