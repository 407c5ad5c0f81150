//! Whether an indicator fits the registers and parameters of its taskbook.

use super::{
    Indicator, Source, Sum,
    beside::{BEHIND, BEST, WORST},
    definition::{MEMBERS, TARGET, VALUE},
};
use crate::{
    domain::Domain,
    expr::{Expr, Kind, Misfit, Names},
};

/// Where something does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// [`Sum::id`]: the name has a meaning of its own, or another sum has it.
    Id(usize),
    /// [`Sum::source`]: there is no such source.
    Source(usize),
    /// [`Sum::day`].
    Day(usize),
    /// [`Sum::latest`].
    Latest(usize),
    /// [`Sum::among`].
    Among(usize),
    /// [`Sum::filter`].
    Filter(usize),
    /// [`Sum::value`].
    Counted(usize),
    /// [`Indicator::value`].
    Value,
    /// [`Indicator::target`].
    Target,
    /// [`Alarm::when`](super::Alarm::when).
    Alarm,
}

impl Indicator {
    /// Everything in it that does not fit; `columns` tells what stands in the columns of a source, by its name,
    /// `domains` which fields of work there are.
    pub fn misfits(
        &self,
        columns: impl Fn(&str) -> Option<Vec<(String, Kind)>>,
        parameters: &[String],
        domains: &[Domain],
    ) -> Vec<(Place, Misfit)> {
        let mut found = Vec::new();
        for (place, sum) in self.sums.iter().enumerate() {
            let own = [VALUE, TARGET, MEMBERS, BEST, WORST, BEHIND].contains(&sum.id.as_str());
            if own || self.sums.iter().take(place).any(|before| before.id == sum.id) {
                found.push((Place::Id(place), Misfit::Name(sum.id.clone())));
            }
            let columns = match Source::of(&sum.source) {
                Source::BuiltIn(source) => Some(source.kinds_of_columns(domains)),
                Source::Register(id) => columns(id),
            };
            match columns {
                Some(columns) => found.extend(of_sum(sum, place, &columns, parameters)),
                None => found.push((Place::Source(place), Misfit::Name(sum.source.clone()))),
            }
        }
        if let Some(target) = &self.target {
            let scope = Names { row: &[], names: &[], parameters };
            found.extend(target.value.misfit(&Kind::Number, &scope).map(|why| (Place::Target, why)));
        }
        let mut names = self.names();
        names.retain(|name| name != VALUE);
        let scope = Names { row: &[], names: &names, parameters };
        found.extend(self.value.misfit(&Kind::Number, &scope).map(|why| (Place::Value, why)));
        if let Some(alarm) = &self.alarm {
            names.extend([VALUE, BEST, WORST, BEHIND].map(str::to_owned));
            let scope = Names { row: &[], names: &names, parameters };
            found.extend(alarm.when.misfit(&Kind::Truth, &scope).map(|why| (Place::Alarm, why)));
        }
        found
    }

    /// What formulas over a figure of it may name: its sums, `target`, `members` and `value`.
    pub(crate) fn names(&self) -> Vec<String> {
        let of_all = [TARGET, MEMBERS, VALUE].into_iter().map(str::to_owned);
        self.sums.iter().map(|sum| sum.id.clone()).chain(of_all).collect()
    }
}

fn of_sum(sum: &Sum, place: usize, columns: &[(String, Kind)], parameters: &[String]) -> Vec<(Place, Misfit)> {
    let scope = Names { row: columns, names: &[], parameters };
    let day = sum.day.clone().and_then(|day| Expr::Row(day).misfit(&Kind::Day, &scope));
    let known = |column: &String| Expr::Row(column.clone()).kind(&scope).err();
    let latest = sum.latest.iter().flatten().find_map(known);
    [
        (Place::Day(place), day),
        (Place::Latest(place), latest),
        (Place::Among(place), sum.among.as_ref().and_then(|among| among.misfit(&Kind::Truth, &scope))),
        (Place::Filter(place), sum.filter.misfit(&Kind::Truth, &scope)),
        (Place::Counted(place), sum.value.misfit(&Kind::Number, &scope)),
    ]
    .into_iter()
    .filter_map(|(place, why)| Some((place, why?)))
    .collect()
}
