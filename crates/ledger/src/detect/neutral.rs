//! What does not count when the words of two branches are compared: their names, and their people's.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use super::look;
use crate::{
    ledger::Ledger,
    org::{OrgTree, Organisation},
    record::Field,
    similar::{Mixed, Names, Shingles, Text},
};

/// Compares texts with requirements, each of which is made neutral once: it is compared with the measure of every branch
/// that has it.
pub(super) struct Texts<'t, 'a> {
    names: &'t Names,
    known: RefCell<HashMap<&'a str, Shingles, Mixed>>,
}

impl<'t, 'a> Texts<'t, 'a> {
    /// None is known yet.
    pub(super) fn new(names: &'t Names) -> Self {
        Self { names, known: RefCell::default() }
    }

    /// How alike a text and a requirement are, 0 to 100.
    pub(super) fn percent(&self, text: &str, requirement: &'a str) -> u8 {
        let shingles = |text: &str| Text::new(text, self.names).shingles();
        let mut known = self.known.borrow_mut();
        known.entry(requirement).or_insert_with(|| shingles(requirement)).percent(&shingles(text))
    }
}

/// The organ of the Party that a name ends with, longest first.
const ORGANS: [&str; 5] = ["党总支", "党支部", "党工委", "党委", "工委"];
/// The kind of place that a name ends with.
const PLACES: [&str; 5] = ["社区", "街道", "村", "镇", "乡"];
/// A person's name has at most so many characters; an owner of more is a description.
const NAME_MAX: usize = 4;

/// The names of all organisations, in full and as people shorten them, and of those who write or answer for something.
pub(super) fn names(ledger: &Ledger) -> Names {
    let orgs = ledger.orgs().iter().flat_map(|org| forms(ledger.orgs(), org));
    let writers = ledger.rows.authors.values().map(|author| author.person.as_str());
    let owners = ledger.rows.work_cells.values().filter_map(|cells| look::text(cells, Field::Owner));
    let people = writers.chain(owners).filter(|name| name.chars().nth(NAME_MAX).is_none());
    Names::new(orgs.chain(people).collect::<BTreeSet<_>>())
}

/// A name and what is left of it without the Party's organ, the place above and the kind of place:
/// 石桥镇上石村党支部, 石桥镇上石村, 上石村, 上石.
fn forms<'a>(orgs: &'a OrgTree, org: &'a Organisation) -> [&'a str; 4] {
    let unit = without_end(&org.name, &ORGANS);
    let above = org.parent.as_ref().and_then(|parent| orgs.get(parent));
    let local = above.and_then(|above| unit.strip_prefix(without_end(&above.name, &ORGANS))).unwrap_or(unit);
    [&org.name, unit, local, without_end(local, &PLACES)]
}

fn without_end<'a>(name: &'a str, ends: &[&str]) -> &'a str {
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::org::OrgKind;

    #[test]
    fn a_name_is_shortened_as_people_do() {
        let org = |id: &str, name: &str, kind, parent: Option<&str>| Organisation {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            kind,
            parent: parent.map(|id| id.parse().unwrap()),
            households: None,
        };
        let village = org("t01-v01", "石桥镇上石村党总支", OrgKind::Village, Some("t01"));
        let lost = org("v9", "桥头社区", OrgKind::Community, Some("nowhere"));
        let orgs: OrgTree =
            [org("t01", "石桥镇党委", OrgKind::Township, None), village.clone(), lost.clone()].into_iter().collect();
        assert_eq!(forms(&orgs, &village), ["石桥镇上石村党总支", "石桥镇上石村", "上石村", "上石"]);
        assert_eq!(forms(&orgs, &lost), ["桥头社区", "桥头社区", "桥头社区", "桥头"]);
    }
}
