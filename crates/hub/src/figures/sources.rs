//! Which documents an organisation's figures are read from.

use taizhang_ledger::{DocId, OrgId, OrgKind, OrgTree, Organisation, Tier};
use taizhang_sync::DocName;

use crate::policy::doc_name;

/// The documents of an organisation.
pub(super) struct Sources {
    pub(super) org: OrgId,
    /// With whose documents they are read: those of a township's branches together.
    pub(super) group: OrgId,
    /// The lists of those above it, but for what all organisations share ([`Base`](super::base::Base)).
    pub(super) lists: Vec<DocName>,
    /// Its own.
    pub(super) own: Vec<DocName>,
}

impl Sources {
    /// Those of `org`; a linked leader has none.
    pub(super) fn of(orgs: &OrgTree, org: &Organisation, year: u16) -> Option<Self> {
        if org.kind == OrgKind::Leader {
            return None;
        }
        // The county's list is among what all share.
        let below_county = |id: &&OrgId| orgs.get(id).is_some_and(|above| above.parent.is_some());
        let lists = orgs.upwards(&org.id).skip(1).filter(below_county).map(|above| DocId::township(above, year));
        let is_branch = org.kind.tier() == Tier::Branch;
        let own = if is_branch {
            let id = &org.id;
            vec![
                DocId::branch(id, year),
                DocId::review(id, year),
                DocId::county_review(id, year),
                DocId::leader(id, year),
            ]
        } else {
            vec![DocId::township(&org.id, year)]
        };
        Some(Self {
            org: org.id.clone(),
            group: org.parent.clone().filter(|_| is_branch).unwrap_or_else(|| org.id.clone()),
            lists: lists.filter_map(|id| doc_name(&id)).collect(),
            own: own.iter().filter_map(doc_name).collect(),
        })
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &DocName> {
        self.lists.iter().chain(&self.own)
    }
}
