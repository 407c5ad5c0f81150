//! Words for editing what the taskbook defines: registers, work items, indicators, submissions, schemes, rewards.

use taizhang_ledger::{
    DomainUse, Indicator, Ledger, Register, Tier,
    expr::{Function, Kind, Misfit},
    indicator::Place,
    points::{Flaw, Placed, Section},
    register::{Column, ColumnKind, Effect, Extent, Mistake, MistakeKind, Unchangeable},
    submission::{DAYS_MAX, DuesTally, SubmissionFlaw},
};
use taizhang_notation::{
    definition::TextMistake,
    formula::{LENGTH_MAX, Wrong},
};

use super::registers::flaw;

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

/// Why a register cannot become what was written, and what to do instead.
pub fn unchangeable(register: &Register, why: &Unchangeable) -> String {
    let name = |id: &str| register.ever(id).map_or_else(|| id.to_owned(), |column| column.name.clone());
    match why {
        Unchangeable::Keeper => {
            "由哪一级登记不能改：记录存在那一级的台账里。请另加一本登记簿，再把这本停用。".to_owned()
        }
        Unchangeable::Sealed => "名单保密不保密不能改：记录的存法不一样。请另加一本登记簿。".to_owned(),
        Unchangeable::Kind(id) => format!("“{}”{KIND_STANDS}", name(id)),
        Unchangeable::Id(id) => {
            format!(
                "“{}”的代号（{id}）不能改，旧记录靠它读出来。请把代号改回去；确实是新的一栏，请另起名称。",
                name(id)
            )
        }
        Unchangeable::ChoiceId(column, choice) => {
            let said = register.ever(column).and_then(|column| column.choice(choice));
            let said = said.map_or(choice.as_str(), |choice| choice.name.as_str());
            format!("“{}”里选项“{said}”的代号（{choice}）不能改。请改回去；确实是新的选项，请另起名称。", name(column))
        }
        Unchangeable::Needed(id) => format!("“{}”是台账自己要用的，不能停用，可以改名称和提示。", name(id)),
    }
}

/// What is wrong with a register, and what to write instead.
pub fn mistake(register: &Register, mistake: &Mistake) -> String {
    let said = kind_of_mistake(register, &mistake.kind);
    let Some(id) = &mistake.column else { return said };
    let place = register.columns.iter().position(|column| column.id == *id).map_or(0, |place| place + 1);
    match register.column(id).map(|column| column.name.trim()).filter(|name| !name.is_empty()) {
        Some(name) => format!("“{name}”：{said}"),
        None => format!("第{place}栏：{said}"),
    }
}

fn kind_of_mistake(register: &Register, kind: &MistakeKind) -> String {
    let rule = |place: usize| {
        let said = register.rules.get(place).map_or("", |rule| rule.say.as_str());
        format!("第{}条提醒“{said}”", place + 1)
    };
    match kind {
        MistakeKind::NoName => "没有名称，请写上。".to_owned(),
        MistakeKind::NoReason => "没有写为什么要登记，请写一句给填的人看。".to_owned(),
        MistakeKind::TooLong(max) => format!("文字太长，最多{max}个字。"),
        MistakeKind::BadId => "代号只能用字母、数字和下划线，请改。".to_owned(),
        MistakeKind::OwnId => "这个代号是台账自己用的，请换一个。".to_owned(),
        MistakeKind::NoItem(code) => format!("没有工作项“{code}”，请从工作项里选一个。"),
        MistakeKind::NotOfTier(kind) => {
            format!("“{}”不是登记的那一级，请去掉，或者改由那一级登记。", super::org_kind(*kind))
        }
        MistakeKind::Seal => {
            "保密的登记簿由乡镇或县里登记，不能有照片；按支部计数要有必填的“单位”栏和“选项”栏。".to_owned()
        }
        MistakeKind::NoColumns => "一栏也没有，请至少加一栏。".to_owned(),
        MistakeKind::TooManyColumns(max) => format!("栏目太多，最多{max}栏；少一点填得更好。"),
        MistakeKind::Twice => "代号和别的栏重复，请换一个。".to_owned(),
        MistakeKind::SameName => "名称和别的栏一样，请换一个，不然分不清。".to_owned(),
        MistakeKind::NoChoices => "没有选项，请至少加一个，或者改成填文字。".to_owned(),
        MistakeKind::BadChoice(id) => format!("选项的代号“{id}”重复，或有字母、数字、下划线以外的字，请改。"),
        MistakeKind::ChoiceName(name) if name.trim().is_empty() => "有一个选项没有名称，请写上或去掉。".to_owned(),
        MistakeKind::ChoiceName(name) => format!("选项“{name}”有两个，请去掉一个或改名。"),
        MistakeKind::Bounds => "最小的比最大的还大，请对调或清空一个。".to_owned(),
        MistakeKind::NoBound => "个数不能小于0，文字至少要能写1个字，请改大。".to_owned(),
        MistakeKind::TooManyPlaces(max) => format!("小数位太多，最多{max}位。"),
        MistakeKind::Rule(place, why) => format!("{}用不成：{}", rule(*place), misfit(why)),
        MistakeKind::SilentRule(place) => format!("{}没有写提醒什么，请写上。", rule(*place)),
    }
}

/// Why a formula does not fit, and what to write instead.
pub fn misfit(why: &Misfit) -> String {
    match why {
        Misfit::Column(name) => format!("没有“{name}”这一栏，请改成有的栏，或者把这一栏留着。"),
        Misfit::Name(name) => format!("没有“{name}”这个名字，请改成有的名字。"),
        Misfit::Parameter(name) => format!("没有“{name}”这个县里定的数，请改成有的。"),
        Misfit::Choice { written, known } => {
            format!("没有“{written}”这个选项，请从这些里选：{}。", known.join("、"))
        }
        Misfit::NoDay(written) => format!("“{written}”不是日期，请写成 2026-01-31 的样子。"),
        Misfit::Kind { is, wanted } => format!("这里是{}，应当是{}。", of_kind(is), of_kind(wanted)),
        Misfit::Arity(function) => format!("{}要{}个内容，请补齐或去掉多的。", function.word(), function.arity()),
        Misfit::TooLong => "太长，请分成几个合计来写。".to_owned(),
    }
}

const fn of_kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Number => "数",
        Kind::Text => "文字",
        Kind::Choice(_) => "选项",
        Kind::Day => "日期",
        Kind::Truth => "是或否",
    }
}

/// A sum's name in code.
fn id_of(indicator: &Indicator, at: usize) -> &str {
    indicator.sums.get(at).map(|sum| sum.id.as_str()).unwrap_or_default()
}

/// What does not fit in an indicator, and where.
pub fn indicator_misfit(indicator: &Indicator, (place, why): &(Place, Misfit)) -> String {
    let sum = |at: usize| {
        indicator.sums.get(at).map_or_else(|| format!("第{}个合计", at + 1), |sum| format!("合计“{}”", sum.name))
    };
    let place = match place {
        Place::Id(at) => {
            return format!("{}：代号（id）“{}”另有意思或者用过了，请换一个。", sum(*at), id_of(indicator, *at));
        }
        Place::Source(at) => return format!("{}：没有这本登记簿，请写登记簿的代号。", sum(*at)),
        Place::Day(at) => format!("{}的日期（day）", sum(*at)),
        Place::Latest(at) => format!("{}的取最新（latest）", sum(*at)),
        Place::Among(at) => format!("{}的范围（among）", sum(*at)),
        Place::Filter(at) => format!("{}的条件（filter）", sum(*at)),
        Place::Counted(at) => format!("{}的数（value）", sum(*at)),
        Place::Value => "公式（value）".to_owned(),
        Place::Target => "任务数（target）".to_owned(),
        Place::Alarm => "提醒（alarm）".to_owned(),
    };
    format!("{place}：{}", misfit(why))
}

/// Why a text cannot be read, and what to write instead.
pub fn text_mistake(mistake: &TextMistake) -> String {
    match mistake {
        TextMistake::Unread { line, column, why } => {
            format!("第{line}行第{column}个字前后读不下去（{why}）。请照旁边的样子补上或改回。")
        }
        TextMistake::Misfit { place, why } => {
            let place = if place.is_empty() { "全文" } else { place };
            format!("{place}：缺一项，或者写的不是该写的东西（{why}）。请照旁边的样子补上或改回。")
        }
        TextMistake::Formula { place, wrong } => format!("{place}的公式{}", wrong_formula(wrong)),
        TextMistake::Points { place, written } => {
            format!("{place}写的是“{written}”，分数要写成数，最多两位小数，如“8.5”。")
        }
        TextMistake::Unknown { place, key, known } => {
            let place = if place.is_empty() { String::new() } else { format!("{place}里") };
            format!("{place}“{key}”没有用处，请删掉，或改成这些之一：{}。", known.join("、"))
        }
    }
}

/// Why a formula cannot be read, and what to write instead.
fn wrong_formula(wrong: &Wrong) -> String {
    match wrong {
        Wrong::TooLong(bytes) => format!("有{bytes}个字节，最多{LENGTH_MAX}个。请分成几个合计来写。"),
        Wrong::Unread(why) => format!("读不下去（{why}）。请写成 row.kind == \"subsidy\"、a / b 的样子。"),
        Wrong::Selects => "取的不是登记簿的栏，也不是县里定的数。请写 row.栏的代号，或 params.数的代号。".to_owned(),
        Wrong::GoesThrough => "要逐条去数，公式里不能数。请另写一个合计。".to_owned(),
        Wrong::List => "里单独有一串东西。一串东西只能跟在 in 后面。".to_owned(),
        Wrong::NoList => "的 in 后面不是一串东西。请写成 in [\"…\", \"…\"]。".to_owned(),
        Wrong::Decimal => "里有小数。请写成分数，如 1 / 2，这样一分不差。".to_owned(),
        Wrong::Method => "的函数写法不对。请写成 size(row.note) 的样子。".to_owned(),
        Wrong::Function(name) => {
            let known: Vec<&str> = Function::ALL.iter().map(|one| one.word()).collect();
            format!("里的“{name}”不能用。能用的函数：{}。", known.join("、"))
        }
        Wrong::Needless => "里有公式用不着的东西。请只写数、文字、比较和加减乘除。".to_owned(),
    }
}

/// What does not fit in a scheme or a reward, where, and what to write instead.
pub fn placed((section, key, flaw): &Placed) -> String {
    let place = match section {
        Section::Whole => String::new(),
        Section::Part(at) => format!("第{}个部分（parts）的", at + 1),
        Section::Veto(at) => format!("第{}条一票否决（vetoes）的", at + 1),
        Section::Tier(at) => format!("第{}档（tiers）的", at + 1),
        Section::Small => "人少时（small）的".to_owned(),
        Section::Floor(at) => format!("人少时第{}条（by_score）的", at + 1),
        Section::Step(at) => format!("第{}级（steps）的", at + 1),
    };
    format!("{place}{key}：{}", of_flaw(flaw))
}

fn of_flaw(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Formula(why) => misfit(why),
        Flaw::Today => "看了当天的日期，明天就会变。请只用县里定的数和结果来写。".to_owned(),
        Flaw::UnknownIndicator(id) => format!("没有指标“{id}”，请写指标的代号。"),
        Flaw::Unverified { sum, register } => {
            format!(
                "“{sum}”看的是支部自己填的登记簿（{register}），没有经过核验。请改成凭记分（source 写 \"entries\"）。"
            )
        }
        Flaw::OwnWord { sum, column } => {
            format!("“{sum}”看的是支部自己填的数（row.{column}），没有经过核验。请用核验过的，如 row.closed。")
        }
        Flaw::NotOf(kind) => {
            format!("指标对“{}”没有数。请换一个指标，或者从 kinds 里去掉这一类。", super::org_kind(*kind))
        }
        Flaw::Use(word) => format!("“{word}”是看怎么用系统，属于指尖上的形式主义，不能计分。请按核验过的结果计分。"),
        Flaw::FullMarks { sum, full } => {
            format!("基础积分和履职积分合计{sum}分，不是满分{full}分。请改各部分的 max，或者改 full。")
        }
        Flaw::Count { is, most } => format!("有{is}个，要有1到{most}个。"),
        Flaw::Twice(id) => format!("“{id}”有两个，请去掉一个，或换个代号。"),
        Flaw::UnknownTier(id) => format!("没有“{id}”这一档，请写 tiers 里的代号。"),
        Flaw::Rest => "最后一档、也只有最后一档，是给其余的人的（reach 写 \"rest\"）。".to_owned(),
        Flaw::Mixed => "有的档按名次，有的档按分数。请都写 share，或者都写 floor。".to_owned(),
        Flaw::NotAbove => "要大于0。".to_owned(),
        Flaw::NothingFull => "加分和扣分，没有事就是0分，不能算满分（nothing 写 \"zero\"）。".to_owned(),
    }
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

/// A table that a submission names and that is not there.
pub fn no_table(id: &str) -> String {
    format!("tables里的“{id}”不是登记簿，请写登记簿的代号。")
}

/// What is wrong with a submission, and what to write instead.
pub fn submission_flaw(flaw: &SubmissionFlaw) -> String {
    match flaw {
        SubmissionFlaw::Nobody => "kinds里没有单位，请写由哪些单位报，如 \"village\"。".to_owned(),
        SubmissionFlaw::Kind(kind) => {
            format!("“{}”不往上报，请从 kinds 里去掉，写支部或乡镇。", super::org_kind(*kind))
        }
        SubmissionFlaw::NoTables => "tables里没有登记簿，请至少写一本的代号。".to_owned(),
        SubmissionFlaw::NoTable(id) => no_table(id),
        SubmissionFlaw::Days => format!("days要在0到{DAYS_MAX}之间：期满以后几天内报。"),
        SubmissionFlaw::Since => "since要在1到12之间：从几月起报。".to_owned(),
    }
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
