//! What is wrong with a register as it is written down, all of it at once, so that whoever writes it can put it right.

use std::collections::BTreeSet;

use super::{COLUMNS_MAX, Column, ColumnKind, Register};
use crate::{
    command::{TEXT_MAX, TITLE_MAX},
    expr::Misfit,
    indicator::BuiltIn,
    ledger::Ledger,
    org::OrgKind,
};

/// More places than any quantity of an office has; with them every number still fits into 64 bits.
const DECIMALS_MAX: u8 = 6;

/// A mistake, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The column's name in code; none when it is about the register itself.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: MistakeKind,
}

/// What is wrong with a register or a column of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MistakeKind {
    /// It has no name.
    NoName,
    /// It does not say why it is asked for.
    NoReason,
    /// A text is longer than this.
    TooLong(usize),
    /// Its name in code has other signs than letters, digits and `_`.
    BadId,
    /// Its name in code is one of the ledger's own.
    OwnId,
    /// There is no such work item.
    NoItem(String),
    /// A kind of organisation that is not of the keeper's tier.
    NotOfTier(OrgKind),
    /// It cannot be sealed, or counted, so.
    Seal,
    /// It has no columns.
    NoColumns,
    /// It has more columns than this.
    TooManyColumns(usize),
    /// The name in code stands twice, or was another column's once.
    Twice,
    /// The heading stands twice.
    SameName,
    /// There is nothing to choose from.
    NoChoices,
    /// A choice's name in code stands twice or has other signs than letters, digits and `_`.
    BadChoice(String),
    /// A choice has no name, or that of another.
    ChoiceName(String),
    /// The least value is greater than the greatest.
    Bounds,
    /// A count that may be less than nothing, or a text of no characters.
    NoBound,
    /// More decimal places than this.
    TooManyPlaces(u8),
    /// A rule that does not fit the columns, by its place.
    Rule(usize, Misfit),
    /// A rule that does not say what is missing, by its place.
    SilentRule(usize),
}

impl Register {
    /// Everything that is wrong with it; `parameters` are those that rules may name.
    pub fn mistakes(&self, parameters: &[String]) -> Vec<Mistake> {
        let mut all = Vec::new();
        let mut note = |kind: Option<MistakeKind>| all.extend(kind.map(|kind| Mistake { column: None, kind }));
        note(named(&self.name));
        note(if self.why.trim().is_empty() { Some(MistakeKind::NoReason) } else { too_long(&self.why, TEXT_MAX) });
        note((!is_name(&self.id)).then_some(MistakeKind::BadId));
        note(BuiltIn::from_word(&self.id).map(|_| MistakeKind::OwnId));
        let not_of_tier = |kind: &&OrgKind| **kind == OrgKind::Leader || kind.tier() != self.keeper;
        note(self.kinds.iter().find(not_of_tier).map(|kind| MistakeKind::NotOfTier(*kind)));
        note((!self.seals_right()).then_some(MistakeKind::Seal));
        note(self.columns.is_empty().then_some(MistakeKind::NoColumns));
        note((self.columns.len() > COLUMNS_MAX).then_some(MistakeKind::TooManyColumns(COLUMNS_MAX)));
        for (place, rule) in self.rules.iter().enumerate() {
            note(rule.say.trim().is_empty().then_some(MistakeKind::SilentRule(place)));
        }
        for (place, why) in self.misfits(parameters) {
            note(Some(MistakeKind::Rule(place, why)));
        }
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        for column in &self.columns {
            let taken = self.former.iter().any(|one| one.id == column.id) || !ids.insert(&column.id);
            let same = !names.insert(column.name.trim());
            let of_it = [
                named(&column.name),
                (!is_name(&column.id)).then_some(MistakeKind::BadId),
                taken.then_some(MistakeKind::Twice),
                same.then_some(MistakeKind::SameName),
                column.hint.as_deref().and_then(|hint| too_long(hint, TEXT_MAX)),
                column.bad_bounds(),
                (column.decimals > DECIMALS_MAX).then_some(MistakeKind::TooManyPlaces(DECIMALS_MAX)),
            ];
            let kinds = of_it.into_iter().flatten().chain(column.bad_choices());
            all.extend(kinds.map(|kind| Mistake { column: Some(column.id.clone()), kind }));
        }
        all
    }
}

impl Column {
    fn bad_bounds(&self) -> Option<MistakeKind> {
        match (self.kind, self.min, self.max) {
            (_, Some(min), Some(max)) if min > max => Some(MistakeKind::Bounds),
            (ColumnKind::Text, _, Some(max)) if max < 1 => Some(MistakeKind::NoBound),
            (ColumnKind::Count, Some(min), _) if min < 0 => Some(MistakeKind::NoBound),
            _ => None,
        }
    }

    fn bad_choices(&self) -> Vec<MistakeKind> {
        if self.kind != ColumnKind::Choice {
            return Vec::new();
        }
        if self.choices.is_empty() {
            return vec![MistakeKind::NoChoices];
        }
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut all = Vec::new();
        for choice in &self.choices {
            if !is_name(&choice.id) || !ids.insert(&choice.id) {
                all.push(MistakeKind::BadChoice(choice.id.clone()));
            }
            if choice.name.trim().is_empty() || !names.insert(choice.name.trim()) {
                all.push(MistakeKind::ChoiceName(choice.name.clone()));
            }
        }
        all
    }
}

impl Ledger {
    /// Everything that is wrong with a register that is to stand in this taskbook.
    pub fn register_mistakes(&self, register: &Register) -> Vec<Mistake> {
        let mut all = register.mistakes(&self.known_parameters());
        if self.work_items().all(|item| item.code != register.item) {
            all.push(Mistake { column: None, kind: MistakeKind::NoItem(register.item.clone()) });
        }
        all
    }
}

fn named(name: &str) -> Option<MistakeKind> {
    if name.trim().is_empty() { Some(MistakeKind::NoName) } else { too_long(name, TITLE_MAX) }
}

fn too_long(text: &str, max: usize) -> Option<MistakeKind> {
    (text.chars().count() > max).then_some(MistakeKind::TooLong(max))
}

fn is_name(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
