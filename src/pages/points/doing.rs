//! What is still open and would add points.

use taizhang_ledger::{
    Ledger, OrgId, Reckoner,
    indicator::SourceRecord,
    points::{Part, Points},
};

use crate::{
    text::{points as words, submissions},
    widgets::address,
};

/// How many are named: those that add most.
const SHOWN: usize = 5;

/// Something open, as a line shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Doing {
    pub(super) title: String,
    pub(super) to: String,
    /// How much it would add.
    pub(super) said: String,
}

/// What would add to a part at an organisation, the most first.
pub(super) fn doing(ledger: &Ledger, reckoner: &Reckoner<'_>, part: &Part, org: &OrgId) -> Vec<Doing> {
    let mut all = reckoner.would_add(part, org).unwrap_or_default();
    all.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
    all.into_iter().take(SHOWN).filter_map(|(record, points)| line(ledger, &record, points)).collect()
}

fn line(ledger: &Ledger, record: &SourceRecord, points: Points) -> Option<Doing> {
    let (title, to) = match record {
        SourceRecord::Item(key) => (ledger.summary(key)?.title, address(key)),
        SourceRecord::Submission(_, form, period) => {
            let name = ledger.submission(form).map_or(form.as_str(), |one| one.name.as_str());
            (format!("{name} · {}", submissions::period(*period)), "/submissions".to_owned())
        }
        SourceRecord::Row(..) | SourceRecord::Case(_) | SourceRecord::Count(..) => return None,
    };
    Some(Doing { title, to, said: words::would_add(points) })
}
