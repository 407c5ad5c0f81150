//! Words that are alike across branches.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::BuildHasher,
};

use super::{
    Thresholds,
    finding::{Likeness, Part},
    look,
    side_by_side::side_by_side,
};
use crate::{
    ids::{ItemKey, OrgId},
    ledger::Ledger,
    record::{EntryKind, Field},
    similar::{Mixed, Names, Shingles, Text, pairs, passages},
};

/// Somebody's words, and where they stand.
#[derive(Debug, Clone, Copy)]
struct Words<'a> {
    key: &'a ItemKey,
    part: Part,
    text: &'a str,
}

/// The words of another branch that are most alike.
#[derive(Debug, Clone, Copy)]
struct Closest<'a> {
    here: Words<'a>,
    there: Words<'a>,
    percent: u8,
    branches: usize,
}

/// For the branches looked at, which of their words are alike to another branch's.
pub(super) struct Copies<'t, 'a> {
    names: &'t Names,
    found: HashMap<&'a ItemKey, Vec<Closest<'a>>>,
}

impl<'t, 'a> Copies<'t, 'a> {
    /// Compares the words of `branches` with those of every branch at hand: measures with measures, progress with
    /// progress.
    pub(super) fn among(
        ledger: &'a Ledger,
        branches: &BTreeSet<&OrgId>,
        names: &'t Names,
        limits: &Thresholds,
    ) -> Self {
        let closest = |all: &mut dyn Iterator<Item = Words<'a>>| {
            Pool::new(all, names, limits).closest(branches, limits.similarity_max)
        };
        let (of_measures, of_progress) =
            side_by_side(|| closest(&mut measures(ledger)), &|| closest(&mut progress(ledger)));
        let mut found: HashMap<&ItemKey, Vec<Closest<'_>>> = HashMap::new();
        for closest in of_measures.into_iter().chain(of_progress) {
            found.entry(closest.here.key).or_default().push(closest);
        }
        Self { names, found }
    }

    /// The measure of an item, and the most copied of its entries: at most one of each.
    pub(super) fn of(&self, key: &ItemKey) -> impl Iterator<Item = Likeness> {
        let all = self.found.get(key).map_or(&[][..], Vec::as_slice);
        let measure = all.iter().find(|one| one.here.part == Part::Measure);
        let entries = all.iter().filter(|one| one.here.part != Part::Measure);
        let entry = entries.min_by_key(|one| (std::cmp::Reverse(one.percent), one.here.part));
        measure.into_iter().chain(entry).map(|closest| self.likeness(closest))
    }

    fn likeness(&self, closest: &Closest<'_>) -> Likeness {
        let neutral = |words: &Words<'_>| Text::new(words.text, self.names);
        Likeness {
            here: closest.here.part,
            other: closest.there.key.clone(),
            there: closest.there.part,
            percent: closest.percent,
            passages: passages(&neutral(&closest.here), &neutral(&closest.there)),
            branches: closest.branches,
        }
    }
}

fn measures(ledger: &Ledger) -> impl Iterator<Item = Words<'_>> {
    ledger
        .rows
        .work_cells
        .iter()
        .filter_map(|(key, cells)| Some(Words { key, part: Part::Measure, text: look::text(cells, Field::Measure)? }))
}

fn progress(ledger: &Ledger) -> impl Iterator<Item = Words<'_>> {
    let told = ledger.rows.entries.iter().flat_map(|(key, entries)| entries.values().map(move |entry| (key, entry)));
    told.filter(|(_, entry)| entry.kind == EntryKind::Progress).map(|(key, entry)| Words {
        key,
        part: Part::Progress(entry.id),
        text: &entry.text,
    })
}

/// Words of one kind, grouped.
struct Pool<'a>(Vec<Held<'a>>);

/// A text, and everybody who has it: words that are equal but for what does not count are one text.
struct Held<'a> {
    text: Shingles,
    /// In the order of their keys.
    holders: Vec<Words<'a>>,
}

impl<'a> Pool<'a> {
    /// The words that are long enough; `all` must come in the order of their keys.
    fn new(all: impl Iterator<Item = Words<'a>>, names: &Names, limits: &Thresholds) -> Self {
        let mut places: HashMap<u64, usize, Mixed> = HashMap::default();
        let mut pool: Vec<Held<'_>> = Vec::new();
        for words in all {
            // Neutrality only shortens, so that most of what is too short need not be looked at.
            if words.text.chars().nth(limits.copied_chars_min.saturating_sub(1)).is_none() {
                continue;
            }
            let text = Text::new(words.text, names);
            if text.len() < limits.copied_chars_min {
                continue;
            }
            let text = text.shingles();
            // Another text may have the same hash; then the next number is its place.
            let mut hash = Mixed::default().hash_one(&text);
            while places.get(&hash).and_then(|place| pool.get(*place)).is_some_and(|held| held.text != text) {
                hash = hash.wrapping_add(1);
            }
            let place = *places.entry(hash).or_insert(pool.len());
            match pool.get_mut(place) {
                Some(held) => held.holders.push(words),
                None => pool.push(Held { text, holders: vec![words] }),
            }
        }
        Self(pool)
    }

    /// For the words of `branches` the closest of another branch, where there are any above `limit` percent.
    fn closest(&self, branches: &BTreeSet<&OrgId>, limit: u8) -> Vec<Closest<'a>> {
        let is_asked = |words: &&Words<'_>| branches.contains(&words.key.branch);
        let asked: Vec<bool> = self.0.iter().map(|held| held.holders.iter().any(|one| is_asked(&one))).collect();
        let is_text_asked = |text: usize| asked.get(text).is_some_and(|asked| *asked);
        let texts: Vec<_> = self.0.iter().map(|held| &held.text).collect();
        let mut matches: BTreeMap<usize, Vec<Match<'_, 'a>>> = BTreeMap::new();
        let mut add = |text: usize, percent, other: usize| {
            if let (true, Some(other)) = (is_text_asked(text), self.0.get(other)) {
                matches.entry(text).or_default().push(Match { percent, holders: &other.holders });
            }
        };
        for pair in pairs(&texts, is_text_asked, limit) {
            add(pair.first, pair.percent, pair.second);
            add(pair.second, pair.percent, pair.first);
        }
        for (text, _) in self.0.iter().enumerate().filter(|(_, held)| held.holders.len() > 1) {
            add(text, 100, text);
        }
        let mut closest = Vec::new();
        for (text, mut matches) in matches {
            let Some(held) = self.0.get(text) else { continue };
            matches.sort_by_key(|one| std::cmp::Reverse(one.percent));
            let holding: BTreeSet<&OrgId> =
                matches.iter().flat_map(|one| one.holders).map(|one| &one.key.branch).collect();
            for here in held.holders.iter().filter(is_asked) {
                let branches = holding.len() - usize::from(holding.contains(&here.key.branch));
                let found = other_than(&here.key.branch, &matches);
                closest.extend(found.map(|(there, percent)| Closest { here: *here, there, percent, branches }));
            }
        }
        closest
    }
}

/// A text that is alike, with everybody who has it.
#[derive(Debug, Clone, Copy)]
struct Match<'p, 'a> {
    percent: u8,
    holders: &'p [Words<'a>],
}

/// The most alike words of another branch; of several that are equally alike those with the first key.
fn other_than<'a>(branch: &OrgId, matches: &[Match<'_, 'a>]) -> Option<(Words<'a>, u8)> {
    for equally in matches.chunk_by(|a, b| a.percent == b.percent) {
        let elsewhere = equally.iter().filter_map(|one| one.holders.iter().find(|holder| holder.key.branch != *branch));
        if let Some(there) = elsewhere.min_by_key(|words| (words.key, words.part)) {
            return Some((*there, equally.first()?.percent));
        }
    }
    None
}
