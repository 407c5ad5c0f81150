//! Words of registers (登记簿).

use taizhang_ledger::{
    Ledger, PersonalNumber,
    demo::DemoState,
    record::{FileRef, Value},
    register::{Column, ColumnKind, Flaw, FlawKind, Register, Row, decimal},
};
use taizhang_sheets::Address;

pub const NAV: &str = "登记簿";
pub const TASKS: &str = "任务";
pub const SWITCH: &str = "台账的各部分";
pub const TITLE: &str = "登记簿";
pub const EXPLAINED: &str = "办成一件、记一笔。报表由这里生成，不用另外填。";
pub const NONE_HERE: &str = "任务书里没有要您登记的内容。";
pub const OURS: &str = "本单位登记";
pub const BELOW: &str = "下级登记";
pub const ABOUT_US: &str = "上级记的，和本单位有关";
pub const ADD: &str = "记一笔";
pub const NO_ROWS: &str = "还没有记录。";
pub const UNKNOWN: &str = "这台设备上没有这本登记簿。联网同步后再打开。";
pub const UNKNOWN_ROW: &str = "这台设备上还没有这条记录。联网同步后再打开。";
pub const BRANCH: &str = "单位";
pub const ALL_BRANCHES: &str = "全部单位";
pub const CHOOSE: &str = "请选择";
pub const WHICH_BRANCH: &str = "替哪个单位登记";
pub const BEHALF: &str = "您在替下级单位登记，记录上会注明是您代填的。";
pub const TOTAL: &str = "合计";
pub const STRUCK_OUT: &str = "已作废";
pub const FLAWED: &str = "要补";
pub const PRINT: &str = "打印";
pub const SAVE: &str = "存到登记簿";
pub const SAVE_AND_MORE: &str = "存好再记一笔";
pub const SAVED: &str = "已记入登记簿";
pub const CHANGED: &str = "已改好";
pub const LIKE_LAST: &str = "照上一笔填";
pub const YES: &str = "是";
pub const NO: &str = "否";
pub const PHOTO_TAKEN: &str = "有照片";
pub const OPTIONAL: &str = "（可不填）";
pub const WHY: &str = "为什么登记：";
pub const BY: &str = "登记人";
pub const AT: &str = "登记时间";
pub const DEMO_STATE: &str = "示范点进展（由记录得出）";
pub const FLAWS: &str = "这条记录还有要补的";
pub const CELLS: &str = "登记内容";
pub const OTHERS: &str = "以前登记的其他内容（任务书已不再要求）";
pub const STRIKE_OUT: &str = "作废这条记录";
pub const STRIKE_OUT_EXPLAINED: &str = "登记错了就作废，写明原因；记录仍留着，不计入合计。";
pub const REASON: &str = "作废原因";
pub const RESTORE: &str = "恢复这条记录";
pub const SHOW_STRUCK_OUT: &str = "看作废的";

pub const SEALED: &str = "名单保密";
pub const SEALED_EXPLAINED: &str = "这本登记簿记的是个人，只有登记的乡镇和县里看得到；村里只知道人数。";
pub const SEALED_ELSEWHERE: &str = "这本登记簿记的是个人，名单不在这台设备上。人数在指标里看。";
pub const ERASE: &str = "彻底删除这条记录";
pub const ERASE_EXPLAINED: &str = "删除后谁也恢复不了，只留下“有过一条记录”。别的设备下次联网时一并删除；以前另存的备份里可能还有，到期销毁备份时一起销毁。登记错了想留痕，请用作废。";
pub const ERASE_SURE: &str = "我确定要彻底删除";
pub const ERASED: &str = "已彻底删除";

/// Rows that cannot be read yet.
pub fn locked(count: usize) -> String {
    format!("还有{count}条记录在这台设备上打不开，联网同步后自动打开。")
}

/// How many rows a register has, and how many of them need something.
pub fn rows(count: usize, flawed: usize) -> String {
    match (count, flawed) {
        (0, _) => NO_ROWS.to_owned(),
        (_, 0) => format!("{count}条"),
        _ => format!("{count}条，{flawed}条要补"),
    }
}

/// How many rows there are below, and at how many organisations there are none.
pub fn rows_below(count: usize, orgs: usize, without: usize) -> String {
    match without {
        0 => format!("{orgs}个单位，共{count}条"),
        _ => format!("{orgs}个单位，共{count}条；{without}个单位还没有记"),
    }
}

/// What must still be filled in.
pub fn missing(columns: &[String]) -> String {
    format!("还差：{}", columns.join("、"))
}

/// The heading of a column with its unit.
pub fn heading(column: &Column) -> String {
    match unit(column) {
        Some(unit) => format!("{}（{unit}）", column.name),
        None => column.name.clone(),
    }
}

fn unit(column: &Column) -> Option<&str> {
    let money = (column.kind == ColumnKind::Money).then_some("元");
    column.unit.as_deref().or(money)
}

/// What stands in a cell, as people read it.
pub fn shown(ledger: &Ledger, column: &Column, value: &Value) -> String {
    match (column.kind, value) {
        (ColumnKind::YesNo, Value::Number(number)) => if *number == 1 { YES } else { NO }.to_owned(),
        (_, Value::Number(number)) => grouped(&decimal(*number, column.places())),
        (ColumnKind::Date, Value::Text(day)) => day.parse().map_or_else(|_| day.clone(), super::date),
        (ColumnKind::Choice, Value::Text(id)) => column.choice(id).map_or_else(|| id.clone(), |one| one.name.clone()),
        (ColumnKind::Organisation, Value::Text(id)) => {
            id.parse().map_or_else(|_| id.clone(), |id| ledger.orgs().name(&id).to_owned())
        }
        (ColumnKind::Task, Value::Text(id)) => {
            let task = id.parse().ok().and_then(|id| ledger.task(id));
            task.map_or_else(|| id.clone(), |task| task.title.clone())
        }
        (ColumnKind::Photo, Value::Text(text)) => {
            serde_json::from_str::<FileRef>(text).map_or_else(|_| PHOTO_TAKEN.to_owned(), |file| file.name)
        }
        (_, Value::Text(text)) => text.clone(),
    }
}

/// How far a demonstration site is.
pub const fn demo_state(state: DemoState) -> &'static str {
    match state {
        DemoState::NotStarted => "未启动",
        DemoState::Planned => "已定方案",
        DemoState::Building => "建设中",
        DemoState::Applied => "已申请验收",
        DemoState::Accepted => "验收合格，待命名",
        DemoState::Named => "已命名",
        DemoState::Reviewed => "命名后已复核",
        DemoState::Removed => "已摘牌",
    }
}

/// As many cells of a row say which one it is.
const FIRST_CELLS: usize = 3;

/// Which row it is: the register, and its first cells.
pub fn title(ledger: &Ledger, row: &Row<'_>) -> Option<String> {
    let register = ledger.register(&row.record.register)?;
    let told = register.columns.iter().filter(|column| column.kind != ColumnKind::Photo);
    let cells = told.filter_map(|column| Some(shown(ledger, column, row.value(&column.id)?)));
    let all = std::iter::once(register.name.clone()).chain(cells.take(FIRST_CELLS));
    Some(all.collect::<Vec<_>>().join(" · "))
}

/// A number with its thousands set apart: 1,250.50.
pub fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_once('.').map_or((number, ""), |(whole, rest)| (whole, rest));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// What is wrong with a cell.
pub fn flaw(column: &Column, kind: FlawKind) -> String {
    let number = |value: i64| {
        let unit = unit(column).unwrap_or_default();
        format!("{}{unit}", grouped(&decimal(value, column.places())))
    };
    match kind {
        FlawKind::Missing => "还没有填。".to_owned(),
        FlawKind::WrongKind => match column.kind {
            ColumnKind::Date => "请选一个日子。",
            ColumnKind::Count => "请填整数，例如 12。",
            ColumnKind::Number | ColumnKind::Money => "请填数字，例如 1250.50；“万元”请换算成元。",
            _ => "填得不对，请重新填。",
        }
        .to_owned(),
        FlawKind::TooSmall(least) => format!("不能小于{}。", number(least)),
        FlawKind::TooLarge(most) => format!("不能大于{}。", number(most)),
        FlawKind::TooLong(most) => format!("最多{most}个字。"),
        FlawKind::TooManyPlaces(0) => "请填整数，不要小数。".to_owned(),
        FlawKind::TooManyPlaces(places) => format!("最多{places}位小数。"),
        FlawKind::NoChoice => "请从选项里选一个。".to_owned(),
        FlawKind::IdentityNumber => "里面有身份证号，不能存进台账，请删掉。".to_owned(),
    }
}

/// Said while somebody types a number that tells of a person.
pub const fn personal(number: PersonalNumber) -> &'static str {
    match number {
        PersonalNumber::Identity => "像是身份证号：台账里不记身份证号，请删掉。",
        PersonalNumber::Mobile => "像是手机号：台账里不记电话号码，请删掉。",
        PersonalNumber::Account => "像是银行卡号：台账里不记账号，请删掉。",
    }
}

/// What is wrong with a row, in a sentence.
pub fn flaws(register: &Register, flaws: &[Flaw]) -> String {
    let each = flaws.iter().map(|flaw_of| match register.column(&flaw_of.column) {
        Some(column) => format!("{}：{}", column.name, flaw(column, flaw_of.kind)),
        None => flaw_of.column.clone(),
    });
    each.collect::<Vec<_>>().join(" ")
}

/// What is wrong with cells, and what the register's rules miss.
pub fn with_gaps(flaws: String, gaps: &[String]) -> String {
    let gaps = gaps.join("；");
    match (flaws.is_empty(), gaps.is_empty()) {
        (_, true) => flaws,
        (true, false) => format!("要补：{gaps}。"),
        (false, false) => format!("{flaws} {gaps}。"),
    }
}

pub const EXPORT: &str = "导出xlsx";
pub const EXPORT_CSV: &str = "导出CSV";
pub const IMPORT: &str = "从表格导入";
pub const IMPORT_EXPLAINED: &str =
    "选一张xlsx或CSV表格。先看清各栏怎样对上、哪些行有问题，再决定要不要导入；同一张表导入两次，不会记两遍。";
pub const CHOOSE_FILE: &str = "选表格";
pub const READING: &str = "正在读表格，请稍等。";
pub const NO_HEADING: &str = "没有找到和这本登记簿对得上的表头，一行也没有导入。请先导出一张空表，照它的表头填。";
pub const COLUMN: &str = "登记簿的栏";
pub const FILLED_BY: &str = "表格的列";
pub const NOT_IN_FILE: &str = "表格里没有";
pub const BAD_ROWS: &str = "有问题的行（不导入）";
pub const IMPORT_NOW: &str = "导入";
pub const BRANCH_SYNONYMS: [&str; 5] = ["支部", "村（社区）", "村", "单位名称", "填报单位"];

/// The title of a table.
pub fn table_title(register: &str, year: u16) -> String {
    format!("{register}登记表（{year}年）")
}

/// The line below the title.
pub fn table_note(filled_in_by: &str, day: chrono::NaiveDate) -> String {
    format!("填报单位：{filled_in_by}　　　　{}", super::date(day))
}

/// The name of a file with a register's rows.
pub fn file_name(register: &str, org: &str, day: chrono::NaiveDate, ending: &str) -> String {
    format!("{register}-{org}-{}.{ending}", day.format("%Y%m%d"))
}

/// An organisation that a table names is not among those whose rows may be written.
pub fn no_such_org(name: &str) -> String {
    match name {
        "" => "没有写单位。".to_owned(),
        _ => format!("“{name}”不在您管理的单位里，请按台账里的全名填。"),
    }
}

/// What stands in a cell is none of what may be chosen.
pub fn not_among(text: &str) -> String {
    format!("“{text}”不在可选的内容里。")
}

/// The names of required columns that a table lacks.
pub fn lacking(columns: &[String]) -> String {
    format!("表格里缺少必填的栏：{}。一行也没有导入，请补上这些列再选一次。", columns.join("、"))
}

/// Headings that fill nothing.
pub fn left_over(headings: &[String]) -> String {
    format!("这些列用不上，不会导入：{}", headings.join("、"))
}

/// What would come in.
pub fn to_come(new: usize, known: usize, bad: usize) -> String {
    format!("可以导入{new}行；{known}行台账里已经有，不重复记；{bad}行有问题，不导入。")
}

/// What is wrong with a cell of a file.
pub fn at_cell(at: Option<Address>, column: &str, why: &str) -> String {
    at.map_or_else(|| format!("{column}：{why}"), |at| format!("{at}格（{column}）：{why}"))
}

/// Rows that are hidden in the file and come in.
pub fn hidden(count: usize) -> String {
    format!("其中{count}行在表格里是隐藏的，也会导入。如不要，请先在表格里删掉再选。")
}

/// Rows that the register has no room for this year.
pub fn over(count: usize, most: usize) -> String {
    format!("一本登记簿一年最多记{most}条，还有{count}行放不下，不导入。请先导入放得下的，其余的问县委组织部怎么记。")
}

/// Rows with something wrong that are not named one by one.
pub fn more_bad(count: usize) -> String {
    format!("另有{count}行也有问题，没有一一列出。先在表格里改好上面这些，再选一次就能看到。")
}

/// That the rest did not come in, and why. What came in stays, and is passed over the next time.
pub fn stopped(done: usize, of: usize, why: &str) -> String {
    format!("已导入{done}行，还有{}行没有导入：{why}再选一次这个表格，就从没导入的接着来。", of.saturating_sub(done))
}

/// A row that does not come in.
pub fn bad_row(number: u32, why: &str) -> String {
    format!("第{number}行：{why}")
}

/// How far it is.
pub fn coming_in(done: usize, of: usize) -> String {
    format!("正在导入，{done}／{of}行")
}

/// What came in.
pub fn came_in(count: usize) -> String {
    format!("已导入{count}行")
}
