//! From when on something is a finding: parameters of the taskbook, with defaults for a county that sets none.

use crate::ledger::Ledger;

/// The thresholds of the detectors. Their names are those of the taskbook's parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Texts more alike than this, in percent, are copied.
    pub similarity_max: u8,
    /// Texts with fewer characters that count are too short to be anybody's own, and are not compared.
    pub copied_chars_min: usize,
    /// Days that a branch has, once it has signed for a task, to write something of its own.
    pub pass_through_days: i64,
    /// Days without a beginning, from being given out, that make a task not started.
    pub not_started_days: i64,
    /// Days without an update that make begun work stalled.
    pub stalled_days: i64,
    /// Days that a linked leader has to confirm knowing of the link.
    pub leader_ack_days: i64,
    /// The most days between two visits of a linked leader.
    pub leader_visit_days: i64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            similarity_max: 85,
            copied_chars_min: 20,
            pass_through_days: 7,
            not_started_days: 30,
            stalled_days: 21,
            leader_ack_days: 7,
            leader_visit_days: 30,
        }
    }
}

impl Thresholds {
    /// Those of the ledger's taskbook. A negative number counts as 0, more than all as 100 %.
    pub fn of(ledger: &Ledger) -> Self {
        let default = Self::default();
        let days = |name, default| ledger.parameter(name).map_or(default, |days| days.max(0));
        let percent = |name| ledger.parameter(name).map(|percent| u8::try_from(percent.clamp(0, 100)).unwrap_or(100));
        let count = |name| ledger.parameter(name).map(|count| usize::try_from(count.max(0)).unwrap_or(usize::MAX));
        Self {
            similarity_max: percent("similarity_max").unwrap_or(default.similarity_max),
            copied_chars_min: count("copied_chars_min").unwrap_or(default.copied_chars_min),
            pass_through_days: days("pass_through_days", default.pass_through_days),
            not_started_days: days("not_started_days", default.not_started_days),
            stalled_days: days("stalled_days", default.stalled_days),
            leader_ack_days: days("leader_ack_days", default.leader_ack_days),
            leader_visit_days: days("leader_visit_days", default.leader_visit_days),
        }
    }
}
