//! Words of the table of targets (任务数一览).

pub const TABLE: &str = "各单位的任务数和去年数，一张表填好";
pub const WHOSE: &str = "填哪些单位";
pub const DIRECTLY: &str = "直接下级";
pub const EVERYBODY: &str = "全部单位";
pub const UNIT: &str = "单位";
pub const SAVE: &str = "存并下发";
pub const DROP: &str = "不改了";
/// As many names are said; the others are counted.
const NAMES: usize = 5;

/// How the table is filled in.
pub fn explained(unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!("单位：{unit}。") };
    format!(
        "{unit}可以从表格软件里整列复制，点一个格子粘贴：往下一格一格填好；带单位名称的几列一起复制，就按名称对上。空着的格子不动；\
         要取消已定的数，把格子清空再存。填好点“{SAVE}”。"
    )
}

/// Those below an organisation.
pub fn below(name: &str) -> String {
    format!("{name}下面的")
}

/// Names that were pasted and that no organisation here has.
pub fn unknown(names: &[String]) -> String {
    format!("其他的已填好；这些名称对不上，没有填：{}。请改成和这里一样的名称再粘贴。", listed(names))
}

/// Where something is typed that is no number.
pub fn wrong(names: &[String]) -> String {
    format!("没有存。这些单位填的不是数（最多两位小数）：{}。请改好再存。", listed(names))
}

/// How many were saved.
pub fn saved(count: usize) -> String {
    format!("已存{count}个数，同步后下发")
}

fn listed(names: &[String]) -> String {
    let first: Vec<&str> = names.iter().take(NAMES).map(String::as_str).collect();
    match names.len() {
        few if few <= NAMES => first.join("、"),
        many => format!("{}等{many}个", first.join("、")),
    }
}
