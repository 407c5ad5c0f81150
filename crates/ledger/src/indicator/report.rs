//! What indicators come to, as a hub tells its tablets: *confirmed*, since it is of what the hub has accepted.

use std::{collections::BTreeMap, str::FromStr as _};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Figure, Indicator, Reckoner};
use crate::{expr::Exact, ids::OrgId};

/// What indicators come to for an organisation and all below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The day for which they were reckoned.
    pub date: NaiveDate,
    /// The organisation.
    pub org: OrgId,
    /// By the indicator's name in code; those that nobody at or below the organisation has are left out.
    pub figures: BTreeMap<String, Reported>,
    /// Whether part of the documents could not be read, so that the numbers may be wrong.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub damaged: bool,
}

/// What one indicator comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The value as a fraction such as `3/4`; none where there is none, such as a share of nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "fraction")]
    pub value: Option<Exact>,
    /// How many organisations it is of.
    pub of: usize,
}

/// The figures of one organisation alone, by the indicator's name in code.
pub type OwnFigures = BTreeMap<String, Figure>;

impl Reckoner<'_> {
    /// Every indicator that an organisation has a value of its own of.
    pub fn all_own(&self, org: &OrgId) -> OwnFigures {
        let Some(kind) = self.ledger().orgs().get(org).map(|org| org.kind) else { return OwnFigures::new() };
        let those = self.ledger().indicators().into_iter().filter(|one| one.is_of(kind, self.ledger()));
        those.map(|one| (one.id.clone(), self.own(one, org))).collect()
    }

    /// What the figures of an organisation and of those below it come to together. Only the taskbook is looked at, not
    /// the records; an organisation of which nothing is known is left out.
    pub fn reported(&self, org: &OrgId, own: &BTreeMap<OrgId, &OwnFigures>) -> BTreeMap<String, Reported> {
        let one = |indicator: &Indicator| {
            let known = |member: &OrgId| own.get(member)?.get(&indicator.id);
            let members = self.members(indicator, org);
            let (members, figures): (Vec<&OrgId>, Vec<&Figure>) =
                members.into_iter().filter_map(|member| Some((member, known(member)?))).unzip();
            if members.is_empty() {
                return None;
            }
            let figure = self.together(indicator, org, &members, figures);
            Some((indicator.id.clone(), Reported { value: figure.value.ok(), of: figure.of }))
        };
        self.ledger().indicators().into_iter().filter_map(one).collect()
    }
}

/// Fractions as text: JSON's numbers are not exact everywhere.
mod fraction {
    use super::*;

    #[expect(clippy::ref_option, reason = "serde calls it with the field")]
    pub(super) fn serialize<S: Serializer>(value: &Option<Exact>, to: S) -> Result<S::Ok, S::Error> {
        value.map(|value| value.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Exact>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        let read =
            |text: String| Exact::from_str(&text).map_err(|_| D::Error::custom(format!("no fraction: {text:?}")));
        text.map(read).transpose()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let told = |value| Reported { value, of: 3 };
        let report = Report {
            date: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            org: "t01".parse().unwrap(),
            figures: BTreeMap::from([
                ("a".to_owned(), told(Some(Exact::new(-7, 3)))),
                ("b".to_owned(), told(Some(Exact::from_integer(i128::from(i64::MAX) * 1000)))),
                ("c".to_owned(), told(None)),
            ]),
            damaged: false,
        };
        let written = serde_json::to_string(&report).unwrap();
        assert!(written.contains(r#""a":{"value":"-7/3","of":3}"#), "{written}");
        assert_eq!(serde_json::from_str::<Report>(&written).unwrap(), report);
        assert!(serde_json::from_str::<Reported>(r#"{"value":"1/0","of":1}"#).is_err());
    }
}
