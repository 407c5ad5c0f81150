//! Places written in few bytes: most names share how they begin or end with the one before, and most epochs are the same.

use serde::{Deserialize, Serialize};

use super::{DocName, DocPlace, MAX_ITEMS};
use crate::Place;

/// Some places, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefPlaces(Vec<BriefPlace>);

/// A place, told from the one before; the first from an empty name and epoch 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct BriefPlace {
    /// How many bytes of the name before it begins with.
    head: u8,
    /// How many it ends with.
    tail: u8,
    /// What stands between.
    middle: String,
    /// Its epoch, if it is another one.
    epoch: Option<u64>,
    seq: u64,
}

impl BriefPlaces {
    /// These places, written briefly.
    pub fn new(places: &[DocPlace]) -> Self {
        let (mut before, mut epoch) = ("", 0);
        let brief = places.iter().map(|DocPlace { doc, place }| {
            let brief = BriefPlace::new(before, doc.as_str(), (place.epoch != epoch).then_some(place.epoch), place.seq);
            (before, epoch) = (doc.as_str(), place.epoch);
            brief
        });
        Self(brief.collect())
    }

    /// The places themselves; `None` if they are none, or more than [`MAX_ITEMS`].
    pub fn places(self) -> Option<Vec<DocPlace>> {
        if self.0.len() > MAX_ITEMS {
            return None;
        }
        let (mut before, mut epoch) = (String::new(), 0);
        let place = |brief: BriefPlace| {
            let name = brief.name(&before)?;
            epoch = brief.epoch.unwrap_or(epoch);
            before.clone_from(&name);
            Some(DocPlace { doc: DocName::new(name).ok()?, place: Place { epoch, seq: brief.seq } })
        };
        self.0.into_iter().map(place).collect()
    }
}

impl BriefPlace {
    fn new(before: &str, name: &str, epoch: Option<u64>, seq: u64) -> Self {
        let head = alike(before.bytes(), name.bytes());
        let rest = name.get(head..).unwrap_or_default();
        let tail = alike(before.bytes().skip(head).rev(), rest.bytes().rev());
        let middle = rest.get(..rest.len() - tail).unwrap_or_default().to_owned();
        let short = |count| u8::try_from(count).unwrap_or_default();
        Self { head: short(head), tail: short(tail), middle, epoch, seq }
    }

    fn name(&self, before: &str) -> Option<String> {
        let head = before.get(..self.head.into())?;
        let tail = before.get(before.len().checked_sub(self.tail.into())?..)?;
        Some([head, &self.middle, tail].concat())
    }
}

/// How long two begin alike.
fn alike(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::wire::{decode, encode};

    fn at(doc: &str, epoch: u64, seq: u64) -> DocPlace {
        DocPlace { doc: DocName::new(doc).unwrap(), place: Place { epoch, seq } }
    }

    #[test]
    fn the_documents_of_a_branch_take_half() {
        let names = ["branch/", "county-review/", "review/"].map(|kind| format!("{kind}t01-v01/2026"));
        let names =
            names.iter().map(String::as_str).chain(["taskbook/2026", "township/county/2026", "township/t01/2026"]);
        let places: Vec<_> = names.map(|name| at(name, u64::from(u32::MAX), 5000)).collect();
        let brief = encode(&BriefPlaces::new(&places)).unwrap();
        assert!(brief.len() * 2 < encode(&places).unwrap().len(), "{} bytes", brief.len());
        assert_eq!(decode::<BriefPlaces>(&brief).unwrap().places(), Some(places));
    }

    #[test]
    fn what_leans_on_nothing_is_none() {
        let brief = |head, tail, middle: &str| {
            BriefPlaces(vec![BriefPlace { head, tail, middle: middle.into(), epoch: None, seq: 0 }])
        };
        assert_eq!(brief(0, 0, "a").places(), Some(vec![at("a", 0, 0)]));
        for wrong in [brief(1, 0, "a"), brief(0, 1, "a"), brief(0, 0, ""), brief(0, 0, "A")] {
            assert_eq!(wrong.places(), None);
        }
        let many = BriefPlaces(vec![brief(0, 0, "a").0.remove(0); MAX_ITEMS + 1]);
        assert_eq!(many.places(), None);
    }

    proptest! {
        #[test]
        fn any_places_come_back(places in prop::collection::vec(("[ab/]{1,96}", 0..3_u64, any::<u64>()), 0..20)) {
            let places: Vec<_> = places.iter().map(|(doc, epoch, seq)| at(doc, *epoch, *seq)).collect();
            prop_assert_eq!(BriefPlaces::new(&places).places(), Some(places));
        }
    }
}
