//! Tables: why one was not written or not read, and what is wrong with a cell of it.

use taizhang_sheets::{
    Kind,
    cell::{CellFault, Why},
    read::{Bound, Refusal},
    write::WriteError,
};

use crate::{platform::PlatformError, state::TablesFailure};

/// Why there is no table.
pub fn failure(why: &TablesFailure) -> String {
    match why {
        TablesFailure::NotWritten(why) => not_written(why),
        TablesFailure::NotRead(why) => not_read(why),
        TablesFailure::Unread(PlatformError::Failed(why)) => {
            format!("文件读不出来（{why}），台账没有变。请检查存储卡或U盘后重新选择。")
        }
        TablesFailure::Unread(why) => format!("文件读不出来（{why}），台账没有变。请重新选择文件。"),
        TablesFailure::Busy => "正在处理另一张表格，请等它完成再试。".to_owned(),
        TablesFailure::Slow => "处理时间太长，已经停下，台账没有变。请少选一些内容，或换一台电脑再试。".to_owned(),
        TablesFailure::Broken(why) if why.is_empty() => {
            "表格功能没能启动，台账没有变。请联网刷新页面后再试。".to_owned()
        }
        TablesFailure::Broken(why) => {
            format!("处理表格时出错（{why}），可能是内存不够，台账没有变。请关掉别的程序，或少选一些内容再试。")
        }
        TablesFailure::Outdated => "应用已经更新，请刷新页面后再试。台账没有变。".to_owned(),
    }
}

fn not_written(why: &WriteError) -> String {
    match why {
        WriteError::Nothing { .. } => "没有可以导出的内容，请换个条件再导出。".to_owned(),
        WriteError::TooMany { .. } => "内容太多，一张表放不下，没有导出。请分乡镇或分时间导出。".to_owned(),
        WriteError::NoColumn { at, .. } => format!("{at}处的内容没有对应的栏，没有导出。请把这句话告诉维护人员。"),
        WriteError::TooLong { at, .. } => {
            format!("{at}格的文字超过32767个字，表格放不下，没有导出。请精简后再导出。")
        }
        WriteError::TooLarge { at, .. } => {
            format!("{at}格的数超过15位，表格存不准，没有导出。请核对这个数。")
        }
        WriteError::Failed(why) => format!("没有导出成（{why}）。台账没有变，请重试。"),
    }
}

fn not_read(why: &Refusal) -> String {
    const SAVE_AS: &str = "请用Excel或WPS打开，选“另存为”，保存类型选“Excel 工作簿（*.xlsx）”，再导入。";
    let cause = match why {
        Refusal::TooLarge(bound) => return too_large(*bound),
        Refusal::Macros => "文件里有宏，为了安全没有读取。",
        Refusal::Links => "文件引用了别的文件或数据库，没有读取。请先复制，再“选择性粘贴”为数值。",
        Refusal::Dde => "文件会调用别的程序，为了安全没有读取。请查明这个文件的来历。",
        Refusal::Doctype => "文件里有不该有的内容，为了安全没有读取。请查明这个文件的来历。",
        Refusal::Encrypted => "文件设了密码，没有读取。请先去掉密码。",
        Refusal::OldFormat => "这是旧版表格（xls），没有读取。",
        Refusal::BinaryFormat => "这是二进制表格（xlsb），没有读取。",
        Refusal::NotXlsx => "这不是xlsx表格，没有读取。",
        Refusal::NoSheet => return "文件里没有内容，请换一个文件。".to_owned(),
        Refusal::NotText => return "认不出文件的文字编码，没有读取。请另存为“CSV UTF-8”或xlsx再导入。".to_owned(),
        Refusal::Damaged(why) => {
            return format!("文件已经损坏（{why}），没有读取。请用Excel或WPS打开，另存一份再导入。");
        }
    };
    format!("{cause}{SAVE_AS}")
}

fn too_large(bound: Bound) -> String {
    let what = match bound {
        Bound::Bytes => "文件超过20MB",
        Bound::Inflated => "文件解开以后太大",
        Bound::Entries => "文件里的部件太多",
        Bound::Sheets => "文件里的工作表太多",
        Bound::Rows => "表格的行太多",
        Bound::Columns => "表格的列太多",
        Bound::Cells => "表格的内容太多",
        Bound::Merged => "合并的单元格太多",
        Bound::Text => "表格的文字太多",
    };
    format!("{what}，没有读取。请删去不要的内容，或分成几个文件再导入。")
}

/// What is wrong with a cell, and what to do about it.
pub fn fault(fault: &CellFault) -> String {
    let CellFault { at, why, found, wanted } = fault;
    let kind = kind(*wanted);
    match why {
        Why::Formula => format!("{at}格是公式，算出来的数可能不是最新的。请复制后“选择性粘贴”为数值。"),
        Why::SpreadsheetError => format!("{at}格是错误值“{found}”，请改正。"),
        Why::OtherKind => format!("{at}格的“{found}”不是{kind}，{}", example(*wanted)),
        Why::TooFine => format!("{at}格的“{found}”小数位太多，{}", example(*wanted)),
        Why::TooLarge => format!("{at}格的“{found}”太大，请核对。"),
        Why::UnclearPercent => format!("{at}格的“{found}”分不清是百分之几还是几倍，请写成“85%”的样子。"),
        Why::LostDigits => {
            format!("{at}格的“{found}”超过15位，表格软件已经把后面的数字变成0。请把这一列设为“文本”再重新填写。")
        }
        Why::Merged => format!("{at}格和上面的格合并了，分不清“{found}”是哪一行的。请取消合并，逐行填写。"),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "文字",
        Kind::Integer => "整数",
        Kind::Money => "金额",
        Kind::Percent => "百分比",
        Kind::Date => "日期",
        Kind::YesNo => "“是”或“否”",
    }
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "请填文字。",
        Kind::Integer => "请填“12”这样的整数。",
        Kind::Money => "请填“1234.56”或“3.5万元”，最多到分。",
        Kind::Percent => "请填“85%”的样子，最多两位小数。",
        Kind::Date => "请填“2026-11-30”的样子。",
        Kind::YesNo => "请填“是”或“否”。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taizhang_sheets::Address;

    #[test]
    fn a_fault_names_its_cell_and_what_to_do() {
        let at = Address { row: 5, column: 3 };
        let wrong = CellFault { at, why: Why::OtherKind, found: "约3万".to_owned(), wanted: Kind::Money };
        assert_eq!(fault(&wrong), "C5格的“约3万”不是金额，请填“1234.56”或“3.5万元”，最多到分。");
        assert!(not_read(&Refusal::OldFormat).contains("另存为"));
    }
}
