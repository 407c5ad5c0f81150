//! The fields of work (领域) of a taskbook, and what names one of them.

use std::collections::BTreeSet;

use taizhang_ledger::{
    Domain, DomainName,
    domain::{DOMAIN_MAX, DOMAIN_NAME_MAX},
};

use super::{book::unique, mistake::one_of, reader::Row};

/// Reads `domains.toml`; their order is that of the file.
pub(super) fn domains(root: &Row<'_>) -> Vec<DomainName> {
    let (mut seen, mut names) = (BTreeSet::new(), BTreeSet::new());
    let read = |(order, row): (i64, &Row<'_>)| {
        let id = row.text("id").and_then(|word| domain_id(row, "id", &word));
        if let Some(id) = id {
            unique(&mut seen, row, "id", id.word());
        }
        let name = row.text("name");
        if let Some(name) = &name {
            unique(&mut names, row, "name", name);
            if name.chars().count() > DOMAIN_NAME_MAX {
                let what = format!("`name` has more than {DOMAIN_NAME_MAX} characters");
                row.note("name", what, "write a shorter one: it heads a column");
            }
        }
        let retired = row.flag("retired");
        Some(DomainName { id: id?, name: name?, order, retired })
    };
    (1..).zip(root.rows("domain", &["id", "name", "retired"]).iter()).filter_map(read).collect()
}

/// The field of work that a row names. `known` are those of the taskbook; none when there are mistakes in them, so that
/// no row is blamed for these.
pub(crate) fn named_domain(row: &Row<'_>, known: Option<&[DomainName]>) -> Option<Domain> {
    let word = row.text("domain")?;
    let Some(known) = known else { return domain_id(row, "domain", &word) };
    let found = known.iter().find(|one| one.id.word() == word);
    if found.is_none() {
        let words: Vec<&str> = known.iter().map(|one| one.id.word()).collect();
        row.note("domain", format!("`domain` is unknown: \"{word}\""), one_of(&word, &words));
    }
    found.map(|one| one.id)
}

/// `word` when it may be a name in code.
fn domain_id(row: &Row<'_>, key: &str, word: &str) -> Option<Domain> {
    let id = Domain::from_word(word);
    if id.is_none() {
        let instead = format!("write 1 to {DOMAIN_MAX} of a-z, 0-9 and _, such as \"two_new\"");
        row.note(key, format!("`{key}` is \"{word}\""), instead);
    }
    id
}
