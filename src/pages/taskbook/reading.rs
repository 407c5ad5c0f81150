//! What was written of an indicator, a submission, a scheme or a reward: read, held against the taskbook, and told what it
//! would do.

use chrono::NaiveDate;
use taizhang_ledger::{Definition, Ledger, OrgId};
use taizhang_notation::definition::{AsText, from_text, to_text};

use super::{
    effect::{becomes, dues_become, gives, pays},
    register::NEW,
    templates,
};
use crate::text::{definitions as words, templates as new, withdrawn};

/// What is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Indicator,
    Submission,
    Scheme,
    Reward,
}

impl Kind {
    /// By its word in addresses.
    pub(super) fn of(address: &str) -> Option<Self> {
        match address {
            "indicators" => Some(Self::Indicator),
            "submissions" => Some(Self::Submission),
            "schemes" => Some(Self::Scheme),
            "rewards" => Some(Self::Reward),
            _ => None,
        }
    }

    /// Its word where drafts are kept.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Indicator => "indicator",
            Self::Submission => "submission",
            Self::Scheme => "scheme",
            Self::Reward => "reward",
        }
    }

    /// What stands in the taskbook under a name in code.
    pub(super) fn standing(self, ledger: &Ledger, id: &str) -> Option<Definition> {
        Some(match self {
            Self::Indicator => Definition::Indicator(Box::new(ledger.indicator(id)?.clone())),
            Self::Submission => Definition::Submission(ledger.submission(id)?.clone()),
            Self::Scheme => Definition::Scheme(Box::new(ledger.scheme(id)?.clone())),
            Self::Reward => Definition::Reward(Box::new(ledger.reward(id)?.clone())),
        })
    }

    /// What a new one begins with, where there is such a thing.
    pub(super) fn template(self, ledger: &Ledger, now: i64) -> Option<Definition> {
        match self {
            Self::Indicator => templates::indicator(ledger, now).map(|one| Definition::Indicator(Box::new(one))),
            Self::Submission => templates::submission(ledger, now).map(Definition::Submission),
            Self::Scheme => templates::scheme(ledger, now).map(|one| Definition::Scheme(Box::new(one))),
            Self::Reward => templates::reward(ledger, now).map(|one| Definition::Reward(Box::new(one))),
        }
    }

    /// How it is written, line by line.
    pub(super) fn how(self) -> Vec<String> {
        match self {
            Self::Indicator => new::INDICATOR_HOW.iter().map(|line| (*line).to_owned()).collect(),
            Self::Submission => new::submission_how(),
            Self::Scheme => new::SCHEME_HOW.iter().map(|line| (*line).to_owned()).collect(),
            Self::Reward => new::REWARD_HOW.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    /// The heading of a new one, and what is said where nothing can be begun with.
    pub(super) const fn begun(self) -> (&'static str, &'static str) {
        match self {
            Self::Indicator => (new::NEW_INDICATOR, new::NO_REGISTER),
            Self::Submission => (new::NEW_SUBMISSION, new::NO_REGISTER),
            Self::Scheme => (new::NEW_SCHEME, new::NO_SCHEME),
            Self::Reward => (new::NEW_REWARD, new::NO_REWARD),
        }
    }

    fn parse(self, typed: &str) -> Result<Definition, Vec<String>> {
        Ok(match self {
            Self::Indicator => Definition::Indicator(Box::new(parsed(typed)?)),
            Self::Submission => Definition::Submission(parsed(typed)?),
            Self::Scheme => Definition::Scheme(Box::new(parsed(typed)?)),
            Self::Reward => Definition::Reward(Box::new(parsed(typed)?)),
        })
    }

    /// What was typed, withdrawn or taken up again.
    ///
    /// # Errors
    /// Everything that is wrong with what was typed.
    pub(super) fn with_retired(self, typed: &str, retired: bool) -> Result<String, Vec<String>> {
        let mut definition = self.parse(typed)?;
        match &mut definition {
            Definition::Indicator(one) => one.retired = retired,
            Definition::Submission(one) => one.retired = retired,
            Definition::Scheme(one) => one.retired = retired,
            Definition::Reward(one) => one.retired = retired,
            _ => {}
        }
        Ok(text_of(&definition))
    }
}

fn parsed<T: AsText>(typed: &str) -> Result<T, Vec<String>> {
    from_text(typed).map_err(|mistakes| mistakes.iter().map(words::text_mistake).collect())
}

/// A definition as text; nothing of what is not edited so.
pub(super) fn text_of(one: &Definition) -> String {
    match one {
        Definition::Indicator(one) => to_text(&**one),
        Definition::Submission(one) => to_text(one),
        Definition::Scheme(one) => to_text(&**one),
        Definition::Reward(one) => to_text(&**one),
        _ => String::new(),
    }
}

/// Its name in code, its Chinese name, and whether it is withdrawn.
pub(super) fn about(one: &Definition) -> (&str, &str, bool) {
    match one {
        Definition::Indicator(one) => (&one.id, &one.name, one.retired),
        Definition::Submission(one) => (&one.id, &one.name, one.retired),
        Definition::Scheme(one) => (&one.id, &one.name, one.retired),
        Definition::Reward(one) => (&one.id, &one.name, one.retired),
        _ => ("", "", false),
    }
}

/// What was written, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) definition: Definition,
    pub(super) effect: Vec<String>,
}

/// Reads what was written at an address: `id` is the name in code there, or [`NEW`].
///
/// # Errors
/// Everything that stands in the way of publishing it.
pub(super) fn read(
    ledger: &Ledger,
    (kind, id): (Kind, &str),
    typed: &str,
    own: &OrgId,
    today: NaiveDate,
) -> Result<Read, Vec<String>> {
    let definition = kind.parse(typed)?;
    let (written, name, retired) = about(&definition);
    let mut wrong = Vec::new();
    // What has another name in code is another one, and takes nobody's place.
    if written != id && kind.standing(ledger, written).is_some() {
        wrong.push(new::taken(written));
    }
    if id == NEW && new::NAMES.contains(&name) {
        wrong.push(new::NAME_FIRST.to_owned());
    }
    wrong.extend(ledger.still_needed(&definition).iter().map(withdrawn::need));
    if !retired {
        wrong.extend(misfits(ledger, &definition));
    }
    if let Definition::Scheme(one) = &definition {
        wrong.extend(ledger.entries_without(one).iter().map(words::part_stands));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let was_retired = kind.standing(ledger, written).is_some_and(|stands| about(&stands).2);
    let mut effect = effect(ledger, &definition, own, today);
    if was_retired && !retired {
        effect.insert(0, withdrawn::RESTORED.to_owned());
    }
    Ok(Read { definition, effect })
}

/// What does not fit the taskbook.
fn misfits(ledger: &Ledger, definition: &Definition) -> Vec<String> {
    match definition {
        Definition::Indicator(one) => {
            let mut wrong: Vec<String> =
                ledger.indicator_misfits(one).iter().map(|misfit| words::indicator_misfit(one, misfit)).collect();
            wrong.extend(ledger.points_without(one).iter().map(|(name, why)| words::points_break(name, why)));
            wrong
        }
        Definition::Submission(one) => ledger.submission_flaws(one).iter().map(words::submission_flaw).collect(),
        Definition::Scheme(one) => ledger.scheme_flaws(one).iter().map(words::placed).collect(),
        Definition::Reward(one) => ledger.reward_flaws(one).iter().map(words::placed).collect(),
        _ => Vec::new(),
    }
}

fn effect(ledger: &Ledger, definition: &Definition, own: &OrgId, today: NaiveDate) -> Vec<String> {
    match definition {
        Definition::Indicator(one) if one.retired => vec![withdrawn::INDICATOR.to_owned()],
        Definition::Indicator(one) => becomes(ledger, one, own, today),
        Definition::Submission(one) => {
            let told = one.retired.then(|| withdrawn::SUBMISSION.to_owned());
            told.into_iter().chain(dues_become(ledger, one, own, today)).collect()
        }
        Definition::Scheme(one) if one.retired => vec![withdrawn::SCHEME.to_owned()],
        Definition::Scheme(one) => pays(ledger, one, own, today),
        Definition::Reward(one) if one.retired => vec![withdrawn::REWARD.to_owned()],
        Definition::Reward(one) => gives(ledger, one, own, today),
        _ => Vec::new(),
    }
}
