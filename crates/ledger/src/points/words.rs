//! The words that a scheme chooses among.

use serde::{Deserialize, Serialize};

use crate::org::words;

words! {
    /// Who is scored.
    Subject {
        /// A person by their post.
        Person = "person",
        /// A team, such as a village's.
        Team = "team",
    }
}

words! {
    /// What a branch says when it applies for a reward.
    Applying {
        /// What for, and the verified results that it rests on.
        Needed = "needed",
        /// Also how much it asks for: the county sees it beside what the results come to, and it decides nothing.
        WithAmount = "with_amount",
    }
}

words! {
    /// What a part of a score is.
    PartKind {
        /// 基础积分: what everybody in the post has to do.
        Basic = "basic",
        /// 履职积分: what the year's tasks came to.
        Duty = "duty",
        /// 加分: beyond the full marks.
        Bonus = "bonus",
        /// 扣分: subtracted.
        Deduction = "deduction",
    }
}

words! {
    /// What a part counts as where its indicator has nothing to tell of: a village without a case to put right.
    Nothing {
        /// As the full points: nobody loses by what they did not have to do.
        Full = "full",
        /// As none.
        Zero = "zero",
    }
}

words! {
    /// Which place those with the same score share.
    Ties {
        /// The best of theirs: two firsts, then a third.
        Best = "best",
        /// The worst.
        Worst = "worst",
        /// The middle between the two.
        Middle = "middle",
    }
}

words! {
    /// Whether who is vetoed keeps their place among the others.
    VetoedRank {
        /// It stays taken, so that a veto moves nobody up.
        Keep = "keep",
        /// The others close up, and are counted without them.
        Leave = "leave",
    }
}

words! {
    /// Among whom a rank counts.
    Within {
        /// Everybody in the sequence in the county.
        County = "county",
        /// Those of one township.
        Township = "township",
    }
}

words! {
    /// Whether the sum of all pay is made to fit.
    Budgeting {
        /// It comes to what it comes to, shown beside the budget.
        AsIs = "as_is",
        /// The budget is allotted, all of it, in proportion to base × coefficient.
        Scale = "scale",
    }
}

words! {
    /// The smallest unit of what is paid.
    Unit {
        /// 分.
        Fen = "fen",
        /// 元.
        Yuan = "yuan",
    }
}

words! {
    /// What becomes of less than a unit.
    RoundMode {
        /// It is dropped.
        Down = "down",
        /// Half a unit and more is a whole one.
        HalfUp = "half_up",
    }
}

impl Unit {
    /// How many fen it has.
    pub const fn fen(self) -> i64 {
        match self {
            Self::Fen => 1,
            Self::Yuan => 100,
        }
    }
}
