//! Which fields of work the taskbook has, in which order, and what stands in them.
//!
//! Those that it defines; and those that its work items name without its defining them, as in a taskbook of before, when
//! they could not be defined. One that defines none has all of [`Domain::DEFAULTS`]. What these are called unless the
//! taskbook says so, the app knows.

use std::collections::BTreeSet;

use crate::{
    domain::{Domain, DomainName},
    ledger::Ledger,
};

/// A field of work of the taskbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownDomain<'l> {
    /// Which.
    pub id: Domain,
    /// Its Chinese name, where the taskbook says it.
    pub name: Option<&'l str>,
    /// Its place among the others.
    pub order: i64,
    /// Whether it is withdrawn.
    pub retired: bool,
}

/// What stands in a field of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DomainUse {
    /// The work items in use.
    pub work_items: usize,
    /// The tasks at hand, of all work items; one given to several branches is one.
    pub tasks: usize,
}

impl Ledger {
    /// The fields of work of the taskbook in their order, withdrawn ones among them.
    pub fn domains(&self) -> Vec<KnownDomain<'_>> {
        let defined = &self.rows.domains;
        let mut assumed: BTreeSet<Domain> = self.work_items().map(|item| item.domain).collect();
        if defined.is_empty() {
            assumed.extend(Domain::DEFAULTS);
        }
        let told = defined.values().map(|one| KnownDomain {
            id: one.id,
            name: Some(&one.name),
            order: one.order,
            retired: one.retired,
        });
        let assumed = assumed.into_iter().filter(|id| !defined.contains_key(id));
        let assumed = assumed.map(|id| KnownDomain { id, name: None, order: usual_order(id), retired: false });
        let mut all: Vec<_> = told.chain(assumed).collect();
        all.sort_by_key(|one| (one.order, one.id));
        all
    }

    /// What the taskbook says of a field of work, if it defines it.
    pub fn domain(&self, id: Domain) -> Option<&DomainName> {
        self.rows.domains.get(&id)
    }

    /// What the taskbook calls a field of work; `None` where it does not say.
    pub fn domain_name(&self, id: Domain) -> Option<&str> {
        self.domain(id).map(|one| one.name.as_str())
    }

    /// The place behind all others, for one that is added.
    pub fn next_domain_order(&self) -> i64 {
        let placed = self.domains().into_iter().map(|one| one.order).filter(|order| *order < i64::MAX);
        placed.max().unwrap_or_default().saturating_add(1)
    }

    /// What stands in a field of work, in the documents at hand.
    pub fn domain_use(&self, id: Domain) -> DomainUse {
        DomainUse {
            work_items: self.work_items().filter(|item| !item.retired && item.domain == id).count(),
            tasks: self.rows.tasks.values().filter(|task| task.domain == id).count(),
        }
    }

    /// The fields of work that formulas may name: withdrawn ones too, since tasks of before are in them.
    pub(crate) fn known_domains(&self) -> Vec<Domain> {
        self.domains().iter().map(|one| one.id).collect()
    }
}

/// The place of one that the taskbook does not define: from 1 as the default file has them, others last.
fn usual_order(id: Domain) -> i64 {
    let place = Domain::DEFAULTS.iter().position(|one| *one == id);
    place.and_then(|place| i64::try_from(place).ok()).map_or(i64::MAX, |place| place + 1)
}
