//! How many sealed rows tell of a branch, for those who may not see them.

use std::collections::BTreeMap;

use crate::{
    author::Author,
    command::{Refusal, Written},
    doc_id::DocId,
    ids::OrgId,
    ledger::Ledger,
    moment::Moment,
    record::Value,
    register::Register,
    schema::Table,
};

/// How many rows of a sealed register tell of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count<'a> {
    /// The register's name in code.
    pub register: &'a str,
    /// The choice by which they are counted.
    pub choice: &'a str,
    /// How many.
    pub count: i64,
}

/// By branch and choice.
type Counts = BTreeMap<(OrgId, String), i64>;

impl Ledger {
    /// How many rows of sealed registers tell of a branch, as their keepers said last.
    pub fn counts(&self, branch: &OrgId) -> impl Iterator<Item = Count<'_>> {
        let all = self.rows.counts.get(branch).into_iter().flatten();
        all.map(|((register, choice), count)| Count { register, choice, count: *count })
    }

    /// Counts the sealed rows of an organisation anew and tells the branches, where that differs from what was told.
    /// Devices that hold the same rows tell the same, so that it ends after one turn.
    pub(crate) fn tell_counts(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        keeper: &OrgId,
    ) -> Result<Vec<Written>, Refusal> {
        let mut news: BTreeMap<OrgId, Vec<(String, i64)>> = BTreeMap::new();
        let sealed = self.registers_ever_of(keeper).into_iter().filter(|one| one.sealed && one.counted.is_some());
        for register in sealed.filter(|one| self.may_erase(who, keeper, one) && self.locked_rows(keeper, &one.id) == 0)
        {
            let told = |branch: &OrgId, choice: &str| {
                self.counts(branch).find(|one| one.register == register.id && one.choice == choice).map(|one| one.count)
            };
            for ((branch, choice), count) in self.count(keeper, register) {
                if told(&branch, &choice).unwrap_or_default() != count {
                    news.entry(branch).or_default().push((format!("{}/{choice}", register.id), count));
                }
            }
        }
        let mut written = Vec::new();
        for (branch, cells) in news {
            written.push(self.write(who, moment.now, &DocId::review(&branch, self.year()), |pen| {
                cells.iter().try_for_each(|(key, count)| pen.cell(Table::Counts, key, *count))
            })?);
        }
        Ok(written)
    }

    /// Every branch below `keeper` and every choice, with how many rows there are: none is a number too.
    fn count(&self, keeper: &OrgId, register: &Register) -> Counts {
        let Some(counted) = &register.counted else { return Counts::new() };
        let choices = register.column(&counted.by).map(|column| column.choices.as_slice()).unwrap_or_default();
        let mut counts: Counts = self
            .orgs()
            .branches_of(keeper)
            .flat_map(|branch| choices.iter().map(move |choice| ((branch.id.clone(), choice.id.clone()), 0)))
            .collect();
        for row in self.register_rows(keeper, &register.id).filter(|row| row.struck_out().is_none()) {
            let (Some(Value::Text(branch)), Some(Value::Text(choice))) =
                (row.value(&counted.branch), row.value(&counted.by))
            else {
                continue;
            };
            let Ok(branch) = branch.parse() else { continue };
            if let Some(count) = counts.get_mut(&(branch, choice.clone())) {
                *count += 1;
            }
        }
        counts
    }

    /// Tells branches how many sealed rows of an organisation there are of each, where that has changed: another device
    /// may have written at the same time. No [`Command`](crate::Command), since no person does it.
    ///
    /// # Errors
    /// When `who` may not write what branches are told.
    pub fn recount(&mut self, who: &Author, moment: &mut Moment<'_>, keeper: &OrgId) -> Result<Written, Refusal> {
        self.with_counts(who, moment, keeper, Written::nothing(DocId::sealed(keeper, self.year())))
    }

    /// What a command wrote, with the counts that follow from it.
    pub(crate) fn with_counts(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        keeper: &OrgId,
        mut written: Written,
    ) -> Result<Written, Refusal> {
        for more in self.tell_counts(who, moment, keeper)? {
            written.touched.extend(more.touched);
            written.others.extend(more.change.map(|change| (more.doc, change)));
        }
        Ok(written)
    }
}
