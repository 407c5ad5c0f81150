//! What an acceptance found: the score, and how the villagers voted.

use automerge::ScalarValue;

use crate::record::Fields;

/// What an acceptance must reach (`acceptance_pass`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// The least score.
    pub score_min: i64,
    /// The largest share of dissatisfied, in percent.
    pub dissatisfied_max: i64,
}

impl Default for Pass {
    /// What is practice elsewhere.
    fn default() -> Self {
        Self { score_min: 70, dissatisfied_max: 50 }
    }
}

/// The outcome of an acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ballot {
    /// 验收得分, 0 to 100.
    pub score: u8,
    /// 参加测评人数.
    pub voters: u32,
    /// 不满意票数.
    pub dissatisfied: u32,
}

impl Ballot {
    /// Whether the numbers can be true.
    pub const fn is_sound(&self) -> bool {
        self.score <= 100 && self.voters > 0 && self.dissatisfied <= self.voters
    }

    /// Whether the case may be accepted with it (`acceptance_pass`).
    pub fn passes(&self, pass: Pass) -> bool {
        let dissatisfied = i64::from(self.dissatisfied) * 100;
        self.is_sound()
            && i64::from(self.score) >= pass.score_min
            && dissatisfied <= i64::from(self.voters).saturating_mul(pass.dissatisfied_max)
    }

    pub(crate) fn read(fields: &Fields<'_>) -> Option<Self> {
        let number = |name| u32::try_from(fields.optional_int(name)?).ok();
        let score = u8::try_from(number("score")?).ok()?;
        Some(Self { score, voters: number("voters")?, dissatisfied: number("dissatisfied")? })
    }

    pub(crate) fn fields(&self) -> [(&'static str, Option<ScalarValue>); 3] {
        [
            ("score", Some(ScalarValue::Int(self.score.into()))),
            ("voters", Some(ScalarValue::Int(self.voters.into()))),
            ("dissatisfied", Some(ScalarValue::Int(self.dissatisfied.into()))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Ballot, Pass};

    #[test]
    fn it_passes_at_the_border_and_not_beyond() {
        let ballot = |score, voters, dissatisfied| Ballot { score, voters, dissatisfied }.passes(Pass::default());
        assert!(ballot(70, 40, 20));
        assert!(!ballot(69, 40, 0) && !ballot(100, 40, 21));
        assert!(!ballot(100, 0, 0) && !ballot(101, 4, 0) && !ballot(90, 4, 5), "numbers that cannot be true");
        let strict = Pass { score_min: 80, dissatisfied_max: 10 };
        let of = |score, dissatisfied| Ballot { score, voters: 40, dissatisfied }.passes(strict);
        assert!(of(80, 4) && !of(79, 4) && !of(80, 5), "as the county sets it");
    }
}
