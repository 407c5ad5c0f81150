//! From verified results to points.

use super::{Nothing, Part, PartKind, PartSource, Points, PointsError, Scheme};
use crate::{
    expr::{Exact, Fault},
    ids::OrgId,
    indicator::{Basis, Figure, Indicator, OwnFigures, Reckoner, SourceRecord},
};

/// The points of a part, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartPoints {
    /// The part's id.
    pub part: String,
    /// The points; of a deduction, what it takes.
    pub points: Points,
}

impl Part {
    /// The points that an indicator's figure comes to, from 0 to the part's most.
    ///
    /// # Errors
    /// Why they cannot be told: a parameter or target is not set, or the part has no indicator ([`Fault::Absent`]).
    pub fn of_figure(&self, indicator: &Indicator, figure: &Figure, basis: Basis<'_>) -> Result<Points, Fault> {
        let PartSource::Indicator { points, nothing, .. } = &self.source else { return Err(Fault::Absent) };
        match figure.number(points, indicator, basis) {
            // Not `clamp`, which stops on a most that is below zero.
            Ok(number) => Points::round(number.min(self.max.exact()).max(Exact::from_integer(0))),
            Err(Fault::OfNothing) => Ok(self.of_nothing(*nothing)),
            Err(fault) => Err(fault),
        }
    }

    /// The points that confirmed score entries come to, from 0 to the part's most.
    ///
    /// # Errors
    /// [`PointsError::TooLarge`].
    pub fn of_entries(&self, entries: impl IntoIterator<Item = Points>) -> Result<Points, PointsError> {
        let sum = entries.into_iter().try_fold(Points::ZERO, Points::checked_add).ok_or(PointsError::TooLarge)?;
        Ok(self.within(sum))
    }

    fn within(&self, points: Points) -> Points {
        points.clamp(Points::ZERO, self.max.max(Points::ZERO))
    }

    fn of_nothing(&self, nothing: Nothing) -> Points {
        match (nothing, self.kind) {
            (Nothing::Full, PartKind::Basic | PartKind::Duty) => self.max,
            // What was not there is neither rewarded beyond the full marks nor held against anybody.
            (Nothing::Full, PartKind::Bonus | PartKind::Deduction) | (Nothing::Zero, _) => Points::ZERO,
        }
    }
}

impl Scheme {
    /// What the points of parts come to: deductions are subtracted, and may bring it below zero. A part that is not
    /// among them counts nothing, and none counts more than its most.
    ///
    /// # Errors
    /// When a part stands twice or is none of the scheme's.
    pub fn total(&self, parts: &[PartPoints]) -> Result<Points, PointsError> {
        let mut total = Points::ZERO;
        for (place, one) in parts.iter().enumerate() {
            if parts.iter().take(place).any(|before| before.part == one.part) {
                return Err(PointsError::Twice(one.part.clone()));
            }
            let part = self.part(&one.part).ok_or_else(|| PointsError::UnknownPart(one.part.clone()))?;
            let points = part.within(one.points);
            let sum = match part.kind {
                PartKind::Basic | PartKind::Duty | PartKind::Bonus => total.checked_add(points),
                PartKind::Deduction => total.checked_sub(points),
            };
            total = sum.ok_or(PointsError::TooLarge)?;
        }
        Ok(total)
    }
}

impl Reckoner<'_> {
    /// The points of a part that has an indicator, at an organisation.
    ///
    /// # Errors
    /// Why they cannot be told; [`Fault::Absent`] when the part has no indicator or it tells nothing of such an
    /// organisation.
    pub fn points(&self, part: &Part, org: &OrgId) -> Result<Points, Fault> {
        self.points_from(part, |indicator| self.figure(indicator, org))
    }

    /// The same for a branch whose own figures are known.
    pub(super) fn points_by(&self, part: &Part, branch: &OrgId, own: &OwnFigures) -> Result<Points, Fault> {
        self.points_from(part, |indicator| Some(self.together(indicator, branch, &[branch], [own.get(&indicator.id)?])))
    }

    fn points_from(&self, part: &Part, figure: impl Fn(&Indicator) -> Option<Figure>) -> Result<Points, Fault> {
        let PartSource::Indicator { id, .. } = &part.source else { return Err(Fault::Absent) };
        let indicator = self.ledger().indicator(id).ok_or(Fault::Absent)?;
        let figure = figure(indicator).ok_or(Fault::Absent)?;
        part.of_figure(indicator, &figure, self.basis(&|name| self.parameter(name)))
    }

    /// What is open at an organisation and would add to the points of a part if it alone were done today, with how much.
    ///
    /// # Errors
    /// As [`Reckoner::points`].
    pub fn would_add(&self, part: &Part, org: &OrgId) -> Result<Vec<(SourceRecord, Points)>, Fault> {
        let PartSource::Indicator { id, .. } = &part.source else { return Err(Fault::Absent) };
        let indicator = self.ledger().indicator(id).ok_or(Fault::Absent)?;
        let now = self.points(part, org)?;
        let more = |then: Points| match part.kind {
            PartKind::Deduction => now.checked_sub(then),
            PartKind::Basic | PartKind::Duty | PartKind::Bonus => then.checked_sub(now),
        };
        let mut all = Vec::new();
        for one in self.open(indicator, org)? {
            let then = part.of_figure(indicator, &one.figure, self.basis(&|name| self.parameter(name)));
            let added = then.ok().and_then(more).filter(|added| *added > Points::ZERO);
            all.extend(added.map(|added| (one.record, added)));
        }
        Ok(all)
    }

    /// The vetoes that records tell of at an organisation, by their ids. What cannot be told holds against nobody.
    ///
    /// # Errors
    /// When a parameter that decides is not set.
    pub(super) fn told_vetoes(&self, scheme: &Scheme, org: &OrgId) -> Result<Vec<String>, PointsError> {
        let mut vetoes = Vec::new();
        for (veto, told) in scheme.vetoes.iter().filter_map(|veto| Some((veto, veto.told.as_ref()?))) {
            let Some(indicator) = self.ledger().indicator(&told.indicator) else { continue };
            let Some(figure) = self.figure(indicator, org) else { continue };
            match figure.holds(&told.when, indicator, self.basis(&|name| self.parameter(name))) {
                Ok(true) => vetoes.push(veto.id.clone()),
                Err(fault @ (Fault::NotSet(_) | Fault::TooLarge)) => return Err(PointsError::of(&veto.id)(fault)),
                Ok(false) | Err(_) => {}
            }
        }
        Ok(vetoes)
    }
}
