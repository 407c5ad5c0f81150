//! Whether an indicator tells of verified results, and of those who are scored.

use super::{Flaw, Known, Placed, Section, of_use};
use crate::{
    indicator::{BuiltIn, Indicator, Source},
    org::{OrgKind, Tier},
};

/// That there is such an indicator, of verified results, and of these organisations.
pub(super) fn of_indicator(
    at: Section,
    key: &'static str,
    id: &str,
    kinds: &[OrgKind],
    known: &Known<'_>,
) -> Vec<Placed> {
    let Some(indicator) = (known.indicator)(id) else {
        // A name that tells of use is that mistake, not a slip of the pen.
        let flaw = of_use(id).map_or_else(|| Flaw::UnknownIndicator(id.to_owned()), |word| Flaw::Use(word.to_owned()));
        return vec![(at, key, flaw)];
    };
    let used = use_in(indicator, known).map(Flaw::Use);
    let own_word = unverified(indicator, known);
    let untold = kinds.iter().copied().find(|kind| !tells_of(indicator, *kind, known)).map(Flaw::NotOf);
    used.into_iter().chain(own_word.or(untold)).map(|flaw| (at, key, flaw)).collect()
}

/// What in an indicator is a branch's own word. What the ledger knows of items, cases and submissions carries verdicts,
/// or the day of the record itself, but for the progress that a branch states and the measures that it writes; a
/// register of a township or the county tells of branches by another's hand.
fn unverified(indicator: &Indicator, known: &Known<'_>) -> Option<Flaw> {
    indicator.sums.iter().find_map(|sum| match Source::of(&sum.source) {
        Source::Register(id) => {
            let own = (known.register)(id).is_some_and(|register| register.keeper == Tier::Branch);
            own.then(|| Flaw::Unverified { sum: sum.name.clone(), register: id.to_owned() })
        }
        Source::BuiltIn(BuiltIn::Items) => {
            let stated = [&sum.filter, &sum.value].into_iter().any(|expr| expr.columns().contains(&STATED));
            stated.then(|| Flaw::OwnWord { sum: sum.name.clone(), column: STATED.to_owned() })
        }
        // What somebody signed is not what was verified.
        Source::BuiltIn(BuiltIn::Deeds) => {
            Some(Flaw::Unverified { sum: sum.name.clone(), register: BuiltIn::Deeds.word().to_owned() })
        }
        // What a measure says is the branch's own plan.
        Source::BuiltIn(BuiltIn::Measures) => {
            Some(Flaw::OwnWord { sum: sum.name.clone(), column: COMPLETE.to_owned() })
        }
        Source::BuiltIn(BuiltIn::Cases | BuiltIn::Submissions | BuiltIn::SealedCounts) => None,
    })
}

/// The word by which an indicator would tell of the use of the app: in its names, in those of its sums, or in those of
/// the registers and columns that it reads.
fn use_in(indicator: &Indicator, known: &Known<'_>) -> Option<String> {
    let mut names = vec![indicator.id.as_str(), &indicator.name, &indicator.words];
    for sum in &indicator.sums {
        names.extend([sum.id.as_str(), &sum.name]);
        let Source::Register(id) = Source::of(&sum.source) else { continue };
        let register = (known.register)(id);
        names.push(id);
        names.extend(register.map(|register| register.name.as_str()));
        for column in sum.filter.columns().into_iter().chain(sum.value.columns()).chain(sum.day.as_deref()) {
            names.push(column);
            names.extend(register.and_then(|register| register.column(column)).map(|column| column.name.as_str()));
        }
    }
    names.into_iter().find_map(of_use).map(str::to_owned)
}

/// The column of items that a branch states.
const STATED: &str = "progress";
/// The column of measures that a branch fills in.
const COMPLETE: &str = "complete";

/// Whether an organisation of this kind has a value of its own.
fn tells_of(indicator: &Indicator, kind: OrgKind, known: &Known<'_>) -> bool {
    let named = indicator.kinds.is_empty() || indicator.kinds.contains(&kind);
    let tells = |source: Source<'_>| match source {
        Source::Register(id) => (known.register)(id).is_none_or(|register| register.is_kept_by(kind)),
        Source::BuiltIn(BuiltIn::Submissions) => kind.tier() != Tier::County,
        Source::BuiltIn(
            BuiltIn::Items | BuiltIn::Cases | BuiltIn::Measures | BuiltIn::SealedCounts | BuiltIn::Deeds,
        ) => kind.tier() == Tier::Branch,
    };
    named && indicator.sums.iter().any(|sum| tells(Source::of(&sum.source)))
}
