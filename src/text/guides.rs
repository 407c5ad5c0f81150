//! Words around the guides (业务指南).

pub const TITLE: &str = "业务指南";
pub const EXPLAINED: &str = "没网也能看。哪里和本县的做法不一样，告诉县里改。";
pub const NONE: &str = "任务书里还没有指南。";
pub const EDIT: &str = "改这份指南";
pub const HINT: &str = "一行以冒号结尾是小标题；以“- ”开头是一条。";
pub const ADD: &str = "新增一份指南";
pub const NAME: &str = "指南名称";
pub const TEXT: &str = "内容";
pub const BESIDE_REGISTERS: &str = "放在哪些登记簿旁边";
pub const BESIDE_ITEMS: &str = "放在哪些工作项的任务旁边";
pub const SAVE: &str = "存并下发";
pub const SAVED: &str = "已存，同步后下发";
pub const PRINT: &str = "打印";

/// The way to a guide, beside a register or a task.
pub fn way(name: &str) -> String {
    format!("怎么做：{name}")
}
