//! A row as formulas look at it, and the rules of its register.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{Column, ColumnKind, Register, Row, RowRule, TOGETHER, row::RowData};
use crate::{
    expr::{self, Exact, Kind, Misfit, Names, Scope},
    ids::RowId,
    ledger::Ledger,
    record::Value,
};

impl Column {
    /// What formulas find in it.
    pub fn fact_kind(&self) -> Kind {
        match self.kind {
            ColumnKind::Number | ColumnKind::Count | ColumnKind::Money => Kind::Number,
            ColumnKind::Date => Kind::Day,
            ColumnKind::YesNo => Kind::Truth,
            ColumnKind::Choice => Kind::Choice(self.choices.iter().map(|choice| choice.id.clone()).collect()),
            _ => Kind::Text,
        }
    }

    /// A value as formulas find it: money in yuan, a number of decimal places in whole units, as people write them.
    /// `None` when the column was of another kind once.
    pub fn fact<'v>(&self, value: &'v Value) -> Option<expr::Value<'v>> {
        match value {
            Value::Number(number) if self.kind == ColumnKind::YesNo => Some(expr::Value::Truth(*number != 0)),
            Value::Number(number) if self.kind.is_number() => {
                let unit = 10_i128.checked_pow(self.places().into())?;
                Some(expr::Value::Number(Exact::new(i128::from(*number), unit)))
            }
            Value::Text(text) if !self.kind.is_number() => Some(expr::Value::Text(Cow::Borrowed(text))),
            _ => None,
        }
    }
}

impl Register {
    /// The columns with what an indicator finds in them; `None` when it may not look, since what it comes to would tell
    /// of persons, and differ from device to device.
    pub fn counted_kinds(&self) -> Option<Vec<(String, Kind)>> {
        (!self.sealed && !self.retired).then(|| self.fact_kinds())
    }

    /// The columns with what formulas find in them.
    pub fn fact_kinds(&self) -> Vec<(String, Kind)> {
        self.columns.iter().map(|column| (column.id.clone(), column.fact_kind())).collect()
    }

    /// What does not fit in its rules, by the place of the rule.
    pub fn misfits(&self, parameters: &[String]) -> Vec<(usize, Misfit)> {
        let columns = self.fact_kinds();
        let together: Vec<String> = self.together.iter().map(|_| TOGETHER.to_owned()).collect();
        let names = Names { row: &columns, names: &together, parameters };
        let rules = self.rules.iter().enumerate();
        rules.filter_map(|(place, rule)| Some((place, rule.holds.misfit(&Kind::Truth, &names)?))).collect()
    }

    /// The rules that do not hold of a row of which `value` tells what stands in a column. What cannot be told, since
    /// something is not filled in or not set, is no gap. `row` is the row where it stands already.
    pub fn gaps<'r, 'v>(
        &'r self,
        value: impl Fn(&str) -> Option<&'v Value>,
        ledger: &Ledger,
        row: Option<RowId>,
        today: NaiveDate,
    ) -> Vec<&'r RowRule> {
        let together = |name: &str| {
            let column = self.together.as_ref().filter(|_| name == TOGETHER)?;
            let others = ledger.rows_with(&self.id, column, value(column)?, row);
            Some(Exact::from_integer(i128::try_from(others).ok()? + 1))
        };
        let fact = |id: &str| self.column(id).and_then(|column| column.fact(value(id)?));
        let parameter = |name: &str| ledger.parameter(name);
        let scope = Scope { today, parameter: &parameter, row: &fact, name: &together };
        self.rules.iter().filter(|rule| rule.holds.holds(&scope) == Ok(false)).collect()
    }
}

impl Row<'_> {
    /// The rules of its register that do not hold of it.
    pub fn gaps<'r>(&self, register: &'r Register, ledger: &Ledger, today: NaiveDate) -> Vec<&'r RowRule> {
        register.gaps(|column| self.value(column), ledger, Some(self.record.id), today)
    }
}

impl Ledger {
    /// How many rows in force of a register have a value in a column, at all keepers at hand; `but` is not counted.
    fn rows_with(&self, register: &str, column: &str, value: &Value, but: Option<RowId>) -> usize {
        let rows = self.rows.registered.values().flatten().filter(|(id, _)| Some(**id) != but);
        let of: Vec<Row<'_>> = rows.filter_map(|(_, data): (_, &RowData)| Row::of(data)).collect();
        let alike = |row: &&Row<'_>| {
            row.record.register == register && row.struck_out().is_none() && row.value(column) == Some(value)
        };
        of.iter().filter(alike).count()
    }
}
