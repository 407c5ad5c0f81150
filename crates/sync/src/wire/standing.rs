//! What a `WelcomeBack` says of the documents that the `Hello` named, without naming them again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{DocGrant, DocPlace};
use crate::{DocName, Place};

/// How one document of a connection's first `Hello` stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It is not for this post.
    NotGranted,
    /// The hub's log of it stands just where the tablet said.
    Level {
        /// Whether the post may write it.
        writable: bool,
    },
    /// It stands elsewhere.
    At {
        /// Where.
        place: Place,
        /// Whether the post may write it.
        writable: bool,
    },
}

/// Splits grants into the standings of what a `Hello` named, in its order, and the grants that it did not name.
pub(crate) fn standings<'a>(
    named: &[DocPlace],
    grant: impl Fn(&DocName) -> Option<(Place, bool)>,
    granted: impl Iterator<Item = &'a DocName>,
) -> (Vec<Standing>, Vec<DocGrant>) {
    let standing = |named: &DocPlace| match grant(&named.doc) {
        None => Standing::NotGranted,
        Some((place, writable)) if place == named.place => Standing::Level { writable },
        Some((place, writable)) => Standing::At { place, writable },
    };
    let all: BTreeSet<_> = named.iter().map(|named| &named.doc).collect();
    let other = |doc: &DocName| {
        let (place, writable) = grant(doc)?;
        Some(DocGrant { doc: doc.clone(), place, writable })
    };
    (named.iter().map(standing).collect(), granted.filter(|doc| !all.contains(doc)).filter_map(other).collect())
}

/// All grants that a `WelcomeBack` tells of, given the `Hello` that it answers; `None` if it answers another one.
pub fn grants(named: Vec<DocPlace>, standings: &[Standing], others: Vec<DocGrant>) -> Option<Vec<DocGrant>> {
    if named.len() != standings.len() {
        return None;
    }
    let grant = |(named, standing): (DocPlace, &Standing)| match *standing {
        Standing::NotGranted => None,
        Standing::Level { writable } => Some(DocGrant { doc: named.doc, place: named.place, writable }),
        Standing::At { place, writable } => Some(DocGrant { doc: named.doc, place, writable }),
    };
    Some(named.into_iter().zip(standings).filter_map(grant).chain(others).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn doc(name: &str) -> DocName {
        DocName::new(name).unwrap()
    }

    #[test]
    fn what_is_split_comes_together_again() {
        let place = |seq| Place { epoch: 3, seq };
        let named = vec![
            DocPlace { doc: doc("level"), place: place(5) },
            DocPlace { doc: doc("gone"), place: place(1) },
            DocPlace { doc: doc("grown"), place: place(2) },
        ];
        let granted = [(doc("grown"), place(9), true), (doc("level"), place(5), false), (doc("new"), place(1), true)];
        let grant = |doc: &DocName| {
            granted.iter().find(|(name, ..)| name == doc).map(|(_, place, writable)| (*place, *writable))
        };
        let (standings, others) = standings(&named, grant, granted.iter().map(|(name, ..)| name));
        assert_eq!(
            standings,
            [
                Standing::Level { writable: false },
                Standing::NotGranted,
                Standing::At { place: place(9), writable: true }
            ]
        );
        assert_eq!(others.len(), 1);

        let mut again = grants(named, &standings, others).unwrap();
        again.sort_by(|one, other| one.doc.cmp(&other.doc));
        let expected = granted.map(|(doc, place, writable)| DocGrant { doc, place, writable });
        assert_eq!(again, expected);
        assert_eq!(grants(Vec::new(), &standings, Vec::new()), None);
    }
}
