//! The fields of a case, its problems and its measures: cells, each written by itself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    ids::{CaseId, MeasureId, ProblemId},
    org::words,
};

words! {
    /// The four slots of 四个一 (validation 1; the labels are the county's).
    Slot {
        /// 县级领导.
        CountyLeader = "county_leader",
        /// 乡镇班子成员.
        TownshipMember = "township_member",
        /// 第一书记.
        FirstSecretary = "first_secretary",
        /// 帮扶单位.
        PairedUnit = "paired_unit",
    }
}

words! {
    /// A field that can be edited.
    CaseField {
        /// [`Slot::CountyLeader`], where no leader is linked in the taskbook.
        CountyLeader = "county_leader",
        /// [`Slot::TownshipMember`].
        TownshipMember = "township_member",
        /// [`Slot::FirstSecretary`].
        FirstSecretary = "first_secretary",
        /// [`Slot::PairedUnit`].
        PairedUnit = "paired_unit",
        /// 整改时限 of the case.
        Deadline = "deadline",
        /// 问题类别.
        Category = "category",
        /// 问题表现.
        Description = "description",
        /// 事实依据.
        Evidence = "evidence",
        /// 影响对象.
        Affected = "affected",
        /// 整改措施.
        Measure = "measure",
        /// 责任人.
        Owner = "owner",
        /// 完成时限 of a measure.
        Due = "due",
        /// 成果形式.
        Deliverable = "deliverable",
        /// 验收标准.
        Standard = "standard",
        /// 完成情况.
        Result = "result",
        /// 撤回: why a problem or measure no longer counts.
        Withdrawn = "withdrawn",
    }
}

impl CaseField {
    /// The field that holds a slot.
    pub const fn of_slot(slot: Slot) -> Self {
        match slot {
            Slot::CountyLeader => Self::CountyLeader,
            Slot::TownshipMember => Self::TownshipMember,
            Slot::FirstSecretary => Self::FirstSecretary,
            Slot::PairedUnit => Self::PairedUnit,
        }
    }

    /// The fields of a case itself, of a problem and of a measure.
    pub const fn belongs_to(self, subject: Subject) -> bool {
        use CaseField as F;
        match subject {
            Subject::Case(_) => {
                matches!(self, F::CountyLeader | F::TownshipMember | F::FirstSecretary | F::PairedUnit | F::Deadline)
            }
            Subject::Problem(_) => {
                matches!(self, F::Category | F::Description | F::Evidence | F::Affected | F::Withdrawn)
            }
            Subject::Measure(_) => {
                matches!(self, F::Measure | F::Owner | F::Due | F::Deliverable | F::Standard | F::Result | F::Withdrawn)
            }
        }
    }

    /// Whether its value is a date.
    pub const fn is_date(self) -> bool {
        matches!(self, Self::Deadline | Self::Due)
    }
}

/// What a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The case itself.
    Case(CaseId),
    /// A problem.
    Problem(ProblemId),
    /// A measure.
    Measure(MeasureId),
}

impl Subject {
    /// The id that its cells' keys begin with.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Case(id) => id.uuid(),
            Self::Problem(id) => id.uuid(),
            Self::Measure(id) => id.uuid(),
        }
    }
}

/// The key of a cell, and back.
pub(crate) fn key(subject: Subject, field: CaseField) -> String {
    format!("{}/{}", subject.uuid(), field.word())
}

pub(crate) fn parse_key(key: &str) -> Option<(Uuid, CaseField)> {
    let (subject, field) = key.split_once('/')?;
    Some((subject.parse().ok()?, CaseField::from_word(field)?))
}
