//! Words of submissions (材料、表格报送).

use taizhang_ledger::submission::{Every, Period};

pub const NAV: &str = "报送";
pub const TITLE: &str = "材料报送";
pub const EXPLAINED: &str = "表是由登记簿里已有的记录生成的，看一眼，点“报送”就行，不用另外填。";
pub const NONE: &str = "没有要报送的材料。";
pub const OURS: &str = "本单位要报的";
pub const DONE: &str = "已经报送的";
pub const UPCOMING: &str = "接下来要报的";
pub const SENT: &str = "已送达";
pub const UNSENT: &str = "未送达";
pub const CHANGED: &str = "报后有改动";
pub const BELOW: &str = "下级报送情况";
pub const HAND_IN: &str = "报送";
pub const HAND_IN_EMPTY: &str = "没有记录，也照实报送";
pub const HANDED: &str = "已报送";
pub const RECORDS: &str = "看记录";
pub const ON_TIME: &str = "按时";
pub const REMIND: &str = "催报";
pub const REMINDED: &str = "已记下催报，同步后送到";
pub const REMINDED_TODAY: &str = "今天已经催过";
pub const ALL_IN: &str = "都报齐了";

/// A period, as people say it.
pub fn period(period: Period) -> String {
    match period.every {
        Every::Month => format!("{}月", period.number),
        Every::Quarter => format!("第{}季度", ["一", "二", "三", "四"].get(number(period)).unwrap_or(&"")),
        Every::Half => if period.number == 1 { "上半年" } else { "下半年" }.to_owned(),
        Every::Year => format!("{}年度", period.year),
    }
}

fn number(period: Period) -> usize {
    usize::try_from(period.number).unwrap_or_default().saturating_sub(1)
}

/// How many rows it is made of.
pub fn rows(count: usize) -> String {
    match count {
        0 => "这一期登记簿里没有记录".to_owned(),
        _ => format!("由{count}条记录生成"),
    }
}

/// The last day.
pub fn due(day: &str) -> String {
    format!("{day}前报")
}

/// When it was handed in, and how late.
pub fn handed(on: &str, late: i64) -> String {
    match late {
        0 => format!("{on}报送，{ON_TIME}"),
        _ => format!("{on}报送，迟{late}天"),
    }
}

/// How late it is.
pub fn late(days: i64) -> String {
    format!("已迟{days}天")
}

/// How often it was asked for.
pub fn reminded(times: u32) -> String {
    format!("已催{times}次")
}

/// How many have handed it in.
pub fn progress(handed: usize, of: usize, late: usize) -> String {
    match late {
        0 => format!("应报{of}家，已报{handed}家"),
        _ => format!("应报{of}家，已报{handed}家，其中迟报{late}家"),
    }
}

/// The way to further ones that are late.
pub fn rest(count: usize) -> String {
    format!("还有{count}家没报，再看")
}

/// The way to those who have handed it in.
pub fn show_handed(count: usize) -> String {
    format!("看已报的（{count}份）")
}

/// What the table of somebody is called as a file.
pub fn file(table: &str, org: &str) -> String {
    format!("{org} {table}")
}

/// Reminds all that are late.
pub fn remind_all(count: usize) -> String {
    format!("把{count}家没报的都催一遍")
}

/// So many were reminded.
pub fn reminded_all(count: usize) -> String {
    format!("已记下催报{count}家，同步后送到")
}

/// How far reminding all is.
pub fn reminding(done: usize, of: usize) -> String {
    format!("正在催报，{done}／{of}家")
}

/// That reminding all went no further, and why.
pub fn reminded_some(done: usize, of: usize, why: &str) -> String {
    format!("已催{done}家，还有{}家没催：{why}", of.saturating_sub(done))
}

/// From when on it can be handed in, and until when.
pub fn when(opens: &str, last: &str) -> String {
    format!("{opens}起可报，{}", due(last))
}

/// How many are to be handed in.
pub fn waiting(count: usize, overdue: usize) -> String {
    match overdue {
        0 => format!("有{count}份材料可以报送了"),
        _ => format!("有{count}份材料要报送，{overdue}份已到期"),
    }
}
