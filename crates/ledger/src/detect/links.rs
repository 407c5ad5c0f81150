//! How many branches a leader of the 两新工委 is linked to (validation 3): one or two, unless the county says otherwise.
//! What the county is told of.

use std::collections::{BTreeMap, BTreeSet};

use crate::{ids::OrgId, ledger::Ledger, org::OrgKind, record::Value};

/// The register of the links of 两新工委 leaders.
pub const LEADER_LINK: &str = "leader_link";
/// The parameters that say how many branches a leader links.
const LINKED: [&str; 2] = ["linked_branches_min", "linked_branches_max"];
/// As many for a county that says nothing.
const BY_DEFAULT: [usize; 2] = [1, 2];

/// A leader of the 两新工委 who is linked to too many branches, or to too few.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkFinding {
    /// Who, with the post, as it was entered.
    pub leader: String,
    /// How many branches they are linked to.
    pub branches: usize,
    /// How many they should be linked to at least.
    pub min: usize,
    /// And at most.
    pub max: usize,
}

/// The leaders whose links do not hold, by name. A link stands in the register, in the taskbook, or in both.
///
/// A leader counts as one of the 两新工委 by a row in force of the register, by a link to a branch of 两新组织 that is or
/// was, or when nobody has linked them to anything yet: those who are linked to other branches alone lead a case there.
pub fn link_findings(ledger: &Ledger) -> Vec<LinkFinding> {
    let mut all: BTreeMap<String, BTreeSet<OrgId>> = BTreeMap::new();
    for keeper in ledger.orgs().iter() {
        for row in ledger.register_rows(&keeper.id, LEADER_LINK).filter(|row| row.struck_out().is_none()) {
            let (Some(Value::Text(leader)), Some(Value::Text(branch))) = (row.value("leader"), row.value("branch"))
            else {
                continue;
            };
            let branches = all.entry(leader.trim().to_owned()).or_default();
            branches.extend(branch.parse::<OrgId>().ok());
        }
    }
    let two_new = |branch: &&OrgId| ledger.orgs().get(branch).is_some_and(|org| org.kind == OrgKind::TwoNew);
    for leader in ledger.orgs().iter().filter(|org| org.kind == OrgKind::Leader) {
        let mut ever = ledger.orgs().ever_linked_to(&leader.id).peekable();
        if ever.peek().is_none() || ever.any(|branch| two_new(&branch)) {
            let branches = all.entry(leader.name.trim().to_owned()).or_default();
            branches.extend(ledger.orgs().linked_to(&leader.id).filter(two_new).cloned());
        }
    }
    let [min, max] = limits(ledger);
    let found = all.into_iter().map(|(leader, branches)| LinkFinding { leader, branches: branches.len(), min, max });
    found.filter(|one| !(min..=max).contains(&one.branches)).collect()
}

/// How few and how many branches a leader links.
fn limits(ledger: &Ledger) -> [usize; 2] {
    let said = |name: &str| usize::try_from(ledger.parameter(name)?).ok();
    let [min, max] = LINKED;
    let [least, most] = BY_DEFAULT;
    [said(min).unwrap_or(least), said(max).unwrap_or(most)]
}
