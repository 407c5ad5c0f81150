//! 停用: what the county withdraws from the taskbook. It stays there, so that what was written by it can be read, but is
//! not listed, asked for or reckoned any more, and can be taken up again. What others need is not withdrawn.

use crate::{command::Definition, ledger::Ledger, register::is_needed};

/// Something that needs what is to be retired, by its Chinese name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// The ledger itself, as for what is handed in.
    Ledger,
    /// An indicator with a sum over the register.
    Indicator(String),
    /// A submission with the register as one of its tables.
    Submission(String),
    /// A scheme with points or a veto by the indicator.
    Scheme(String),
    /// A reward by the indicator.
    Reward(String),
    /// A work item in the field of work, by its code and name.
    WorkItem(String),
}

impl Ledger {
    /// What in use needs a definition that is to be retired; nothing while it is not to be.
    pub fn still_needed(&self, definition: &Definition) -> Vec<Need> {
        match definition {
            Definition::Domain(one) if one.retired => {
                let items = self.work_items().filter(|item| !item.retired && item.domain == one.id);
                items.map(|item| Need::WorkItem(format!("{} {}", item.code, item.name))).collect()
            }
            Definition::Register(one) if one.retired => {
                let own = is_needed(&one.id).then_some(Need::Ledger);
                let mut indicators = self.indicators();
                indicators.retain(|indicator| indicator.sums.iter().any(|sum| sum.source == one.id));
                let indicators = indicators.into_iter().map(|indicator| Need::Indicator(indicator.name.clone()));
                let handed = self.submissions().filter(|submission| submission.tables.contains(&one.id));
                let handed = handed.map(|submission| Need::Submission(submission.name.clone()));
                own.into_iter().chain(indicators).chain(handed).collect()
            }
            Definition::Indicator(one) if one.retired => {
                let schemes = self.schemes().filter(|scheme| scheme.indicators().any(|id| id == one.id));
                let schemes = schemes.map(|scheme| Need::Scheme(scheme.name.clone()));
                let rewards = self.rewards().filter(|reward| reward.indicator == one.id);
                schemes.chain(rewards.map(|reward| Need::Reward(reward.name.clone()))).collect()
            }
            _ => Vec::new(),
        }
    }
}
