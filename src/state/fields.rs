//! Fields of work, one or several that belong together.

use taizhang_ledger::{Domain, Ledger};

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
    /// The groups of more than one, of the fields of work that a taskbook has at first.
    pub const GROUPS: [Self; 4] = [Self::Places, Self::Offices, Self::Services, Self::Common];

    /// Every choice but all: the groups of which the taskbook has more than one in use, then each field alone, withdrawn
    /// ones only while one of them is `chosen`.
    pub fn choices(ledger: &Ledger, chosen: Self) -> Vec<Self> {
        let mut all = ledger.domains();
        all.retain(|one| !one.retired || chosen == Self::One(one.id));
        let several = |group: &Self| all.iter().filter(|one| group.holds(one.id)).count() > 1;
        let groups = Self::GROUPS.into_iter().filter(|group| several(group) || *group == chosen);
        let mut choices: Vec<Self> = groups.chain(all.iter().map(|one| Self::One(one.id))).collect();
        // What an address or a board names is shown as chosen, whatever the taskbook knows of it.
        if chosen != Self::All && !choices.contains(&chosen) {
            choices.push(chosen);
        }
        choices
    }

    /// The word that stands for it in an address; none for all. No field of work has a `-` in its name in code.
    pub fn word(&self) -> &str {
        match self {
            Self::All => "",
            Self::Places => "rural-urban",
            Self::Offices => "organ-soe",
            Self::Services => "school-hospital",
            Self::Common => "in-common",
            Self::One(domain) => domain.word(),
        }
    }

    /// What a word in an address stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        let group = Self::GROUPS.into_iter().find(|fields| fields.word() == word);
        group.or_else(|| Domain::from_word(word).map(Self::One))
    }

    /// The fields of work of a group.
    pub const fn members(&self) -> &'static [Domain] {
        match self {
            Self::All | Self::One(_) => &[],
            Self::Places => &[Domain::RURAL, Domain::URBAN],
            Self::Offices => &[Domain::ORGAN, Domain::SOE],
            Self::Services => &[Domain::SCHOOL, Domain::HOSPITAL],
            Self::Common => &[Domain::CADRE, Domain::DEMO, Domain::RESPONSIBILITY, Domain::SUPPORT],
        }
    }

    /// Whether a field of work is among them.
    pub fn holds(&self, domain: Domain) -> bool {
        match self {
            Self::All => true,
            Self::One(one) => *one == domain,
            group => group.members().contains(&domain),
        }
    }
}

#[cfg(test)]
mod tests {
    use taizhang_ledger::DeviceId;

    use super::*;

    #[test]
    fn what_is_chosen_can_be_chosen_whatever_the_taskbook_knows() {
        let ledger = Ledger::new(2026, DeviceId([1; 16]).actor([0; 4]));
        let usual = Fields::choices(&ledger, Fields::All);
        assert_eq!(usual.len(), Fields::GROUPS.len() + Domain::DEFAULTS.len());
        assert_eq!(Fields::choices(&ledger, Fields::Places), usual);
        let unknown = Domain::from_word("college").map(Fields::One);
        let with = Fields::choices(&ledger, unknown.unwrap_or_default());
        assert_eq!((with.len(), with.last().copied()), (usual.len() + 1, unknown));
    }
}
