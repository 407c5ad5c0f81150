//! Writing definitions into the taskbook: fields of work, registers, indicators, the names of parameters.

use serde::Serialize;

use super::{Command, Refusal, TEXT_MAX, TITLE_MAX, Written, words};
use crate::{
    answer::Answer,
    author::Author,
    doc_id::DocId,
    domain::DomainName,
    expr::Misfit,
    ids::{DeviceId, OrgId, RowId},
    indicator::{Goal, Indicator, Place, SUMS_MAX},
    ledger::Ledger,
    moment::Moment,
    points::{Placed, Reward, Scheme},
    record::Cell,
    register::{COLUMNS_MAX, Register},
    rows::domain_key,
    schema::Table,
    submission::Submission,
    work_item::{GUIDE_MAX, Guide, ParameterName, RETIRED},
};

/// Something that the taskbook defines, or a new version of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// A field of work.
    Domain(DomainName),
    /// A register.
    Register(Register),
    /// An indicator. Its registers and parameters come first.
    Indicator(Box<Indicator>),
    /// What a parameter is called.
    Parameter(ParameterName),
    /// A guide.
    Guide(Guide),
    /// An answer to what a branch said.
    Answer {
        /// The branch.
        org: OrgId,
        /// The row in which it said so.
        row: RowId,
        /// The words.
        text: String,
    },
    /// Tables that are handed up. Their registers come first.
    Submission(Submission),
    /// A scheme of points and pay. Its indicators and parameters come first.
    Scheme(Box<Scheme>),
    /// A reward for results. Its indicator and parameters come first.
    Reward(Box<Reward>),
    /// What an organisation is to reach, or reached the year before.
    Goal {
        /// Which of the two.
        goal: Goal,
        /// The indicator's name in code.
        indicator: String,
        /// The organisation.
        org: OrgId,
        /// How much, in the last of [`GOAL_PLACES`](crate::indicator::GOAL_PLACES) decimal places; none takes it back.
        value: Option<i64>,
    },
    /// The same of many organisations, as one change: all of them or none.
    Goals {
        /// The indicator's name in code.
        indicator: String,
        /// Which of the two, of whom, and how much.
        values: Vec<(Goal, OrgId, Option<i64>)>,
    },
}

impl Ledger {
    pub(super) fn define(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        definition: &Definition,
    ) -> Result<Written, Refusal> {
        let needs = self.still_needed(definition);
        if !needs.is_empty() {
            return Err(Refusal::StillNeeded(needs));
        }
        match definition {
            Definition::Domain(domain) => self.define_domain(who, moment, domain),
            Definition::Register(register) => {
                self.check_register(register)?;
                let register = self.follow(register)?;
                self.write_definition(who, moment, "register", &register.id, &register)
            }
            Definition::Indicator(indicator) => {
                self.check_indicator(indicator)?;
                self.write_definition(who, moment, "indicator", &indicator.id, indicator)
            }
            Definition::Parameter(parameter) => {
                is_name(&parameter.id)?;
                words("name", &parameter.name, TITLE_MAX)?;
                self.write_definition(who, moment, "parameter", &parameter.id, parameter)
            }
            Definition::Answer { org, row, text } => {
                self.row(org, *row).ok_or(Refusal::UnknownRow)?;
                let text = words("text", text, TEXT_MAX)?;
                let answer = Answer { text, by: who.person.clone(), on: moment.now.date() };
                self.write_definition(who, moment, "answer", &format!("{org}/{row}"), &answer)
            }
            Definition::Guide(guide) => {
                is_name(&guide.id)?;
                words("name", &guide.name, TITLE_MAX)?;
                words("text", &guide.text, GUIDE_MAX)?;
                self.write_definition(who, moment, "guide", &guide.id, guide)
            }
            Definition::Submission(submission) => {
                is_name(&submission.id)?;
                words("name", &submission.name, TITLE_MAX)?;
                words("why", &submission.why, TEXT_MAX)?;
                if !self.submission_flaws(submission).is_empty() {
                    return Err(Refusal::BadDefinition("submission"));
                }
                self.write_definition(who, moment, "submission", &submission.id, submission)
            }
            Definition::Scheme(scheme) => {
                words("name", &scheme.name, TITLE_MAX)?;
                words("why", &scheme.why, TEXT_MAX)?;
                is_name(&scheme.id)?;
                let ids = scheme.parts.iter().map(|part| &part.id).chain(scheme.tiers.iter().map(|tier| &tier.id));
                ids.chain(scheme.vetoes.iter().map(|veto| &veto.id)).try_for_each(|id| is_name(id))?;
                // What is withdrawn need not fit what is withdrawn with it.
                if !scheme.retired {
                    fits(&self.scheme_flaws(scheme))?;
                }
                let stands = self.entries_without(scheme);
                if !stands.is_empty() {
                    return Err(Refusal::SchemeStands(stands));
                }
                self.write_definition(who, moment, "scheme", &scheme.id, scheme)
            }
            Definition::Reward(reward) => {
                words("name", &reward.name, TITLE_MAX)?;
                words("why", &reward.why, TEXT_MAX)?;
                is_name(&reward.id)?;
                if !reward.retired {
                    fits(&self.reward_flaws(reward))?;
                }
                self.write_definition(who, moment, "reward", &reward.id, reward)
            }
            Definition::Goal { goal, indicator, org, value } => {
                self.indicator(indicator).ok_or(Refusal::BadDefinition("indicator"))?;
                self.orgs().get(org).ok_or(Refusal::BadDefinition("organisation"))?;
                self.write_definition(who, moment, goal.word(), &format!("{indicator}/{org}"), value)
            }
            Definition::Goals { indicator, values } => {
                self.indicator(indicator).ok_or(Refusal::BadDefinition("indicator"))?;
                if values.iter().any(|(_, org, _)| self.orgs().get(org).is_none()) {
                    return Err(Refusal::BadDefinition("organisation"));
                }
                self.write(who, moment.now, &DocId::taskbook(self.year()), |pen| {
                    values.iter().try_for_each(|(goal, org, value)| {
                        let text = value.map_or_else(|| "null".to_owned(), |value| value.to_string());
                        pen.cell(Table::Definitions, &format!("{}/{indicator}/{org}", goal.word()), text.as_str())
                    })
                })
            }
        }
    }

    fn check_register(&self, register: &Register) -> Result<(), Refusal> {
        words("name", &register.name, TITLE_MAX)?;
        words("why", &register.why, TEXT_MAX)?;
        if register.columns.is_empty() || register.columns.len() > COLUMNS_MAX {
            return Err(Refusal::BadDefinition("columns"));
        }
        is_name(&register.id)?;
        register.columns.iter().try_for_each(|column| is_name(&column.id))?;
        if !register.seals_right() {
            return Err(Refusal::BadDefinition("sealed"));
        }
        if !register.joins_right() {
            return Err(Refusal::BadDefinition("together"));
        }
        let mistakes = register.mistakes(&self.known_parameters());
        if mistakes.is_empty() { Ok(()) } else { Err(Refusal::BadRegister(mistakes)) }
    }

    /// A register with what the one of its name asked for, so that rows of before stay readable.
    fn follow(&self, register: &Register) -> Result<Register, Refusal> {
        let Some(before) = self.register(&register.id) else { return Ok(register.clone()) };
        let register = register.clone().following(before);
        let stands = register.unchangeable(before);
        if stands.is_empty() { Ok(register) } else { Err(Refusal::RegisterStands(stands)) }
    }

    fn check_indicator(&self, indicator: &Indicator) -> Result<(), Refusal> {
        words("name", &indicator.name, TITLE_MAX)?;
        words("words", &indicator.words, TEXT_MAX)?;
        is_name(&indicator.id)?;
        if indicator.sums.is_empty() || indicator.sums.len() > SUMS_MAX {
            return Err(Refusal::BadDefinition("sums"));
        }
        let fits = indicator.retired || self.indicator_misfits(indicator).is_empty();
        if fits { Ok(()) } else { Err(Refusal::BadDefinition("formula")) }
    }

    /// Everything in an indicator that does not fit the registers and parameters of this taskbook.
    pub fn indicator_misfits(&self, indicator: &Indicator) -> Vec<(Place, Misfit)> {
        let columns = |id: &str| self.register(id).and_then(Register::counted_kinds);
        indicator.misfits(columns, &self.known_parameters(), &self.known_domains())
    }

    /// The devices that wrote last what a definition would write, where it stands already.
    pub fn definers(&mut self, command: &Command) -> Vec<DeviceId> {
        let of = |kind: &str, id: &str| (Table::Definitions, vec![format!("{kind}/{id}")]);
        let (table, keys) = match command {
            Command::Define(Definition::Register(one)) => of("register", &one.id),
            Command::Define(Definition::Indicator(one)) => of("indicator", &one.id),
            Command::Define(Definition::Submission(one)) => of("submission", &one.id),
            Command::Define(Definition::Scheme(one)) => of("scheme", &one.id),
            Command::Define(Definition::Reward(one)) => of("reward", &one.id),
            Command::Define(Definition::Guide(one)) => of("guide", &one.id),
            Command::Define(Definition::Domain(one)) => {
                let keys = ["name", "order", RETIRED].map(|field| domain_key(one.id, field));
                (Table::Definitions, keys.to_vec())
            }
            Command::DefineWorkItem(item) => {
                let keys = ["name", "domain", "requirement", "evidence", RETIRED]
                    .map(|field| format!("{}/{field}", item.code));
                (Table::WorkItems, keys.to_vec())
            }
            _ => return Vec::new(),
        };
        let place = DocId::taskbook(self.year());
        let Some(document) = self.document_mut(&place) else { return Vec::new() };
        keys.iter().filter_map(|key| Cell::read(document, table, key).device()).collect()
    }

    /// The parameters that formulas may name, whether they have a value or not.
    pub(crate) fn known_parameters(&self) -> Vec<String> {
        self.parameter_names().map(|one| one.id.clone()).collect()
    }

    pub(super) fn write_definition(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        kind: &str,
        id: &str,
        what: &impl Serialize,
    ) -> Result<Written, Refusal> {
        let text = serde_json::to_string(what).map_err(|_| Refusal::BadDefinition("json"))?;
        self.write(who, moment.now, &DocId::taskbook(self.year()), |pen| {
            pen.cell(Table::Definitions, &format!("{kind}/{id}"), text.as_str())
        })
    }
}

/// That nothing of a scheme or a reward does not fit.
fn fits(flaws: &[Placed]) -> Result<(), Refusal> {
    if flaws.is_empty() { Ok(()) } else { Err(Refusal::BadDefinition("points")) }
}

fn is_name(id: &str) -> Result<(), Refusal> {
    let fits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if fits { Ok(()) } else { Err(Refusal::BadDefinition("id")) }
}
