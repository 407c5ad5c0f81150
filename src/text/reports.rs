//! Words of the official tables (报表).

use std::collections::BTreeSet;

use taizhang_sheets::Cell;

use super::registers::{NO, YES, grouped};

pub const TITLE: &str = "报表";
pub const EXPLAINED: &str = "都由台账里的记录生成，不用另外填。可以导出，也可以打印。";
pub const NONE: &str = "还没有可以生成的报表：任务书里没有相应的登记簿，或者没有和您有关的单位。";
pub const WHICH: &str = "哪张表";
pub const INCOME: &str = "集体经济收益表";
pub const COVERAGE: &str = "两新组织覆盖统计表";
pub const SUBMISSIONS: &str = "材料报送情况表";
pub const DEMO_SITES: &str = "党建示范点情况表";
pub const STATIONS: &str = "红色驿站情况表";
pub const RESERVE: &str = "后备干部配备表";
pub const SITE: &str = "示范点名称";
pub const SITE_STATE: &str = "建设进度";
/// Before the headings of what the county wrote.
pub const COUNTY: &str = "县里";
pub const STATION: &str = "驿站名称";
pub const ON_THE_LIST: &str = "在册后备干部（人）";
pub const RESERVE_MISSING: &str = "还缺（人）";
pub const ABOVE: &str = "乡镇（街道）";
pub const INCOME_TOTAL: &str = "收入合计";
pub const PROFIT: &str = "收益";
pub const OWN_SHARE: &str = "自我造血占比";
pub const YEAR_TARGET: &str = "年度目标";
pub const REACHED: &str = "完成率";
pub const WEAK: &str = "薄弱村";
pub const ELIGIBLE: &str = "应建户数";
pub const COVERED: &str = "已建户数（有形覆盖）";
pub const EFFECTIVE: &str = "其中有效覆盖";
pub const NOMINAL_ONLY: &str = "有形未有效";
pub const HALF_EMPTY: &str = "半空壳支部";
pub const EMPTY: &str = "空壳支部";
pub const SHELLS: &str = "空壳、半空壳支部";
pub const COVERAGE_RATE: &str = "覆盖率";
pub const EFFECTIVE_RATE: &str = "有效覆盖率";
pub const CITY_GAP: &str = "和全市差距";
/// In a cell of a number that the county must set something for.
pub const NOT_SET: &str = "未设定";
pub const NEEDED: &str = "还需覆盖户数";
pub const DUE: &str = "应报（份）";
pub const ON_TIME: &str = "按时（份）";
pub const LATE: &str = "迟报（份）";
pub const MISSING: &str = "到期未报（份）";
pub const ON_TIME_RATE: &str = "按时率";
pub const DAYS_LATE: &str = "迟报天数";
pub const REMINDERS: &str = "催报次数";

/// The title of a table.
pub fn title(name: &str, year: u16) -> String {
    format!("{name}（{year}年）")
}

/// How many sites or stations there are.
pub fn places(count: usize) -> String {
    format!("{count}个")
}

/// How many villages are weak.
pub fn weak(count: &str) -> String {
    format!("{count}个")
}

/// A cell, as people read it.
pub fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => grouped(&number.to_string()),
        Cell::Money(fen) => grouped(&taizhang_ledger::register::decimal(*fen, 2)),
        Cell::Percent(number) => format!("{}%", taizhang_ledger::register::decimal(*number, 2)),
        Cell::Date(day) => super::date(*day),
        Cell::YesNo(yes) => if *yes { YES } else { NO }.to_owned(),
    }
}

/// What [`NOT_SET`] in cells stands for; nothing where nothing is missing.
pub fn not_set(all: &BTreeSet<String>) -> String {
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    if all.is_empty() { String::new() } else { format!("　　　　{NOT_SET}：{}", all.join("；")) }
}
