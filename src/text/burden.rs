//! Words of the burden meter (填报负担).

pub const TITLE: &str = "填报负担";
pub const EXPLAINED: &str =
    "每个月要支部填多少栏，一张表一张表地数出来。乡镇代填的和从表格导入的不算支部填的；只数表格，不看谁用了多久。";
pub const FORM: &str = "登记簿";
pub const ROWS: &str = "条数";
pub const FIELDS: &str = "填的栏数";
pub const AVERAGE: &str = "平均每个单位";
pub const WHY: &str = "为什么要填";
pub const TASKS: &str = "任务进展和佐证";
pub const TASKS_WHY: &str = "办一件、写一句，上级看得到进度，不用另外汇报";
pub const CASES: &str = "整顿问题、措施和进展";
pub const CASES_WHY: &str = "一村一策写清楚，方案表和核查表由它生成";
pub const SCORES: &str = "记分单";
pub const SCORES_WHY: &str = "记录里看不出来的事才记分，三级核定";
pub const TOTAL: &str = "合计";
pub const MONTH: &str = "看哪个月";
pub const NONE: &str = "这个月没有要填的。";
pub const BY_ORG: &str = "各单位填的栏数";

/// What was not asked for again.
pub fn saved(tables: usize, cells: usize) -> String {
    match tables {
        0 => "这个月没有报表。".to_owned(),
        _ => format!("这个月报了{tables}份表、{cells}栏，都由已有的记录生成，没有再填一遍。"),
    }
}

/// The sum of all, in a sentence.
pub fn asked(fields: usize, orgs: usize) -> String {
    if orgs > 1 { format!("{orgs}个单位，共填{fields}栏") } else { format!("共填{fields}栏") }
}

/// An average with one decimal place.
pub fn average(fields: usize, orgs: usize) -> String {
    let tenths = (fields * 10 + orgs / 2).checked_div(orgs).unwrap_or_default();
    format!("{}.{}栏", tenths / 10, tenths % 10)
}

/// A month, with its year when that is not this one.
pub fn month(year: Option<i32>, month: String) -> String {
    year.map_or_else(|| month.clone(), |year| format!("{year}年{month}"))
}
