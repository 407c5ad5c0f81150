//! Registers as a taskbook would have them, to be varied by each test.

use taizhang_ledger::{
    OrgKind, Register, Tier,
    register::{Choice, Column, ColumnKind},
};

/// A column that must be filled, with nothing else asked of it.
pub fn column(id: &str, kind: ColumnKind) -> Column {
    Column {
        id: id.to_owned(),
        name: format!("栏{id}"),
        kind,
        required: true,
        unit: None,
        decimals: 0,
        min: None,
        max: None,
        choices: Vec::new(),
        former: Vec::new(),
        also: Vec::new(),
        hint: None,
        sum: true,
    }
}

/// A column of one of these.
pub fn choice(id: &str, choices: &[&str]) -> Column {
    let one = |id: &&str| Choice { id: (*id).to_owned(), name: format!("选{id}") };
    Column { choices: choices.iter().map(one).collect(), ..column(id, ColumnKind::Choice) }
}

/// A register of every kind of organisation of the tier, without rules.
pub fn register(id: &str, item: &str, keeper: Tier, columns: Vec<Column>) -> Register {
    Register {
        id: id.to_owned(),
        name: format!("簿{id}"),
        item: item.to_owned(),
        keeper,
        kinds: Vec::new(),
        why: "收入一笔一记，报表自动生成".to_owned(),
        columns,
        former: Vec::new(),
        rules: Vec::new(),
        sealed: false,
        counted: None,
        together: None,
        retired: false,
    }
}

/// 集体经济收入 of the villages.
pub fn income() -> Register {
    let columns = vec![
        column("day", ColumnKind::Date),
        choice("kind", &["operating", "subsidy"]),
        column("amount", ColumnKind::Money),
        Column { required: false, ..column("note", ColumnKind::Text) },
    ];
    Register {
        name: "集体经济收入".to_owned(),
        kinds: vec![OrgKind::Village],
        ..register("collective_income", "R2", Tier::Branch, columns)
    }
}
