//! What becomes of an item: how far it comes, and when it is handed in.

use chrono::NaiveDate;

use super::{
    calendar::shifted,
    dice::Dice,
    plan::{Character, Job},
};

/// How far an item comes that is not carried through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Nobody has taken it up.
    Untouched,
    /// Taken up, nothing done.
    Acknowledged,
    /// Begun and not finished.
    Working,
    /// More time is asked for.
    Asking,
    /// Sent back, not yet mended.
    Returned,
    /// Waits for the township.
    Submitted,
    /// Waits for the county.
    TownshipVerified,
    /// Waits to be closed.
    CountyVerified,
    /// Rests.
    Suspended,
    /// Called off.
    Cancelled,
    /// Opened again after it was closed.
    Reopened,
    /// Carried through.
    Never,
}

/// Where the item stops, and the day on which the branch hands it in.
pub(super) fn fate(job: Job, character: Character, today: NaiveDate, dice: &mut Dice) -> (Stop, NaiveDate) {
    let age = (today - job.due).num_days();
    let finish = finish_day(job, character, dice);
    if dice.between(0, 999) < 5 {
        return (Stop::Cancelled, finish);
    }
    if age <= 0 {
        let stop = match dice.between(0, 99) {
            0..=1 => Stop::Suspended,
            2..=4 => Stop::Asking,
            5..=9 => Stop::Returned,
            10..=17 => Stop::Acknowledged,
            18..=23 => Stop::Untouched,
            _ => Stop::Never,
        };
        return (stop, finish);
    }
    // Old tasks are mostly settled; those of the last weeks less so. Weights in a thousand.
    let (stuck, waiting) = match age {
        1..=45 => (190, 70),
        46..=120 => (140, 80),
        _ => (95, 55),
    };
    let stuck = stuck * i64::from(160 - character.diligence.min(100)) / 85;
    let throw = dice.between(0, 999);
    if throw < stuck {
        let stop = match dice.between(0, 99) {
            0..=14 => Stop::Untouched,
            15..=31 => Stop::Acknowledged,
            32..=64 => Stop::Working,
            65..=72 => Stop::Asking,
            73..=92 => Stop::Returned,
            93..=95 => Stop::Suspended,
            _ => Stop::Reopened,
        };
        return (stop, finish.min(shifted(today, -8)));
    }
    if throw < stuck + waiting {
        // What still waits for a verdict was handed in not long ago.
        let (stop, days) = match dice.between(0, 9) {
            0..=4 => (Stop::Submitted, dice.between(1, 6)),
            5..=8 => (Stop::TownshipVerified, dice.between(9, 16)),
            _ => (Stop::CountyVerified, dice.between(20, 26)),
        };
        return (stop, shifted(today, -days).max(job.begin));
    }
    (Stop::Never, finish)
}

/// The day on which the branch would hand it in: mostly a little before the last day.
fn finish_day(job: Job, character: Character, dice: &mut Dice) -> NaiveDate {
    let late = dice.chance(3 + character.sloth() * 3 / 10);
    let days = if late { dice.between(1, 4 + i64::from(character.sloth()) / 4) } else { -dice.between(0, 9) };
    shifted(job.due, days).max(shifted(job.begin, 2))
}
