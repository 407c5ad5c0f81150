//! How people of a sample county write about their work.

use std::collections::BTreeMap;

use taizhang_ledger::org::{OrgKind, Tier};

use crate::taskbook::Row;

/// What may stand in a phrase between braces.
const BLANKS: &[&str] = &["short", "above", "day", "month", "date", "post", "people", "few", "households", "money"];

/// Something that people write, with blanks to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The kinds of branches that write so; none for all.
    pub kinds: Vec<OrgKind>,
    /// The words.
    pub text: String,
}

impl Phrase {
    /// Whether a kind of branch writes so.
    pub fn fits(&self, kind: OrgKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// Phrases about one kind of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// 措施办法.
    pub measures: Vec<Phrase>,
    /// 进展, first steps first.
    pub notes: Vec<Phrase>,
    /// Captions of evidence.
    pub captions: Vec<Phrase>,
}

/// Phrases for any work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Common {
    /// 进展.
    pub notes: Vec<Phrase>,
    /// What any work came to.
    pub done: Vec<Phrase>,
    /// Why it took longer.
    pub late: Vec<Phrase>,
    /// Handing in.
    pub submit: Vec<Phrase>,
    /// What was mended after a return.
    pub improve: Vec<Phrase>,
    /// Handing in once more.
    pub submit_again: Vec<Phrase>,
    /// Verdicts that accept.
    pub accept: Vec<Phrase>,
    /// Taking a task.
    pub acknowledge: Vec<Phrase>,
    /// Why a task is called off.
    pub cancel: Vec<Phrase>,
    /// Why more time is not given.
    pub refuse: Vec<Phrase>,
    /// What a branch adds to a measure: who, when, how it is seen to be done.
    pub local: Vec<Phrase>,
    /// Where photos are kept.
    pub kept_photo: Vec<Phrase>,
    /// Where papers are kept.
    pub kept_paper: Vec<Phrase>,
    /// Why work rests.
    pub suspend: Vec<Phrase>,
    /// Why more time is needed.
    pub extend: Vec<Phrase>,
    /// What is answered to that.
    pub extend_answer: Vec<Phrase>,
    /// Why a closed task is opened again.
    pub reopen: Vec<Phrase>,
    /// Why a township hands work back.
    pub returns: Vec<Phrase>,
    /// Why the county hands work back.
    pub county_returns: Vec<Phrase>,
}

/// All phrases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    /// Who takes a task at a kind of branch.
    pub posts: BTreeMap<&'static str, Vec<String>>,
    /// Phrases for any work.
    pub common: Common,
    /// Words that say nothing: progress and measures.
    pub vague: Topic,
    /// Words that several branches hand in alike: progress and measures.
    pub copied: Topic,
    /// Phrases by topic.
    pub topics: BTreeMap<String, Topic>,
}

/// The kinds of branches.
pub(super) fn branch_kinds() -> impl Iterator<Item = OrgKind> {
    OrgKind::ALL.iter().copied().filter(|kind| kind.tier() == Tier::Branch)
}

pub(super) fn journal(root: &Row<'_>) -> Journal {
    let mut journal = Journal::default();
    let kinds: Vec<&'static str> = branch_kinds().map(OrgKind::word).collect();
    if let Some(posts) = root.row("posts", &kinds) {
        journal.posts = kinds.iter().map(|kind| (*kind, posts.texts(kind))).collect();
    }
    journal.common = common(root);
    if let Some(row) = root.row("vague", &["notes", "measures"]) {
        journal.vague =
            Topic { measures: phrases(&row, "measures"), notes: phrases(&row, "notes"), captions: Vec::new() };
    }
    if let Some(row) = root.row("copied", &["notes", "measures"]) {
        journal.copied =
            Topic { measures: phrases(&row, "measures"), notes: phrases(&row, "notes"), captions: Vec::new() };
    }
    if let Some(topics) = root.row("topic", &[]) {
        for name in topics.keys() {
            if let Some(row) = topics.row(name, &["measures", "notes", "captions"]) {
                let topic = Topic {
                    measures: phrases(&row, "measures"),
                    notes: phrases(&row, "notes"),
                    captions: phrases(&row, "captions"),
                };
                journal.topics.insert(name.to_owned(), topic);
            }
        }
    }
    journal
}

fn common(root: &Row<'_>) -> Common {
    let mut common = Common::default();
    let slots: [(&str, &mut Vec<Phrase>); 17] = [
        ("notes", &mut common.notes),
        ("done", &mut common.done),
        ("late", &mut common.late),
        ("submit", &mut common.submit),
        ("improve", &mut common.improve),
        ("submit_again", &mut common.submit_again),
        ("accept", &mut common.accept),
        ("acknowledge", &mut common.acknowledge),
        ("cancel", &mut common.cancel),
        ("refuse", &mut common.refuse),
        ("local", &mut common.local),
        ("kept_photo", &mut common.kept_photo),
        ("kept_paper", &mut common.kept_paper),
        ("suspend", &mut common.suspend),
        ("extend", &mut common.extend),
        ("extend_answer", &mut common.extend_answer),
        ("reopen", &mut common.reopen),
    ];
    let keys = slots.each_ref().map(|(key, _)| *key);
    if let Some(row) = root.row("common", &keys) {
        for (key, slot) in slots {
            *slot = phrases(&row, key);
        }
    }
    if let Some(row) = root.row("returns", &["common", "county"]) {
        common.returns = phrases(&row, "common");
        common.county_returns = phrases(&row, "county");
    }
    common
}

fn phrases(row: &Row<'_>, key: &str) -> Vec<Phrase> {
    let texts = row.texts(key);
    texts.into_iter().map(|text| phrase(row, key, text)).collect()
}

/// A phrase, or `kind kind: phrase`.
fn phrase(row: &Row<'_>, key: &str, text: String) -> Phrase {
    let phrase = match text.split_once(": ") {
        Some((head, rest)) if head.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b' ') => Phrase {
            kinds: head.split_whitespace().filter_map(|word| kind(row, key, word)).collect(),
            text: rest.to_owned(),
        },
        _ => Phrase { kinds: Vec::new(), text },
    };
    check_blanks(row, key, &phrase.text, BLANKS);
    phrase
}

fn kind(row: &Row<'_>, key: &str, word: &str) -> Option<OrgKind> {
    let found = branch_kinds().find(|kind| kind.word() == word);
    if found.is_none() {
        let words: Vec<&str> = branch_kinds().map(OrgKind::word).collect();
        row.note(key, format!("unknown kind \"{word}\" before a phrase"), crate::taskbook::one_of(word, &words));
    }
    found
}

/// Notes every `{blank}` of a text that nothing fills.
pub(super) fn check_blanks(row: &Row<'_>, key: &str, text: &str, known: &[&str]) {
    for blank in blanks(text) {
        if !known.contains(&blank) {
            row.note(key, format!("nothing fills {{{blank}}} in \"{text}\""), crate::taskbook::one_of(blank, known));
        }
    }
}

/// What stands between braces in a text.
pub(super) fn blanks(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(blank, _)| blank))
}
