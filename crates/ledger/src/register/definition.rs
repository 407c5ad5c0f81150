//! What a register asks for.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    expr::Expr,
    org::{OrgKind, Tier, words},
};

words! {
    /// What a column holds. Everything stands as a text or a whole number, so that it is exact.
    ColumnKind {
        /// Words, of at most `max` characters.
        Text = "text",
        /// A number of `decimals` decimal places, as a whole number of its last place.
        Number = "number",
        /// How many persons or things: a whole number from 0.
        Count = "count",
        /// Money, as whole fen.
        Money = "money",
        /// A local day, `YYYY-MM-DD`.
        Date = "date",
        /// The id of one of the column's choices.
        Choice = "choice",
        /// The id of an organisation of the county.
        Organisation = "organisation",
        /// 1 or 0.
        YesNo = "yes_no",
        /// A photo or a scanned document: its [`FileRef`](crate::record::FileRef) as JSON.
        Photo = "photo",
        /// The id of a task of the same branch.
        Task = "task",
    }
}

impl ColumnKind {
    /// Whether its values are whole numbers; else they are texts.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Count | Self::Money | Self::YesNo)
    }
}

/// Who keeps a register: an organisation of this tier, in its own document.
pub type Keeper = Tier;

/// A register as the taskbook defines it. Stands there as JSON, which a later version may add keys to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Its name in code, such as `collective_income`: never reused.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The code of the work item that it belongs to, such as `R2`.
    pub item: String,
    /// At which tier it is kept.
    pub keeper: Keeper,
    /// By which kinds of organisation; by all of that tier when there are none.
    #[serde(default)]
    pub kinds: Vec<OrgKind>,
    /// Why it is asked for, as people read it (a new form states why: domain.md, "What it must not become").
    pub why: String,
    /// Whether its rows tell of persons: then they stand encrypted in a document of their keeper's and of the county's
    /// alone ([`crate::sealed`]), and can be erased for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// How a sealed register is counted for those who may not see its rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// The column by which rows belong together, such as a person who may have two: rules may ask how many have the same
    /// there, by the name [`TOGETHER`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Columns that it asked for once: rows of then stay readable under their headings. Their names in code are taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<Column>,
    /// What must hold of a row beyond its single cells; what does not is a gap that is shown, not a refusal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RowRule>,
    /// Whether the county has withdrawn it (停用): nobody keeps it any more, and its rows stay readable.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// What rules call the number of rows that belong together, the one looked at among them.
pub const TOGETHER: &str = "together";

/// How the rows of a sealed register are counted for the branches that they tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The column that names the branch.
    pub branch: String,
    /// The column by whose choices they are counted.
    pub by: String,
}

/// Something that must hold of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRule {
    /// What must hold, over the columns and the parameters.
    pub holds: Expr,
    /// What is missing when it does not, as people read it.
    pub say: String,
}

/// A column of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in code: never reused within the register.
    pub id: String,
    /// Its Chinese heading.
    pub name: String,
    /// What it holds. A kind that this version does not know is read as words.
    #[serde(deserialize_with = "kind_or_text")]
    pub kind: ColumnKind,
    /// Whether a row must fill it.
    #[serde(default)]
    pub required: bool,
    /// The unit, where it has one, as people read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The decimal places of a [`ColumnKind::Number`].
    #[serde(default)]
    pub decimals: u8,
    /// The least value, in the places that the column counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The greatest value, or the most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// What may be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// What could be chosen once: rows that hold it say so in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<Choice>,
    /// What else its heading is called in tables that are read in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// A word of help below the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether what its rows hold can be added up. A grade, a percentage and what is counted anew each time cannot.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub sum: bool,
}

/// Something that may be chosen in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name in code.
    pub id: String,
    /// What people read.
    pub name: String,
}

impl Register {
    /// Whether an organisation of this kind keeps it; nobody does when it is retired.
    pub fn is_kept_by(&self, kind: OrgKind) -> bool {
        !self.retired && self.is_for(kind)
    }

    /// Whether an organisation of this kind keeps it, or kept it until it was retired.
    pub fn is_for(&self, kind: OrgKind) -> bool {
        kind != OrgKind::Leader && kind.tier() == self.keeper && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }

    /// Whether what is sealed can be, and is counted by columns that can be counted by. Branches keep nothing sealed,
    /// for nobody but them could read it; files lie beside the documents and are not encrypted; and it is for a
    /// township to tell its branches.
    pub fn seals_right(&self) -> bool {
        let files = self.columns.iter().any(|column| column.kind == ColumnKind::Photo);
        if self.sealed && (self.keeper == Tier::Branch || files) {
            return false;
        }
        let Some(counted) = &self.counted else { return true };
        let is = |id: &str, kind| self.column(id).is_some_and(|column| column.kind == kind && column.required);
        let columns = is(&counted.branch, ColumnKind::Organisation) && is(&counted.by, ColumnKind::Choice);
        columns && self.sealed && self.keeper == Tier::Township
    }

    /// The column of that name, which it asks for now or asked for once.
    pub fn ever(&self, id: &str) -> Option<&Column> {
        self.columns.iter().chain(&self.former).find(|column| column.id == id)
    }

    /// Whether the column by which rows belong together is one of its own.
    pub fn joins_right(&self) -> bool {
        self.together.as_ref().is_none_or(|id| self.column(id).is_some())
    }

    /// The column of that name.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }
}

impl Column {
    /// The choice of that name in code, which can be chosen now or could be once.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().chain(&self.former).find(|choice| choice.id == id)
    }

    /// How many places after the point its numbers have: 2 for money, whose last place is the fen.
    pub const fn places(&self) -> u8 {
        match self.kind {
            ColumnKind::Money => 2,
            ColumnKind::Number => self.decimals,
            _ => 0,
        }
    }
}

const fn yes() -> bool {
    true
}

fn kind_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ColumnKind, D::Error> {
    let word = String::deserialize(deserializer)?;
    Ok(ColumnKind::from_word(&word).unwrap_or(ColumnKind::Text))
}
