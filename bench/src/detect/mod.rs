//! The detectors over a whole county, native, beside comparing all pairs.

mod county;
pub mod wording;

use std::{collections::BTreeMap, hint::black_box};

use taizhang_ledger::{
    Ledger, Rule,
    detect::{findings, findings_of},
    similar::{Names, Shingles, Text, pairs},
};

use crate::{failure::Failure, timing::median};
use county::Drawn;
pub use county::{Size, draw};

/// A county as large as real ones are.
const FULL: Size = Size { townships: 25, branches: 40, items: 60 };
/// To see that it works.
const SMALL: Size = Size { townships: 2, branches: 5, items: 12 };
/// Likenesses above this, in percent.
const ABOVE: u8 = 85;
/// As many texts as all pairs are compared of.
const NAIVE: usize = 2_400;

/// Draws a county, looks for everything in it, and gives the table of what that took.
///
/// # Errors
/// What the ledger refuses; or that the index and all pairs disagree.
pub fn run(small: bool, runs: u32) -> Result<String, Failure> {
    let size = if small { SMALL } else { FULL };
    let drawn = county::draw(size)?;
    let Drawn { ledger, branches, today } = &drawn;
    let mut found = Vec::new();
    let all = median(runs, || found = findings(ledger, branches, *today));
    let one = branches.first().ok_or("no branch")?;
    let branch = median(runs, || drop(black_box(findings_of(ledger, one, *today))));

    let alone = county::draw(Size { townships: 1, branches: 1, ..size })?;
    let alone = median(runs, || drop(black_box(findings(&alone.ledger, &alone.branches, alone.today))));

    let texts = measures(&drawn);
    let texts: Vec<&Shingles> = texts.iter().take(NAIVE).collect();
    let (mut found_pairs, mut naive_pairs) = (0, 0);
    let index = median(runs, || found_pairs = pairs(&texts, |_| true, ABOVE).len());
    let naive = median(runs, || naive_pairs = by_all_pairs(&texts));
    if found_pairs != naive_pairs {
        return Err(format!("the index finds {found_pairs} pairs, comparing all of them {naive_pairs}").into());
    }
    let mut tally: BTreeMap<Rule, usize> = BTreeMap::new();
    for one in &found {
        *tally.entry(one.rule).or_default() += 1;
    }
    let items = branches.len() * usize::try_from(size.items)?;
    let tally: Vec<_> = tally.iter().map(|(rule, count)| format!("{} {count}", rule.word())).collect();
    Ok(format!(
        "| what | median ms |\n|---|--:|\n\
         | all detectors, {} branches, {items} items | {all:.1} |\n\
         | all detectors, one branch among them | {branch:.1} |\n\
         | all detectors, one branch alone, {} items | {alone:.1} |\n\
         | likenesses of {} measures, index | {index:.1} |\n\
         | likenesses of {} measures, all pairs | {naive:.1} |\n\n\
         found: {}; likenesses: {found_pairs}",
        branches.len(),
        size.items,
        texts.len(),
        texts.len(),
        tally.join(", "),
    ))
}

/// The measures of the county, branch by branch, as what is compared of them.
fn measures(drawn: &Drawn) -> Vec<Shingles> {
    let ledger: &Ledger = &drawn.ledger;
    let names = Names::new(ledger.orgs().iter().map(|org| org.name.as_str()));
    let items = drawn.branches.iter().flat_map(|branch| ledger.items(branch)).filter_map(|item| ledger.item(&item.key));
    let texts = items.map(|item| Text::new(&item.measure, &names)).filter(|text| text.len() >= 20);
    texts.map(|text| text.shingles()).collect()
}

fn by_all_pairs(texts: &[&Shingles]) -> usize {
    let alike = |(number, text): (usize, &&Shingles)| {
        texts.iter().take(number).filter(|other| text.percent(other) > ABOVE).count()
    };
    texts.iter().enumerate().map(alike).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// What is drawn has something for every detector on tasks, or the times would say little.
    #[test]
    fn every_detector_finds_something() {
        let drawn = county::draw(SMALL).unwrap();
        let found = findings(&drawn.ledger, &drawn.branches, drawn.today);
        let rules: std::collections::BTreeSet<Rule> = found.iter().map(|one| one.rule).collect();
        let expected = [
            Rule::UnclearMeasure,
            Rule::CopiedContent,
            Rule::PassThroughOnly,
            Rule::NotStarted,
            Rule::Stalled,
            Rule::ChaseNeeded,
        ];
        assert_eq!(rules.into_iter().collect::<Vec<_>>(), expected);
    }
}
