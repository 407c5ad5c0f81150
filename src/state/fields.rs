//! Fields of work, one or several that belong together.

use taizhang_ledger::Domain;

/// Which fields of work are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fields {
    /// All.
    #[default]
    All,
    /// 农村和城市.
    Places,
    /// 机关和国企.
    Offices,
    /// 学校和医院.
    Services,
    /// 队伍、示范点、责任和保障: what every branch has.
    Common,
    /// One alone.
    One(Domain),
}

impl Fields {
    /// The groups of more than one.
    pub const GROUPS: [Self; 4] = [Self::Places, Self::Offices, Self::Services, Self::Common];

    /// Every choice but all: the groups, then each field alone.
    pub fn choices() -> impl Iterator<Item = Self> {
        Self::GROUPS.into_iter().chain(Domain::ALL.iter().copied().map(Self::One))
    }

    /// The word that stands for it in an address; none for all.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Places => "places",
            Self::Offices => "offices",
            Self::Services => "services",
            Self::Common => "common",
            Self::One(domain) => domain.word(),
        }
    }

    /// What a word in an address stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::choices().find(|fields| fields.word() == word)
    }

    /// Whether a field of work is among them.
    pub fn holds(self, domain: Domain) -> bool {
        match self {
            Self::All => true,
            Self::Places => matches!(domain, Domain::Rural | Domain::Urban),
            Self::Offices => matches!(domain, Domain::Organ | Domain::Soe),
            Self::Services => matches!(domain, Domain::School | Domain::Hospital),
            Self::Common => {
                matches!(domain, Domain::Cadre | Domain::Demo | Domain::Responsibility | Domain::Support)
            }
            Self::One(one) => one == domain,
        }
    }
}
