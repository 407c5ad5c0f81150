//! Dividing a whole number of units in proportion to weights, to the last unit.
//!
//! The method is that of largest remainders: everybody gets the whole units of their quota, and what is left goes, one
//! unit each, to the largest fractions. It never gives less to who has done more, all others being as they were. Say
//! that i's weight alone grows; then i's quota grows and all others' fall. If the whole units of i's quota grow, i has
//! at least what it had. If not, i's quota grew by less than 1, so the others' fell by less than 1 together, and d of
//! them lost one whole unit each: there are d more units to give out by fractions, and of those who were behind i only
//! these d can come before it. So if i got a unit by its fraction before, it does now. `tests/it/points_add_up.rs` tries
//! it. What the method does not promise: that nobody loses a unit when the budget itself grows.

use std::cmp::Reverse;

use super::PointsError;
use crate::expr::Exact;

/// The most weights that there may be.
pub const WEIGHTS_MAX: usize = 100_000;

/// Divides `units` by weights, each with an id that stands once: what each gets, in the order given.
///
/// The shares add up to `units` whenever any weight is above zero, and to 0 otherwise. Who has a weight of zero gets
/// nothing. Of two with equal fractions the one whose id comes first gets the unit, so the order of the list does not
/// matter.
///
/// # Errors
/// When a weight or `units` is negative, an id stands twice, or the numbers are too large to be exact.
pub fn allot(units: i64, weights: &[(&str, Exact)]) -> Result<Vec<i64>, PointsError> {
    let whole = common(weights)?;
    let total = whole.iter().try_fold(0_i128, |sum, one| sum.checked_add(*one)).ok_or(PointsError::TooLarge)?;
    if units < 0 {
        return Err(PointsError::Negative("units".to_owned()));
    }
    if total == 0 {
        return Ok(vec![0; weights.len()]);
    }
    let mut shares = Vec::with_capacity(whole.len());
    let mut fractions = Vec::with_capacity(whole.len());
    let mut left = units;
    for (place, ((id, _), weight)) in weights.iter().zip(whole).enumerate() {
        let product = weight.checked_mul(units.into()).ok_or(PointsError::TooLarge)?;
        let share = i64::try_from(product / total).map_err(|_| PointsError::TooLarge)?;
        shares.push(share);
        left -= share;
        fractions.push((Reverse(product % total), *id, place));
    }
    fractions.sort_unstable();
    // Fewer units are left than there are fractions above zero, so none goes to a weight of zero.
    for (_, _, place) in fractions.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    Ok(shares)
}

/// The weights as whole numbers in the same proportions.
fn common(weights: &[(&str, Exact)]) -> Result<Vec<i128>, PointsError> {
    if weights.len() > WEIGHTS_MAX {
        return Err(PointsError::TooMany(WEIGHTS_MAX));
    }
    let mut ids: Vec<&str> = weights.iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find_map(|pair| (pair.first() == pair.last()).then(|| pair.first()).flatten()) {
        return Err(PointsError::Twice((*twice).to_owned()));
    }
    let mut unit = 1_i128;
    for (id, weight) in weights {
        if *weight.numer() < 0 {
            return Err(PointsError::Negative((*id).to_owned()));
        }
        let factor = weight.denom() / gcd(unit, *weight.denom());
        unit = unit.checked_mul(factor).ok_or(PointsError::TooLarge)?;
    }
    let whole = |(_, weight): &(&str, Exact)| weight.numer().checked_mul(unit / weight.denom());
    weights.iter().map(whole).collect::<Option<_>>().ok_or(PointsError::TooLarge)
}

/// The greatest common divisor of two numbers above zero.
const fn gcd(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
