//! The states of a case and the acts between them (domain.md, "Life cycles").

use serde::{Deserialize, Serialize};

use crate::{doc_id::DocKind, org::words};

words! {
    /// The state of a rectification case.
    CaseState {
        /// 排查上报: the township has found it.
        Screened = "screened",
        /// 不予列入.
        Dismissed = "dismissed",
        /// 列入整顿.
        Listed = "listed",
        /// 已诊断: the problems are written down.
        Diagnosed = "diagnosed",
        /// 方案已报: one plan a village (一村一策) is filed.
        PlanFiled = "plan_filed",
        /// 整改中.
        InRectification = "in_rectification",
        /// 已自评.
        SelfAssessed = "self_assessed",
        /// 乡镇已核查.
        TownshipChecked = "township_checked",
        /// 县级已验收.
        CountyAccepted = "county_accepted",
        /// 已销号.
        Closed = "closed",
        /// 跟踪回访: twelve months.
        Tracking = "tracking",
        /// 已归档.
        Archived = "archived",
        /// 反弹.
        Relapsed = "relapsed",
        /// 暂停整顿: by the county, with the reason.
        Suspended = "suspended",
    }
}

impl CaseState {
    /// Whether the plan may still be written: before anybody has checked the work.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Listed | Self::Diagnosed | Self::PlanFiled | Self::InRectification)
    }

    /// Whether a plan is filed and the case not accepted: the next step needs the plan to be whole still.
    pub const fn waits_with_plan(self) -> bool {
        matches!(self, Self::PlanFiled | Self::InRectification | Self::SelfAssessed | Self::TownshipChecked)
    }

    /// Whether it has been struck off the list.
    pub const fn is_struck_off(self) -> bool {
        matches!(self, Self::Closed | Self::Tracking | Self::Archived)
    }

    /// Whether it is on the list and not struck off.
    pub const fn is_listed(self) -> bool {
        !self.is_struck_off() && !matches!(self, Self::Screened | Self::Dismissed)
    }
}

words! {
    /// An act in a case's life. Screening is the record of the case itself.
    CaseMove {
        /// 列入整顿, by the county.
        List = "list",
        /// 不予列入, by the county.
        Dismiss = "dismiss",
        /// 完成诊断, by the branch.
        Diagnose = "diagnose",
        /// 上报方案, by the branch.
        FilePlan = "file_plan",
        /// 开始整改, by the branch.
        Start = "start",
        /// 自评申请, by the branch.
        SelfAssess = "self_assess",
        /// 核查通过, by the township.
        Check = "check",
        /// 验收通过, by the county, with score and vote.
        Accept = "accept",
        /// 销号, by the county.
        Close = "close",
        /// 回访, by the township or the county.
        Track = "track",
        /// 归档, by the county.
        Archive = "archive",
        /// 反弹, by the township or the county.
        Relapse = "relapse",
        /// 退回, by the township or the county.
        Return = "return",
        /// 申请延期, by the branch.
        RequestExtension = "request_extension",
        /// 同意延期, by the county.
        GrantExtension = "grant_extension",
        /// 不同意延期, by the county.
        RefuseExtension = "refuse_extension",
        /// 暂停, by the county.
        Suspend = "suspend",
        /// 恢复, by the county.
        Resume = "resume",
    }
}

impl CaseMove {
    /// Whether the author must say why, or what was found.
    pub const fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::Dismiss
                | Self::SelfAssess
                | Self::Track
                | Self::Relapse
                | Self::Return
                | Self::RequestExtension
                | Self::RefuseExtension
                | Self::Suspend
        )
    }

    /// Whether the author must name a day: the new deadline.
    pub const fn needs_date(self) -> bool {
        matches!(self, Self::RequestExtension | Self::GrantExtension)
    }

    /// Whether the author may name a day: also a listing after a relapse, with a last day of its own.
    pub const fn takes_date(self) -> bool {
        self.needs_date() || matches!(self, Self::List)
    }

    /// Whether it approves: it binds exactly the content that its author looked at.
    pub const fn is_verdict(self) -> bool {
        matches!(self, Self::Check | Self::Accept | Self::Close)
    }

    /// The kinds of document in which it counts: who may write there may do it.
    pub(crate) const fn counts_in(self, place: DocKind) -> bool {
        match self {
            Self::Diagnose | Self::FilePlan | Self::Start | Self::SelfAssess | Self::RequestExtension => {
                matches!(place, DocKind::Branch)
            }
            Self::Check => matches!(place, DocKind::Review),
            Self::List
            | Self::Dismiss
            | Self::Accept
            | Self::Close
            | Self::Archive
            | Self::GrantExtension
            | Self::RefuseExtension
            | Self::Suspend
            | Self::Resume => matches!(place, DocKind::CountyReview),
            Self::Track | Self::Relapse | Self::Return => matches!(place, DocKind::Review | DocKind::CountyReview),
        }
    }

    /// See [`Act::caution`](crate::lifecycle::Act::caution).
    pub(crate) const fn caution(self) -> u8 {
        match self {
            Self::List | Self::Diagnose | Self::RequestExtension | Self::Resume => 0,
            Self::FilePlan | Self::Start | Self::GrantExtension => 1,
            Self::SelfAssess | Self::RefuseExtension => 2,
            Self::Check | Self::Accept | Self::Close | Self::Track | Self::Archive => 3,
            Self::Return | Self::Suspend => 4,
            Self::Dismiss | Self::Relapse => 5,
        }
    }
}
