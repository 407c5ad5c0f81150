//! The life cycle of an item (domain.md, "Life cycles"). A state is never stored: it is derived from an append-only
//! set of transitions, in an order that hangs on what each author had seen and not on any clock.

mod graph;
mod guard;
mod order;

pub use graph::{Act, LifeOf, Machine, Outcome as OutcomeOf, Step as StepOf, derive};
pub use guard::{Denied, Standing};

/// The life of an item.
pub type Life = LifeOf<Standing>;
/// An act in the life of an item, with what became of it.
pub type Step = graph::Step<crate::record::Transition, State, Denied>;
/// What became of an act in the life of an item.
pub type Outcome = graph::Outcome<State, Denied>;

use serde::{Deserialize, Serialize};

use crate::org::words;

words! {
    /// The state of an item. `overdue` is none of them: it hangs on today.
    State {
        /// 草稿: written, not given out.
        Draft = "draft",
        /// 待签收.
        Issued = "issued",
        /// 已签收.
        Acknowledged = "acknowledged",
        /// 办理中.
        InProgress = "in_progress",
        /// 申请销号.
        Submitted = "submitted",
        /// 乡镇已核验.
        TownshipVerified = "township_verified",
        /// 县级已核验.
        CountyVerified = "county_verified",
        /// 已销号.
        Closed = "closed",
        /// 已退回.
        Returned = "returned",
        /// 暂停.
        Suspended = "suspended",
        /// 重新办理.
        Reopened = "reopened",
        /// 已取消.
        Cancelled = "cancelled",
    }
}

impl State {
    /// Whether the branch still has work to do on it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Issued | Self::Acknowledged | Self::InProgress | Self::Returned | Self::Reopened)
    }

    /// Whether it waits for somebody's verdict.
    pub const fn awaits_verdict(self) -> bool {
        matches!(self, Self::Submitted | Self::TownshipVerified | Self::CountyVerified)
    }
}

words! {
    /// An act that may change an item's state.
    Move {
        /// 下达.
        Issue = "issue",
        /// 签收.
        Acknowledge = "acknowledge",
        /// 开始办理.
        Start = "start",
        /// 申请销号.
        Submit = "submit",
        /// 乡镇核验通过.
        VerifyTownship = "verify_township",
        /// 县级核验通过.
        VerifyCounty = "verify_county",
        /// 销号.
        Close = "close",
        /// 申请延期.
        RequestExtension = "request_extension",
        /// 同意延期.
        GrantExtension = "grant_extension",
        /// 不同意延期.
        RefuseExtension = "refuse_extension",
        /// 暂停.
        Suspend = "suspend",
        /// 恢复.
        Resume = "resume",
        /// 退回.
        Return = "return",
        /// 重新办理.
        Reopen = "reopen",
        /// 取消.
        Cancel = "cancel",
    }
}

impl Move {
    /// Whether the author must say why.
    pub const fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::Return | Self::Suspend | Self::Reopen | Self::Cancel | Self::RequestExtension | Self::RefuseExtension
        )
    }

    /// Whether it approves the content of an item: it binds exactly what its author looked at.
    pub const fn is_verdict(self) -> bool {
        matches!(self, Self::VerifyTownship | Self::VerifyCounty | Self::Close)
    }

    /// Whether it names a new last day.
    pub const fn needs_date(self) -> bool {
        matches!(self, Self::RequestExtension | Self::GrantExtension)
    }

    /// Among acts that did not see each other the bolder goes first, so that the more cautious has the last word:
    /// a return is not lost to a closing made elsewhere at the same time.
    pub(crate) const fn caution(self) -> u8 {
        match self {
            Self::Issue => 0,
            Self::Acknowledge | Self::Start | Self::RequestExtension => 1,
            Self::Submit => 2,
            Self::VerifyTownship | Self::VerifyCounty | Self::Close => 3,
            Self::GrantExtension => 4,
            Self::RefuseExtension | Self::Resume => 5,
            Self::Suspend => 6,
            Self::Return | Self::Reopen => 7,
            Self::Cancel => 8,
        }
    }
}
