//! A case's records as they stand in documents.

use automerge::{ChangeHash, ScalarValue};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ballot, CaseMove};
use crate::{
    author::Author,
    doc_id::DocKind,
    document::Document,
    fingerprint::Fingerprint,
    ids::{CaseId, EntryId, MeasureId, OrgId, ProblemId, TransitionId},
    lifecycle::Act,
    moment::Timestamp,
    org::{Tier, words},
    problem::Problem as Fault,
    record::{Fields, joined, list, parse_date, write_author},
    schema::Table,
};

type Row = Vec<(&'static str, Option<ScalarValue>)>;

/// A branch that a township has screened out: 软弱涣散党组织 (R1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The branch: whose review document holds it.
    pub branch: OrgId,
    /// 表现: what was seen, in the township's words.
    pub symptom: String,
    /// The last day (validation 2: November 30 unless told).
    pub deadline: NaiveDate,
    /// Who screened it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl Case {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Fault> {
        let fields = Fields::open(document, Table::Cases, key)?;
        Ok(Self {
            id: fields.key()?,
            branch: document.id().owner().ok_or_else(|| fields.bad("owner"))?.clone(),
            symptom: fields.text("symptom")?,
            deadline: parse_date(&fields.text("deadline")?).ok_or_else(|| fields.bad("deadline"))?,
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Row {
        let mut fields = vec![
            ("symptom", Some(self.symptom.as_str().into())),
            ("deadline", Some(self.deadline.to_string().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}

/// A problem of a case; what it says stands in cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its id.
    pub id: ProblemId,
    /// The case.
    pub case: CaseId,
    /// Who wrote it down.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl Problem {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Fault> {
        let fields = Fields::open(document, Table::Problems, key)?;
        Ok(Self { id: fields.key()?, case: fields.parsed("case")?, author: fields.author()?, at: fields.time("at")? })
    }

    pub(crate) fn fields(&self) -> Row {
        let mut fields = vec![("case", Some(self.case.to_string().into())), ("at", Some(ScalarValue::Int(self.at.0)))];
        fields.extend(write_author(&self.author));
        fields
    }
}

/// A measure against a problem; what it says stands in cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// The problem.
    pub problem: ProblemId,
    /// Who wrote it down.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl Measure {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Fault> {
        let fields = Fields::open(document, Table::Measures, key)?;
        Ok(Self {
            id: fields.key()?,
            problem: fields.parsed("problem")?,
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Row {
        let mut fields =
            vec![("problem", Some(self.problem.to_string().into())), ("at", Some(ScalarValue::Int(self.at.0)))];
        fields.extend(write_author(&self.author));
        fields
    }
}

/// An act in a case's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAct {
    /// Its id.
    pub id: TransitionId,
    /// The kind of document it stands in, which tells what it may do.
    pub place: DocKind,
    /// The case.
    pub case: CaseId,
    /// The act.
    pub act: CaseMove,
    /// Why, or what was found, in the author's words.
    pub reason: Option<String>,
    /// The outcome of an acceptance.
    pub ballot: Option<Ballot>,
    /// The day that an extension asks for, or grants; the last day of a listing after a relapse.
    pub until: Option<NaiveDate>,
    /// The last acts that the author saw.
    pub after: Vec<TransitionId>,
    /// The heads of the branch's document that the author looked at.
    pub seen: Vec<ChangeHash>,
    /// What a verdict binds.
    pub content: Option<Fingerprint>,
    /// Who did it.
    pub author: Author,
    /// When, by the author's clock.
    pub at: Timestamp,
}

impl CaseAct {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Fault> {
        let fields = Fields::open(document, Table::CaseActs, key)?;
        Ok(Self {
            id: fields.key()?,
            place: document.id().kind(),
            case: fields.parsed("case")?,
            act: fields.word("act", CaseMove::from_word)?,
            reason: fields.optional_text("reason"),
            ballot: Ballot::read(&fields),
            until: fields.optional_text("until").as_deref().and_then(parse_date),
            after: list(fields.optional_text("after")),
            seen: list(fields.optional_text("seen")),
            content: fields.optional_text("content").and_then(|text| text.parse().ok()),
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Row {
        let mut fields = vec![
            ("case", Some(self.case.to_string().into())),
            ("act", Some(self.act.word().into())),
            ("reason", self.reason.as_deref().map(Into::into)),
            ("until", self.until.map(|day| day.to_string().into())),
            ("after", joined(&self.after)),
            ("seen", joined(&self.seen)),
            ("content", self.content.as_ref().map(|content| content.to_string().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(self.ballot.iter().flat_map(Ballot::fields));
        fields.extend(write_author(&self.author));
        fields
    }
}

impl Act for CaseAct {
    fn id(&self) -> TransitionId {
        self.id
    }

    fn after(&self) -> &[TransitionId] {
        &self.after
    }

    fn caution(&self) -> u8 {
        self.act.caution()
    }

    fn at(&self) -> Timestamp {
        self.at
    }
}

words! {
    /// What an entry of a case's journal tells.
    CaseEntryKind {
        /// 进展.
        Progress = "progress",
        /// 挂钩领导已知悉.
        Acknowledgement = "acknowledgement",
        /// 挂钩领导走访.
        Visit = "visit",
        /// 催办: those above ask the branch to get on with it.
        Reminder = "reminder",
    }
}

/// An entry of a case's journal. Never changed once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEntry {
    /// Its id.
    pub id: EntryId,
    /// The case.
    pub case: CaseId,
    /// What it tells.
    pub kind: CaseEntryKind,
    /// The words.
    pub text: String,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Who wrote it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl CaseEntry {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Fault> {
        let fields = Fields::open(document, Table::CaseEntries, key)?;
        let kind = fields.word("kind", CaseEntryKind::from_word)?;
        let author = fields.author()?;
        // A leader's word counts only from a leader's own hand, and nobody is reminded from below.
        let place = document.id().kind();
        let right_place = match kind {
            CaseEntryKind::Progress => place == DocKind::Branch,
            CaseEntryKind::Acknowledgement | CaseEntryKind::Visit => place == DocKind::Leader,
            CaseEntryKind::Reminder => match place {
                DocKind::Review => author.role.tier() == Tier::Township,
                DocKind::CountyReview => author.role.tier() == Tier::County,
                _ => false,
            },
        };
        if !right_place {
            return Err(fields.bad("kind"));
        }
        Ok(Self {
            id: fields.key()?,
            case: fields.parsed("case")?,
            kind,
            text: fields.optional_text("text").unwrap_or_default(),
            on: parse_date(&fields.text("on")?).ok_or_else(|| fields.bad("on"))?,
            author,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Row {
        let mut fields = vec![
            ("case", Some(self.case.to_string().into())),
            ("kind", Some(self.kind.word().into())),
            ("text", Some(self.text.as_str().into())),
            ("on", Some(self.on.to_string().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}
