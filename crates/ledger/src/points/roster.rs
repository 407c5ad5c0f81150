//! The roster of those who are scored (考评人员名册): a sealed register of the townships.

use std::collections::BTreeMap;

use super::{Scheme, Subject, Veto};
use crate::{
    ids::{OrgId, RowId},
    ledger::Ledger,
    org::Tier,
    record::Value,
    register::Row,
};

/// The register's name in code.
pub const ROSTER: &str = "cadre_roster";

/// The months of a year, and of who has served all of it.
const YEAR: u32 = 12;

/// Somebody on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadre {
    /// The row.
    pub row: RowId,
    /// The branch in which they serve; none when it is not one of the township that keeps the row.
    pub org: Option<OrgId>,
    /// The name.
    pub name: String,
    /// The sequence, by its id.
    pub sequence: String,
    /// How many months of the year they served.
    pub months: u32,
    /// The veto that holds, by its id.
    pub veto: Option<String>,
}

/// The rosters at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    /// Everybody, in the order in which townships and rows stand.
    pub cadres: Vec<Cadre>,
    /// How many rows cannot be read here yet.
    pub unreadable: usize,
}

/// Who takes part in a scheme: somebody whom the roster names, or the team of those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    /// The row of the roster; of a team, the organisation.
    pub id: String,
    /// Where.
    pub org: OrgId,
    /// Their name; none of a team.
    pub person: Option<String>,
    /// How many people it is.
    pub heads: u32,
    /// How many months they served; of a team, whoever of it served longest.
    pub months: u32,
    /// The vetoes that hold, by their ids.
    pub vetoes: Vec<String>,
}

/// Why somebody on the roster cannot be reckoned with as they stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnfitWhy {
    /// Their organisation does not take part, or is none of the township's.
    Organisation,
    /// The scheme has no such veto.
    Veto,
}

/// Somebody on the roster who does not fit the scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// Their name.
    pub name: String,
    /// Why.
    pub why: UnfitWhy,
}

/// Who takes part in a scheme by the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roll {
    /// Everybody, organisation by organisation.
    pub takers: Vec<Taker>,
    /// Where nobody is on the roster: nobody there is ranked, paid or counted.
    pub missing: Vec<OrgId>,
    /// Who does not fit.
    pub unfit: Vec<Unfit>,
    /// How many rows cannot be read here yet: nobody knows who is in them.
    pub unreadable: usize,
}

impl Ledger {
    /// Everybody on the rosters of the townships at or below an organisation, but for who was struck out.
    pub fn roster(&self, org: &OrgId) -> Roster {
        let mut roster = Roster::default();
        let orgs = self.orgs();
        for keeper in orgs.iter().filter(|one| one.kind.tier() == Tier::Township && orgs.within(&one.id, org)) {
            roster.unreadable += self.locked_rows(&keeper.id, ROSTER);
            let rows = self.register_rows(&keeper.id, ROSTER).filter(|row| row.struck_out().is_none());
            roster.cadres.extend(rows.filter_map(|row| self.cadre(&keeper.id, &row)));
        }
        roster
    }

    fn cadre(&self, keeper: &OrgId, row: &Row<'_>) -> Option<Cadre> {
        let text = |column: &str| match row.value(column)? {
            Value::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(_) => None,
        };
        let months = match row.value("months") {
            Some(Value::Number(number)) => u32::try_from(*number).ok().filter(|months| (1..=YEAR).contains(months)),
            _ => None,
        };
        let org = text("village").and_then(|id| id.parse().ok()).filter(|org| self.orgs().within(org, keeper));
        Some(Cadre {
            row: row.record.id,
            org,
            name: text("name")?,
            sequence: text("sequence")?,
            months: months.unwrap_or(YEAR),
            veto: text("veto"),
        })
    }
}

/// Who takes part in a scheme at these organisations: of persons one for each row of its sequence; of teams one at each
/// organisation that has such rows, with as many heads, and under the vetoes that stand in any of them. Where there is
/// no row nobody takes part.
pub fn enrol(scheme: &Scheme, members: &[OrgId], roster: &Roster) -> Roll {
    let mut roll = Roll { unreadable: roster.unreadable, ..Roll::default() };
    let mut by_org: BTreeMap<&OrgId, Vec<&Cadre>> = members.iter().map(|org| (org, Vec::new())).collect();
    for one in roster.cadres.iter().filter(|one| one.sequence == scheme.sequence.id) {
        let there = one.org.as_ref().and_then(|org| by_org.get_mut(org));
        let fits = one.veto.as_ref().is_none_or(|veto| scheme.veto(veto).is_some());
        let mut unfit = |why| roll.unfit.push(Unfit { name: one.name.clone(), why });
        match there {
            None => unfit(UnfitWhy::Organisation),
            Some(there) => {
                there.push(one);
                if !fits {
                    unfit(UnfitWhy::Veto);
                }
            }
        }
    }
    for org in members {
        let there = by_org.get(org).map(Vec::as_slice).unwrap_or_default();
        if there.is_empty() {
            roll.missing.push(org.clone());
        } else if scheme.subject == Subject::Team {
            roll.takers.push(team(scheme, org, there));
        } else {
            roll.takers.extend(there.iter().map(|one| Taker {
                id: one.row.to_string(),
                org: org.clone(),
                person: Some(one.name.clone()),
                heads: 1,
                months: one.months,
                vetoes: vetoes(scheme, &[one]),
            }));
        }
    }
    roll
}

fn team(scheme: &Scheme, org: &OrgId, of: &[&Cadre]) -> Taker {
    Taker {
        id: org.to_string(),
        org: org.clone(),
        person: None,
        heads: u32::try_from(of.len()).unwrap_or(u32::MAX),
        months: of.iter().map(|one| one.months).max().unwrap_or(YEAR),
        vetoes: vetoes(scheme, of),
    }
}

/// The vetoes of a scheme that stand in rows of the roster, each once.
fn vetoes(scheme: &Scheme, of: &[&Cadre]) -> Vec<String> {
    let stands = |veto: &&Veto| of.iter().any(|one| one.veto.as_ref() == Some(&veto.id));
    scheme.vetoes.iter().filter(stands).map(|veto| veto.id.clone()).collect()
}
