//! 新增任务.

pub const TITLE: &str = "新增任务";
pub const TITLE_ISSUE: &str = "下达任务";
pub const CODE: &str = "工作项";
pub const CHOOSE_CODE: &str = "请选择";
pub const REQUIREMENT_HINT: &str = "要做什么、做到什么样、用什么证明";
pub const PROOF: &str = "佐证要求";
pub const BRANCHES: &str = "承办支部";
pub const EVERY: &str = "全选、全不选";
pub const UNIT: &str = "目标单位（没有数量目标就不填）";
pub const UNIT_HINT: &str = "次、人、万元……";
pub const TARGET: &str = "目标数";
pub const SAVE: &str = "存到台账";
pub const ISSUE: &str = "下达";
pub const NO_CODE: &str = "请选择工作项。";
pub const NO_DUE: &str = "请选择完成时限。";
pub const BAD_TARGET: &str = "目标数要填整数，请检查。";

/// What the work item asks for.
pub fn held(requirement: &str) -> String {
    format!("要求：{requirement}")
}

/// The label of a branch's target.
pub fn target_of(branch: &str) -> String {
    format!("{branch}的目标数")
}

/// The task was set.
pub fn saved(own: bool, branches: usize) -> String {
    if own { "已记入台账".to_owned() } else { format!("已下达给{branches}个支部") }
}
