//! A sample county: invented organisations, a year's tasks, and what people would have done with them.

mod calendar;
mod cases;
mod dice;
mod fate;
mod issue;
mod journal;
mod keeping;
mod orgs;
mod people;
mod photo;
mod plan;
mod play;
mod rows;
mod stage;
mod templates;
#[cfg(test)]
mod tests;
mod wording;

use std::path::Path;

pub use cases::{SampleCase, SampleMeasure, SampleProblem};
pub use journal::{Common, Journal, Phrase, Topic};
pub use orgs::{Focus, SampleOrg};
pub use people::{officer_role, sample_device};
pub use photo::{PHOTO, photo};
pub use play::{SampleDocument, build};
pub use rows::{Fill, RowPattern, Whom};
pub use stage::SampleError;
pub use templates::{Issuer, Template};

use taizhang_ledger::Organisation;

use crate::taskbook::{Mistakes, Source, Taskbook, read};

/// The data that a sample county is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The organisations.
    pub orgs: Vec<SampleOrg>,
    /// The tasks of a year.
    pub templates: Vec<Template>,
    /// What people write.
    pub journal: Journal,
    /// The branches that are put right.
    pub cases: Vec<SampleCase>,
    /// What is written into registers.
    pub rows: Vec<RowPattern>,
}

impl Sample {
    /// Reads `organisations.toml`, `tasks.toml`, `journal.toml`, `cases.toml` and `rows.toml` of a directory.
    ///
    /// # Errors
    /// Every mistake in any of the files.
    pub fn load(directory: &Path, taskbook: &Taskbook) -> Result<Self, Mistakes> {
        let open = |name: &str| Source::open(&directory.join(name));
        let mut mistakes = Mistakes::default();
        let orgs = read(&mut mistakes, open("organisations.toml"), &["org"], |root| {
            orgs::organisations(root, &taskbook.domains)
        });
        let sections = ["posts", "common", "returns", "vague", "copied", "topic"];
        let journal = read(&mut mistakes, open("journal.toml"), &sections, journal::journal);
        let templates = read(&mut mistakes, open("tasks.toml"), &["base", "task"], |root| {
            templates::templates(root, taskbook, &journal)
        });
        let cases = read(&mut mistakes, open("cases.toml"), &["case"], |root| cases::cases(root, &orgs));
        let rows = read(&mut mistakes, open("rows.toml"), &["rows"], |root| rows::patterns(root, taskbook));
        mistakes.or(Self { orgs, templates, journal, cases, rows })
    }
}

/// Reads the organisations of a county from one file, written like the sample's; their fields of work are the
/// taskbook's.
///
/// # Errors
/// Every mistake in it.
pub fn organisations(path: &Path, taskbook: &Taskbook) -> Result<Vec<Organisation>, Mistakes> {
    let mut mistakes = Mistakes::default();
    let orgs = read(&mut mistakes, Source::open(path), &["org"], |root| orgs::organisations(root, &taskbook.domains));
    mistakes.or(orgs.into_iter().map(|org| org.organisation).collect())
}
