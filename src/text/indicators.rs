//! Words of indicators (指标).

use chrono::NaiveDate;
use taizhang_ledger::{
    Indicator, Ledger,
    expr::{Exact, Expr, Fault, rounded},
    indicator::{BuiltIn, Source, Sum},
    register::{ColumnKind, decimal},
};

use taizhang_sheets::Kind;

use super::registers::grouped;

pub const NAV: &str = "指标";
pub const TITLE: &str = "指标";
pub const EXPLAINED: &str = "都由台账里的记录算出来，不用另外填报。点一个数，看它由哪些记录来。";
pub const NONE: &str = "任务书里还没有和您有关的指标。";
pub const UNKNOWN: &str = "这台设备上没有这个指标。联网同步后再打开。";
pub const FORMULA: &str = "怎样算的：";
pub const TARGET: &str = "任务";
pub const BEFORE: &str = "去年";
pub const MONTHS: &str = "各月累计";
/// Between things that are listed.
pub const COMMA: &str = "，";
pub const BELOW: &str = "各单位";
pub const RECORDS: &str = "由这些记录得来";
pub const NO_RECORDS: &str = "还没有算进来的记录。";
pub const LOW: &str = "靠后";
pub const UNSENT: &str = "未送达";
pub const PRINT: &str = "打印";
pub const UP: &str = "上一级";
pub const ALARMS_ONLY: &str = "只看要改进的";
pub const CASE: &str = "整顿对象";
pub const CONFIRMED: &str = "这个数里的记录和修改都已送达。";
pub const PROVISIONAL: &str = "暂计：这台设备上还有相关的修改没有送达（如作废、目标）。";
/// The unit of money.
pub const YUAN: &str = "元";
pub const MONTHLY: &str = "指标月报";
pub const ADDED: &str = "各单位相加";
pub const OF_ALL: &str = "各单位合起来算";

/// Why there are no months: these sums are known for today alone.
pub fn no_months(sums: &[&str]) -> String {
    format!("这个数没有各月的：“{}”的记录里没有写从哪天算起，只算得出今天的数。", sums.join("”“"))
}

/// The number, as people read it: shares are rounded down, so that 100% means all.
pub fn amount(indicator: &Indicator, value: Exact) -> String {
    if indicator.unit == "%" {
        return percent(value, indicator.places);
    }
    match rounded(value, indicator.places) {
        Some(number) => format!("{}{}", grouped(&decimal(number, indicator.places)), indicator.unit),
        None => TOO_LARGE.to_owned(),
    }
}

/// The number where there is little room: no unit, no fen.
pub fn short(indicator: &Indicator, value: Exact) -> String {
    if indicator.unit == "%" {
        return percent(value, 0);
    }
    rounded(value, 0).map(|number| grouped(&decimal(number, 0))).unwrap_or_default()
}

const TOO_LARGE: &str = "数太大，显示不下";

fn percent(value: Exact, places: u8) -> String {
    let unit = 10_i128.pow(places.into()) * 100;
    let down = value.numer().checked_mul(unit).map(|top| top.div_euclid(*value.denom()));
    match down.and_then(|number| i64::try_from(number).ok()) {
        Some(number) => format!("{}%", decimal(number, places)),
        None => TOO_LARGE.to_owned(),
    }
}

/// An indicator with its value.
pub fn titled(name: &str, value: Option<&str>) -> String {
    value.map_or_else(|| name.to_owned(), |value| format!("{name} {value}"))
}

/// Why there is no number.
pub fn fault(ledger: &Ledger, fault: &Fault) -> String {
    match fault {
        Fault::NotSet(name) if name == "target" => "没有定任务数".to_owned(),
        Fault::NotSet(id) => {
            let name = ledger.parameter_names().find(|one| one.id == *id).map_or(id.as_str(), |one| one.name.as_str());
            format!("县里还没有设定“{name}”")
        }
        Fault::Absent | Fault::OfNothing => "还没有可算的记录".to_owned(),
        Fault::TooLarge => TOO_LARGE.to_owned(),
        Fault::WrongKind => "记录和公式对不上，请告诉县里".to_owned(),
    }
}

/// A sum of an indicator, as people read it.
pub fn sum(ledger: &Ledger, sum: &Sum, value: Exact) -> String {
    let (unit, places) = unit(ledger, sum);
    let number =
        rounded(value, places).map_or_else(|| TOO_LARGE.to_owned(), |number| grouped(&decimal(number, places)));
    format!("{number}{unit}")
}

/// As how much a record counts; nothing where each counts as one.
pub fn part(ledger: &Ledger, of: &Sum, value: Exact) -> Option<String> {
    (!matches!(of.value, Expr::Number(_))).then(|| sum(ledger, of, value))
}

/// What a sum counts: money, what a column counts, or records.
fn unit<'a>(ledger: &'a Ledger, sum: &'a Sum) -> (&'a str, u8) {
    let source = Source::of(&sum.source);
    let column = match (&sum.value, source) {
        (Expr::Row(column), Source::Register(id)) => ledger.register(id).and_then(|register| register.column(column)),
        _ => None,
    };
    match (column, &sum.value, source) {
        (Some(column), ..) if column.kind == ColumnKind::Money => (YUAN, 2),
        (Some(column), ..) => (column.unit.as_deref().unwrap_or_default(), column.places()),
        (None, Expr::Number(_), Source::BuiltIn(BuiltIn::Items)) => ("项", 0),
        (None, Expr::Number(_), Source::BuiltIn(BuiltIn::Cases)) => ("个", 0),
        (None, Expr::Number(_), _) => ("条", 0),
        _ => ("", 0),
    }
}

/// How much of the target is reached.
pub fn reached(target: &str, permille: i64) -> String {
    format!("{TARGET}{target}，完成{}%", permille / 10)
}

/// A target as an amount: of a value that is a share of it, in what its first sum counts.
pub fn target_said(ledger: &Ledger, indicator: &Indicator, value: Exact, of_target: bool) -> String {
    match indicator.sums.first().filter(|_| of_target) {
        Some(first) => target(&sum(ledger, first, value)),
        None => target(&amount(indicator, value)),
    }
}

/// What stands behind the words of a formula: its parameters and what they are set to.
pub fn settings(ledger: &Ledger, indicator: &Indicator) -> Option<String> {
    let said = |id: &str| {
        let name = ledger.parameter_names().find(|one| one.id == id)?;
        Some(match ledger.parameter(id) {
            Some(value) => format!("{}：{}{}", name.name, grouped(&value.to_string()), name.unit),
            None => format!("{}：县里还没有设定", name.name),
        })
    };
    let all: Vec<String> = indicator.parameters().into_iter().filter_map(said).collect();
    (!all.is_empty()).then(|| format!("规定的数：{}。", all.join("；")))
}

/// Records that a page of paper does not list.
pub fn left_out(rest: usize) -> String {
    format!("另有{rest}条记录没有印出，请在平板上查看，或先点“再看”再打印。")
}

/// A target of which no share can be told.
pub fn target(target: &str) -> String {
    format!("{TARGET}{target}")
}

/// What it was a year ago.
pub fn before(value: &str) -> String {
    format!("{BEFORE}{value}")
}

/// A month's name.
pub fn month(month: u32) -> String {
    format!("{month}月")
}

/// Some of the records have not arrived: the number is provisional.
pub fn provisional(unsent: usize) -> String {
    format!("暂计：其中{unsent}条还在这台设备上，没有送达。")
}

/// The hub counts the same.
pub fn hub_same(at: &str) -> String {
    format!("县中心核算和本机相同（{at}）。")
}

/// The hub counts another number.
pub fn hub_other(value: &str, at: &str) -> String {
    format!("县中心核算为{value}（{at}），和本机不同：有的记录还没送到县中心，或者还没到这台设备。")
}

/// What the hub counted on another day.
pub fn hub_then(value: &str, day: NaiveDate) -> String {
    format!("县中心{}核算为{value}。", super::date(day))
}

/// The hub's number, beside one that differs.
pub fn hub_value(value: &str) -> String {
    format!("县中心：{value}")
}

/// How many of the numbers the hub counts differently.
pub fn hub_differs(count: usize, at: &str) -> String {
    match count {
        0 => format!("县中心核算和本机都相同（{at}）。"),
        some => format!("有{some}个数和县中心核算的不同（{at}）。"),
    }
}

/// The hub could not read everything.
pub const HUB_DAMAGED: &str = "县中心有记录暂时读不出，它的数可能偏小。";

/// The hub's number, or that it has none.
pub fn hub_amount(indicator: &Indicator, value: Option<Exact>) -> String {
    value.map_or_else(|| "没有数".to_owned(), |value| amount(indicator, value))
}

/// How many organisations it is of.
pub fn of(count: usize) -> String {
    format!("{count}个单位")
}

/// The title of a table.
pub fn table_title(name: &str, year: u16) -> String {
    format!("{name}情况表（{year}年）")
}

/// The heading of an indicator's target.
pub fn target_heading(name: &str) -> String {
    format!("{name}·{TARGET}")
}

/// The heading of the year before.
pub fn before_heading(name: &str) -> String {
    format!("{name}·{BEFORE}")
}

/// A heading with its unit.
pub fn with_unit(name: &str, unit: &str) -> String {
    format!("{name}（{unit}）")
}

/// What stands in a table for a sum.
pub fn sum_kind(ledger: &Ledger, sum: &Sum) -> Kind {
    if unit(ledger, sum).0 == YUAN { Kind::Money } else { Kind::Integer }
}

/// For those who cannot see the bars.
pub fn bar_said(name: &str, value: &str) -> String {
    format!("{name}：{value}")
}

/// How many have no number yet.
pub fn unknown(count: usize) -> String {
    format!("还有{count}个指标没有数")
}

/// The way to the rest.
pub fn more(number: usize) -> String {
    format!("再看{number}条")
}
