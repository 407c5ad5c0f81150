//! Words for editing what the taskbook defines: registers, work items, indicators, submissions, schemes, rewards.

mod mistakes;

use taizhang_ledger::{
    DomainUse, Indicator, Ledger, Register, Tier,
    points::Placed,
    register::{Column, ColumnKind, Effect, Extent},
    submission::DuesTally,
};

use super::registers::flaw;

pub use self::mistakes::{indicator_misfit, mistake, placed, submission_flaw, text_mistake, unchangeable};

pub const REGISTERS: &str = "登记簿：改栏目，或者加一本";
pub const DOMAINS: &str = "领域：改名称，或者加一个";
pub const ITEMS: &str = "工作项";
pub const INDICATORS: &str = "指标的公式";
pub const SUBMISSIONS: &str = "报送的时间和内容";
pub const SCHEMES: &str = "积分考评办法";
pub const REWARDS: &str = "以奖代补办法";
pub const NEW_SCHEME: &str = "代号（id）是新的：下发以后多一个考评办法，原来的不变。";
pub const NEW_REWARD: &str = "代号（id）是新的：下发以后多一项奖补，原来的不变。";
pub const PUBLISHED_STANDS: &str = "已经公布的结果一分不变；以后核算按新的来。";
pub const NEW_REGISTER: &str = "加一本登记簿";
pub const NEW_ITEM: &str = "加一个工作项";
pub const EXPLAINED: &str =
    "改好先点“看会影响什么”，再决定要不要下发。已经登记的记录一条不动；停用的栏目和选项，旧记录里照样看得到。";
pub const NOT_YOURS: &str = "任务书由县委组织部修改，您可以查看。";
pub const UNKNOWN: &str = "任务书里没有这一项。联网同步后再打开。";
pub const NAME: &str = "名称";
pub const WHY: &str = "为什么要登记（填的人看得到）";
pub const ITEM: &str = "属于哪个工作项";
pub const KEEPER: &str = "由谁登记";
pub const KINDS: &str = "哪些单位登记（都不选，就是这一级的都登记）";
pub const COLUMNS: &str = "栏目";
pub const ADD_COLUMN: &str = "加一栏";
pub const HEADING: &str = "栏目名称";
pub const KIND: &str = "填什么";
pub const KIND_STANDS: &str = "已经用过的栏不能换种类，不然旧记录就读不成了。要换，请停用这一栏，另加一栏、另起名称。";
pub const REQUIRED: &str = "必须填";
pub const HINT: &str = "填写提示";
pub const UNIT: &str = "单位";
pub const DECIMALS: &str = "几位小数";
pub const LEAST: &str = "最小";
pub const MOST: &str = "最大";
pub const LONGEST: &str = "最多几个字";
pub const CHOICES: &str = "选项";
pub const ADD_CHOICE: &str = "加一个选项";
pub const RETIRE: &str = "停用";
pub const RETIRE_COLUMN: &str = "停用这一栏";
pub const FORMER: &str = "已停用（旧记录里看得到）";
pub const TAKE_UP: &str = "重新启用";
pub const UP: &str = "上移";
pub const RULES: &str = "填错提醒";
pub const RULE: &str = "不符合时提醒";
pub const RULES_EXPLAINED: &str = "提醒的条件是公式，在下面“按文字改”里改。";
pub const REMOVE: &str = "去掉";
pub const AS_TEXT: &str = "按文字改（给会的人用）";
pub const AS_TEXT_EXPLAINED: &str = "这是全部内容的文字写法。改好点“读一遍”，哪里不对会逐条指出来。";
pub const READ_TEXT: &str = "读一遍";
pub const TEXT_READ: &str = "读好了，已放到上面";
pub const LOOK: &str = "看会影响什么";
pub const PUBLISH: &str = "下发";
pub const PUBLISHED: &str = "已存，同步后下发到各单位";
pub const DROP: &str = "不改了";
pub const NOTHING_CHANGED: &str = "还没有改动。";
pub const MISTAKES: &str = "先改好这些，才能下发：";
pub const EFFECT: &str = "下发以后，对已有的记录（本机上看得到的）：";
pub const NO_EFFECT: &str = "已有的记录都不受影响。";
pub const NO_ROWS: &str = "还没有单位登记过，不影响已有的记录。";
pub const NEW: &str = "这是新的，还没有记录。请想好再加：加一本，支部就多填一份。";
pub const CODE: &str = "代号（字母加数字，如 R4，定了不改）";
pub const DOMAIN: &str = "领域";
pub const DOMAINS_EXPLAINED: &str = "看板、指标、月报和列表都按这个顺序、用这些名称显示领域。";
pub const NEW_DOMAIN: &str = "加一个领域";
pub const DOMAIN_ID: &str = "代号（小写字母、数字和下划线，最多16个，如 college，定了不改）";
pub const DOMAIN_BAD_ID: &str = "代号只能用小写字母、数字和下划线，最多16个，请改。";
pub const DOMAIN_TAKEN: &str = "这个代号已经有了，请换一个，或者修改原来那个领域。";
pub const DOMAIN_SAME_NAME: &str = "已经有叫这个名称的领域，请换一个名称，不然分不清。";
pub const DOMAIN_NEW: &str = "下发以后，工作项可以归到这个领域；按这些工作项下的任务，在看板上自成一栏。";
pub const DOMAIN_EFFECT: &str = "改了名称，各处都显示新名称，记录不动。";
pub const MUST_HOLD: &str = "做到什么样才算好";
pub const EVIDENCE: &str = "办结凭什么证明（下任务时先选好，可以改）";
pub const CODE_TAKEN: &str = "这个代号已经有了，请换一个，或者修改原来那一项。";
pub const ITEM_EFFECT: &str = "已经下达的任务不变；以后下任务时按新的来。";
pub const PLAIN_EXPLAINED: &str =
    "这是全部内容的文字写法。改好先点“看会影响什么”：哪里不对会逐条指出来，没有问题再下发。";
pub const NEW_INDICATOR: &str = "代号（id）是新的：下发以后多一个指标，原来的不变。";
pub const REGISTER_IDS: &str = "各登记簿的代号";
pub const EDIT_COLUMNS: &str = "修改栏目";
pub const EDIT: &str = "修改";
pub const NEW_CHOICE: &str = "新选项";

/// At which tier something is kept.
pub const fn keeper(tier: Tier) -> &'static str {
    match tier {
        Tier::Branch => "村、社区和其他支部",
        Tier::Township => "乡镇、街道和系统党（工）委",
        Tier::County => "县",
    }
}

/// What a column holds.
pub const fn kind(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "文字",
        ColumnKind::Number => "数字",
        ColumnKind::Count => "个数（人、户、次）",
        ColumnKind::Money => "金额（元）",
        ColumnKind::Date => "日期",
        ColumnKind::Choice => "选项",
        ColumnKind::Organisation => "单位",
        ColumnKind::YesNo => "是或否",
        ColumnKind::Photo => "照片",
        ColumnKind::Task => "任务",
    }
}

/// How much stands in a field of work.
pub fn domain_stands(stands: DomainUse) -> String {
    format!("在用的工作项{}个、任务{}项属于这个领域。", stands.work_items, stands.tasks)
}

/// What a register has, in a line.
pub fn about(columns: usize, item: &str) -> String {
    format!("{item} · {columns}栏")
}

/// How many rows of how many organisations.
fn extent(extent: Extent) -> String {
    format!("{}个单位的{}条记录", extent.orgs, extent.rows)
}

/// What a change would do to rows, line by line.
pub fn effect(register: &Register, effect: &Effect) -> Vec<String> {
    let name = |id: &str| register.ever(id).map_or_else(|| id.to_owned(), |column| column.name.clone());
    let choice = |(column, choice): &(String, String)| {
        let found = register.ever(column).and_then(|column| column.choice(choice));
        found.map_or_else(|| choice.clone(), |choice| choice.name.clone())
    };
    let mut lines = Vec::new();
    for (found, of) in &effect.flawed {
        let why = register.column(&found.column).map(|column| flaw(column, found.kind)).unwrap_or_default();
        lines.push(format!("{}会显示“要补”——{}：{why}", extent(*of), name(&found.column)));
    }
    for (say, of) in &effect.gaps {
        lines.push(format!("{}会显示“要补”——{say}。", extent(*of)));
    }
    for (column, of) in &effect.hidden {
        lines.push(format!("{}填过“{}”，停用后列表和报表里不再出现，打开记录仍看得到。", extent(*of), name(column)));
    }
    for (of_choice, of) in &effect.choices {
        lines.push(format!("{}选的是“{}”，停用后会显示“要补”，原来选的仍看得到。", extent(*of), choice(of_choice)));
    }
    if effect.left.rows > 0 && register.retired {
        lines.push(format!("{}留着，只能看，不能再改。", extent(effect.left)));
    } else if effect.left.rows > 0 {
        lines.push(format!("{}不再由这些单位登记，列表里不再出现。", extent(effect.left)));
    }
    lines
}

/// How many rows there are in all.
pub fn looked_at(effect: &Effect) -> String {
    format!("共看了{}。", extent(effect.all))
}

/// An indicator that would not fit any more.
pub fn indicator_breaks(indicator: &Indicator) -> String {
    format!("指标“{}”要用到您停用的内容。请先改这个指标的公式，或者留着不停用。", indicator.name)
}

/// Something typed that is no number.
pub fn not_a_number(place: &str) -> String {
    format!("“{place}”填的不是数，请改成数字或清空。")
}

/// A part that score entries are for.
pub fn part_stands((name, entries): &(String, usize)) -> String {
    format!("“{name}”已经记了{entries}笔分，不能去掉，也不能改成由指标算，不然这些分就不算了。请留着这一部分。")
}

/// Why nothing can be told of how it is now.
pub fn now_untold(why: &str) -> String {
    format!("现在的办法算不出来，没法比：{why}")
}

/// For how many a reward changes.
pub fn amounts_change(orgs: usize) -> String {
    match orgs {
        0 => "谁的钱都不变。".to_owned(),
        _ => format!("{orgs}个单位得的钱有变化。"),
    }
}

/// A register's name in code, which is written in its rows.
pub fn id_stands(id: &str) -> String {
    format!("这本登记簿的代号（id）不能改，请改回“{id}”；要另加一本，请回任务书点“{NEW_REGISTER}”。")
}

/// What would have been due by today beside what was; nothing where it is or would be due of nobody.
pub fn dues_become(now: Option<DuesTally>, then: Option<DuesTally>) -> Vec<String> {
    let orgs = then.map(|then| format!("下发以后，由{}个单位报送。", then.orgs));
    let counts = match (now, then) {
        (Some(now), Some(then)) if now == then => format!("到今天该报的{}，都不变。", tally(now)),
        (Some(now), Some(then)) => format!("到今天该报的：现在{}；改后{}。", tally(now), tally(then)),
        (Some(now), None) => format!("到今天该报的{}，都不再算。", tally(now)),
        (None, Some(then)) if then.all() == 0 => "到今天还没有到期该报的。".to_owned(),
        (None, Some(then)) => format!("按这样，到今天该报的有{}。", tally(then)),
        (None, None) => return Vec::new(),
    };
    orgs.into_iter().chain([counts]).collect()
}

fn tally(of: DuesTally) -> String {
    let DuesTally { in_time, late, overdue, open, .. } = of;
    format!("{}份（按时{in_time}份、迟报{late}份、过期没报{overdue}份、还没到期{open}份）", of.all())
}

/// A scheme or a reward that would not fit an indicator any more, and what to do first.
pub fn points_break(name: &str, why: &Placed) -> String {
    format!("“{name}”要用到您改掉的内容（{}）。请把原来的留着，先加上新的，改好“{name}”，再来去掉旧的。", placed(why))
}

/// Which tables there are, by their names in code.
pub fn registers(ledger: &Ledger) -> String {
    let named = |one: &&Register| format!("{} {}", one.id, one.name);
    ledger.registers().iter().filter(|one| !one.retired).map(named).collect::<Vec<_>>().join("；")
}

/// The heading of a column while it has none.
pub fn column_title(column: &Column, number: usize) -> String {
    match column.name.trim() {
        "" => format!("第{number}栏"),
        name => name.to_owned(),
    }
}
