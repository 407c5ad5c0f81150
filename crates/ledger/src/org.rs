//! Organisations, posts and tiers.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{ids::OrgId, moment::Timestamp};

/// A level of the county's organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A village, community or unit with a party branch.
    Branch,
    /// A township, subdistrict or sector committee.
    Township,
    /// The county.
    County,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for it in documents and data files.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A post, as in the domain's table of users.
    Role {
        /// 村(社区)党组织书记 and every other branch secretary.
        BranchSecretary = "branch_secretary",
        /// 乡镇(街道)组织委员、组织干事.
        TownshipOrgOfficer = "township_org_officer",
        /// 乡镇(街道)党委书记、副书记.
        TownshipSecretary = "township_secretary",
        /// 县委组织部.
        CountyOrgDept = "county_org_dept",
        /// 挂钩领导.
        LinkedLeader = "linked_leader",
        /// A sector's committee (教育系统党委、医院党委、国资).
        SectorCommittee = "sector_committee",
    }
}

impl Role {
    /// The tier at which the post acts.
    pub const fn tier(self) -> Tier {
        match self {
            Self::BranchSecretary => Tier::Branch,
            Self::TownshipOrgOfficer | Self::TownshipSecretary | Self::SectorCommittee => Tier::Township,
            Self::CountyOrgDept | Self::LinkedLeader => Tier::County,
        }
    }
}

words! {
    /// What kind of organisation it is.
    OrgKind {
        /// 县.
        County = "county",
        /// 乡、镇.
        Township = "township",
        /// 街道.
        Subdistrict = "subdistrict",
        /// 系统党(工)委.
        Committee = "sector_committee",
        /// 村.
        Village = "village",
        /// 社区.
        Community = "community",
        /// 机关.
        Organ = "organ",
        /// 国有企业.
        Soe = "soe",
        /// 中小学校.
        School = "school",
        /// 公立医院.
        Hospital = "hospital",
        /// 两新组织.
        TwoNew = "two_new",
        /// 挂钩领导: a leader of the county, who answers for the branches linked to them.
        Leader = "leader",
    }
}

impl OrgKind {
    /// The tier of such an organisation.
    pub const fn tier(self) -> Tier {
        match self {
            Self::County | Self::Leader => Tier::County,
            Self::Township | Self::Subdistrict | Self::Committee => Tier::Township,
            _ => Tier::Branch,
        }
    }
}

/// An organisation of the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrgId,
    /// Its Chinese name, without the county's.
    pub name: String,
    /// What kind of organisation it is.
    pub kind: OrgKind,
    /// The organisation above it; none for the county.
    pub parent: Option<OrgId>,
    /// How many households there are, where the county has said it: to see whether small and large fare alike.
    #[serde(default)]
    pub households: Option<i64>,
}

impl Organisation {
    /// Whether there is such a post here.
    pub fn has_post(&self, role: Role) -> bool {
        role.tier() == self.kind.tier()
            && (role == Role::LinkedLeader) == (self.kind == OrgKind::Leader)
            && (role.tier() != Tier::Township || (role == Role::SectorCommittee) == (self.kind == OrgKind::Committee))
    }
}

/// The steps from a branch to the county, and a few more: a loop in the data ends there.
const TIERS: usize = 8;

/// All organisations of a county by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrgTree {
    orgs: BTreeMap<OrgId, Organisation>,
    /// By what stands above them.
    below: BTreeMap<OrgId, BTreeSet<OrgId>>,
    /// Leader and branch: whether they are linked now, or were, and since when where it is known.
    links: BTreeMap<(OrgId, OrgId), (bool, Option<Timestamp>)>,
}

impl OrgTree {
    /// One organisation.
    pub fn get(&self, id: &OrgId) -> Option<&Organisation> {
        self.orgs.get(id)
    }

    /// All organisations in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        self.orgs.values()
    }

    /// The organisations directly below `parent`.
    pub fn below<'a>(&'a self, parent: &'a OrgId) -> impl Iterator<Item = &'a Organisation> {
        self.below.get(parent).into_iter().flatten().filter_map(|id| self.get(id))
    }

    /// `org` and all below it, in the order of their ids: those that stand [`within`](Self::within) it.
    pub fn at_or_below(&self, org: &OrgId) -> Vec<&Organisation> {
        let mut all: Vec<&Organisation> = self.get(org).into_iter().collect();
        let mut level: Vec<&OrgId> = vec![org];
        let mut next: Vec<&OrgId> = Vec::new();
        for _ in 1..TIERS {
            for above in level.drain(..) {
                next.extend(self.below.get(above).into_iter().flatten());
            }
            std::mem::swap(&mut level, &mut next);
            all.extend(level.iter().filter_map(|id| self.get(id)));
        }
        all.sort_by(|one, other| one.id.cmp(&other.id));
        all.dedup_by(|one, other| one.id == other.id);
        all
    }

    /// The branches that `org` answers for: itself when it is a branch, those below it, all for the county.
    pub fn branches_of<'a>(&'a self, org: &OrgId) -> impl Iterator<Item = &'a Organisation> + use<'a> {
        self.at_or_below(org).into_iter().filter(|one| one.kind.tier() == Tier::Branch)
    }

    /// The leaders linked to a branch (挂钩领导).
    pub fn leaders_of<'a>(&'a self, branch: &'a OrgId) -> impl Iterator<Item = &'a OrgId> {
        self.links_now().filter(move |(_, linked)| linked == branch).map(|(leader, _)| leader)
    }

    /// The branches linked to a leader.
    pub fn linked_to<'a>(&'a self, leader: &'a OrgId) -> impl Iterator<Item = &'a OrgId> {
        self.links_now().filter(move |(one, _)| one == leader).map(|(_, branch)| branch)
    }

    /// The branches that a leader is, or was, linked to.
    pub fn ever_linked_to<'a>(&'a self, leader: &'a OrgId) -> impl Iterator<Item = &'a OrgId> {
        self.links.keys().filter(move |(one, _)| one == leader).map(|(_, branch)| branch)
    }

    /// Whether a leader is linked to a branch.
    pub fn is_linked(&self, leader: &OrgId, branch: &OrgId) -> bool {
        self.links_now().any(|(one, other)| one == leader && other == branch)
    }

    /// When a leader was linked to a branch, by the clock of who did; to the second, where it is known.
    pub fn linked_at(&self, leader: &OrgId, branch: &OrgId) -> Option<Timestamp> {
        self.links.iter().find(|((one, other), _)| one == leader && other == branch).and_then(|(_, (_, at))| *at)
    }

    pub(crate) fn link(&mut self, leader: OrgId, branch: OrgId, linked: bool, at: Option<Timestamp>) {
        self.links.insert((leader, branch), (linked, at));
    }

    /// Whether a branch has, or had, a leader: what they wrote about it stays.
    pub fn was_ever_linked(&self, branch: &OrgId) -> bool {
        self.links.keys().any(|(_, one)| one == branch)
    }

    fn links_now(&self) -> impl Iterator<Item = &(OrgId, OrgId)> {
        self.links.iter().filter(|(_, (linked, _))| *linked).map(|(pair, _)| pair)
    }

    /// `org` and those above it, from the bottom. A loop in the data ends the walk.
    pub fn upwards<'a>(&'a self, org: &'a OrgId) -> impl Iterator<Item = &'a OrgId> {
        std::iter::successors(Some(org), |id| self.get(id)?.parent.as_ref()).take(TIERS)
    }

    /// Whether `org` is `ancestor` or stands below it.
    pub fn within(&self, org: &OrgId, ancestor: &OrgId) -> bool {
        self.upwards(org).any(|id| id == ancestor)
    }

    /// Whether it is a branch of this county.
    pub fn is_branch(&self, org: &OrgId) -> bool {
        self.get(org).is_some_and(|found| found.kind.tier() == Tier::Branch)
    }

    pub(crate) fn insert(&mut self, org: Organisation) {
        let (id, above) = (org.id.clone(), org.parent.clone());
        let before = self.orgs.insert(id.clone(), org).and_then(|before| before.parent);
        if let Some(siblings) = before.and_then(|before| self.below.get_mut(&before)) {
            siblings.remove(&id);
        }
        if let Some(above) = above {
            self.below.entry(above).or_default().insert(id);
        }
    }

    /// The name to show for an id; the id itself when the organisation is unknown here.
    pub fn name<'a>(&'a self, id: &'a OrgId) -> &'a str {
        self.get(id).map_or(id.as_str(), |org| org.name.as_str())
    }
}

impl FromIterator<Organisation> for OrgTree {
    fn from_iter<I: IntoIterator<Item = Organisation>>(orgs: I) -> Self {
        let mut tree = Self::default();
        orgs.into_iter().for_each(|org| tree.insert(org));
        tree
    }
}
