//! What a detector tells: which rule, of which records, with what facts, and what to do next. The sentence is the
//! app's.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CaseId, EntryId, ItemKey, OrgId},
    org::words,
    similar::Passage,
};

words! {
    /// A rule of the domain ("Detectors"), in the order in which findings are told.
    Rule {
        /// 问题不明: no problem, or one that says nothing.
        UnclearProblem = "unclear_problem",
        /// 措施办法不清: a measure without what makes it one.
        UnclearMeasure = "unclear_measure",
        /// 照搬照抄: words alike to another branch's.
        CopiedContent = "copied_content",
        /// 满足于当传话筒: passed on, with nothing of one's own.
        PassThroughOnly = "pass_through_only",
        /// 未启动.
        NotStarted = "not_started",
        /// 进度缓慢.
        Stalled = "stalled",
        /// 材料表格要一直催: late.
        ChaseNeeded = "chase_needed",
        /// 挂钩领导不知.
        LeaderUnaware = "leader_unaware",
    }
}

words! {
    /// What to do about a finding.
    NextStep {
        /// Write down what the problem is, for whom, and what shows it.
        DescribeProblem = "describe_problem",
        /// Write a measure of one's own.
        WriteMeasure = "write_measure",
        /// Say who does what until when, instead of phrases.
        MakeConcrete = "make_concrete",
        /// Fill in what is missing of the measure.
        CompleteMeasure = "complete_measure",
        /// Name who answers for it.
        NameOwner = "name_owner",
        /// Write it anew from one's own situation.
        RewriteInOwnWords = "rewrite_in_own_words",
        /// Sign for the task.
        SignFor = "sign_for",
        /// Begin, and report it.
        Begin = "begin",
        /// Report how far it is, or what it is held up by.
        ReportProgress = "report_progress",
        /// Hand it in, or ask for an extension.
        HandIn = "hand_in",
        /// Answer the request for an extension.
        DecideExtension = "decide_extension",
        /// Name a leader.
        NameLeader = "name_leader",
        /// Ask the leader to confirm.
        AskLeader = "ask_leader",
        /// Arrange a visit.
        ArrangeVisit = "arrange_visit",
    }
}

words! {
    /// What a problem lacks.
    ProblemFlaw {
        /// There is no problem at all.
        Missing = "missing",
        /// There are no words.
        Empty = "empty",
        /// There are only vague phrases.
        Vague = "vague",
        /// No category.
        NoCategory = "no_category",
        /// No evidence.
        NoEvidence = "no_evidence",
        /// Whom or what it affects is not said.
        NoObject = "no_object",
    }
}

words! {
    /// What a measure lacks.
    MeasureFlaw {
        /// There are no words.
        Empty = "empty",
        /// There are only vague phrases.
        Vague = "vague",
        /// It is another branch's.
        Copied = "copied",
        /// Nobody answers for it.
        NoOwner = "no_owner",
        /// No date.
        NoDue = "no_due",
        /// What is to come of it is not said.
        NoDeliverable = "no_deliverable",
        /// When it counts as done is not said.
        NoStandard = "no_standard",
    }
}

/// How a linked leader is unaware.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LeaderGap {
    /// Nobody is named.
    SlotEmpty,
    /// The link is not confirmed, this many days after it was made.
    NotAcknowledged {
        /// Days since the leader was named.
        days: i64,
    },
    /// No visit is recorded for this many days.
    NoVisit {
        /// Days since the last visit, or since the leader was named.
        days: i64,
    },
}

/// Which words of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// Its measure.
    Measure,
    /// An entry of its journal that tells progress.
    Progress(EntryId),
}

/// Words that are alike to another branch's. Who wrote them first, the ledger does not say: clocks differ.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Likeness {
    /// Which words of this item.
    pub here: Part,
    /// The item of another branch that is most alike.
    pub other: ItemKey,
    /// Which words of that item.
    pub there: Part,
    /// How alike, 0 to 100.
    pub percent: u8,
    /// What they share: `a` in the words here, `b` in those there.
    pub passages: Vec<Passage>,
    /// How many other branches have words that are too much alike to these.
    pub branches: usize,
}

/// What the sentence of a finding is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Facts {
    /// Of [`Rule::UnclearProblem`].
    CaseProblem {
        /// The problem's number in its case, from 1; 0 when the case has none.
        problem: usize,
        /// What it lacks.
        flaws: Vec<ProblemFlaw>,
    },
    /// Of [`Rule::UnclearMeasure`], in a case.
    CaseMeasure {
        /// The problem's number in its case, from 1.
        problem: usize,
        /// The measure's number within it, from 1.
        measure: usize,
        /// What it lacks.
        flaws: Vec<MeasureFlaw>,
        /// The branch that has the most alike words, and how alike they are in percent, when they are copied.
        copy: Option<(OrgId, u8)>,
    },
    /// Of [`Rule::UnclearMeasure`].
    Measure {
        /// What it lacks.
        flaws: Vec<MeasureFlaw>,
        /// Where the words stand as well, when they are copied.
        copy: Option<Likeness>,
    },
    /// Of [`Rule::CopiedContent`].
    Alike(Likeness),
    /// Of [`Rule::PassThroughOnly`].
    PassedThrough {
        /// Days since the branch signed for it.
        days: i64,
        /// How alike the measure is to the requirement that it repeats, in percent.
        repeats: Option<u8>,
    },
    /// Of [`Rule::NotStarted`] and [`Rule::Stalled`].
    Idle {
        /// Days since it was given out, or last updated.
        days: i64,
    },
    /// Of [`Rule::ChaseNeeded`].
    Late {
        /// Days since the last day.
        days: i64,
        /// Reminders sent.
        reminders: u32,
    },
    /// Of [`Rule::LeaderUnaware`].
    Leader(Vec<LeaderGap>),
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The branch that it is about.
    pub branch: OrgId,
    /// The items behind it, the branch's own first; none when it is about a case.
    pub records: Vec<ItemKey>,
    /// The rectification case that it is about.
    pub case: Option<CaseId>,
    /// What exactly.
    pub facts: Facts,
    /// What to do.
    pub next: NextStep,
}
