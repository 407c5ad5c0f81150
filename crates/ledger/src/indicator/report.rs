//! What indicators come to, as a hub tells its tablets: *confirmed*, since it is of what the hub has accepted.

use std::{collections::BTreeMap, str::FromStr as _};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Figure, Indicator, Reckoner, records::Records};
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
    /// The points of a branch in the schemes in which it takes part, in hundredths: by scheme, then by part. A part of
    /// which nothing can be told is left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub points: OwnPoints,
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

/// The points of one organisation in hundredths, by scheme and part.
pub type OwnPoints = BTreeMap<String, BTreeMap<String, i64>>;

impl<'a> Reckoner<'a> {
    /// What every indicator comes to for an organisation and all below it, in the order of the taskbook; those that none
    /// of them has a value of are left out.
    pub fn all(&self, org: &OrgId) -> Vec<(&'a Indicator, Figure)> {
        let within = self.ledger().orgs().at_or_below(org).into_iter().map(|one| &one.id);
        let own: Vec<(&OrgId, OwnFigures)> = within.map(|one| (one, self.all_own(one))).collect();
        self.all_together(org, &own.iter().map(|(one, own)| (*one, own)).collect())
    }

    /// Every indicator that an organisation has a value of its own of.
    pub fn all_own(&self, org: &OrgId) -> OwnFigures {
        self.own_figures(org, &self.ledger().indicators())
    }

    pub(super) fn own_figures(&self, org: &OrgId, indicators: &[&Indicator]) -> OwnFigures {
        let Some(kind) = self.ledger().orgs().get(org).map(|org| org.kind) else { return OwnFigures::new() };
        let those = indicators.iter().filter(|one| one.is_of(kind, self.ledger()));
        let mut records = Records::new(self, org);
        those.map(|one| (one.id.clone(), self.own_of(one, &mut records))).collect()
    }

    /// What the figures of an organisation and of those below it come to together. Only the taskbook is looked at, not
    /// the records; an organisation of which nothing is known is left out.
    pub fn reported(&self, org: &OrgId, own: &BTreeMap<&OrgId, &OwnFigures>) -> BTreeMap<String, Reported> {
        let told = |(indicator, figure): (&Indicator, Figure)| {
            (indicator.id.clone(), Reported { value: figure.value.ok(), of: figure.of })
        };
        self.all_together(org, own).into_iter().map(told).collect()
    }

    fn all_together<'o>(&self, org: &OrgId, own: &BTreeMap<&OrgId, &'o OwnFigures>) -> Vec<(&'a Indicator, Figure)> {
        let indicators = self.ledger().indicators();
        let mut members: BTreeMap<&str, (Vec<&OrgId>, Vec<&'o Figure>)> =
            indicators.iter().map(|one| (one.id.as_str(), Default::default())).collect();
        for (one, own) in
            self.ledger().orgs().at_or_below(org).into_iter().filter_map(|one| Some((&one.id, *own.get(&one.id)?)))
        {
            // Both in the order of their names: looked up one by one, seventy of a thousand organisations take long.
            let mut figures = own.iter().peekable();
            for (id, (orgs, found)) in &mut members {
                while figures.next_if(|(known, _)| known.as_str() < *id).is_some() {}
                if let Some((_, figure)) = figures.next_if(|(known, _)| known.as_str() == *id) {
                    orgs.push(one);
                    found.push(figure);
                }
            }
        }
        let one = |indicator: &'a Indicator| {
            let (members, figures) = members.remove(indicator.id.as_str()).filter(|(orgs, _)| !orgs.is_empty())?;
            Some((indicator, self.together(indicator, org, &members, figures)))
        };
        indicators.into_iter().filter_map(one).collect()
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
            points: BTreeMap::new(),
            damaged: false,
        };
        let written = serde_json::to_string(&report).unwrap();
        assert!(written.contains(r#""a":{"value":"-7/3","of":3}"#), "{written}");
        assert_eq!(serde_json::from_str::<Report>(&written).unwrap(), report);
        assert!(serde_json::from_str::<Reported>(r#"{"value":"1/0","of":1}"#).is_err());
    }
}
