//! What is wrong with a definition, where, and what to write instead.

use taizhang_ledger::{
    Indicator, Register,
    expr::{Function, Kind, Misfit},
    indicator::Place,
    points::{Flaw, Placed, Section},
    register::{Mistake, MistakeKind, Unchangeable},
    submission::{DAYS_MAX, SubmissionFlaw},
};
use taizhang_notation::{
    definition::TextMistake,
    formula::{LENGTH_MAX, Wrong},
};

use super::KIND_STANDS;

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
            format!("“{}”不是登记的那一级，请去掉，或者改由那一级登记。", crate::text::org_kind(*kind))
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
fn misfit(why: &Misfit) -> String {
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
            format!("指标对“{}”没有数。请换一个指标，或者从 kinds 里去掉这一类。", crate::text::org_kind(*kind))
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

/// A table that a submission names and that is not there.
fn no_table(id: &str) -> String {
    format!("tables里的“{id}”不是登记簿，请写登记簿的代号。")
}

/// What is wrong with a submission, and what to write instead.
pub fn submission_flaw(flaw: &SubmissionFlaw) -> String {
    match flaw {
        SubmissionFlaw::Nobody => "kinds里没有单位，请写由哪些单位报，如 \"village\"。".to_owned(),
        SubmissionFlaw::Kind(kind) => {
            format!("“{}”不往上报，请从 kinds 里去掉，写支部或乡镇。", crate::text::org_kind(*kind))
        }
        SubmissionFlaw::NoTables => "tables里没有登记簿，请至少写一本的代号。".to_owned(),
        SubmissionFlaw::NoTable(id) => no_table(id),
        SubmissionFlaw::Days => format!("days要在0到{DAYS_MAX}之间：期满以后几天内报。"),
        SubmissionFlaw::Since => "since要在1到12之间：从几月起报。".to_owned(),
    }
}
