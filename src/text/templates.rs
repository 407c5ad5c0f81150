//! Words with which something new begins in the taskbook: filled in, so that it shows how it is written, to be replaced.

use taizhang_ledger::submission::DAYS_MAX;

pub const NEW_INDICATOR: &str = "加一个指标";
pub const NEW_SUBMISSION: &str = "加一项报送";
pub const NEW_SCHEME: &str = "加一个积分考评办法";
pub const NEW_REWARD: &str = "加一个以奖代补办法";
pub const NEW_PARAMETER: &str = "加一个县里定的数";
/// The name of a new indicator, until it has one.
pub const INDICATOR_NAME: &str = "新指标（请改名称）";
pub const INDICATOR_WORDS: &str = "怎样算的，写给大家看，如：今年记了几笔";
pub const INDICATOR_UNIT: &str = "笔";
pub const SUM_NAME: &str = "记了几笔";
/// The name of a new submission, until it has one.
pub const SUBMISSION_NAME: &str = "新报送（请改名称）";
pub const SUBMISSION_WHY: &str = "为什么要报，写一句给报的人看";
/// The name of a new scheme, until it has one.
pub const SCHEME_NAME: &str = "新考评办法（请改名称）";
/// The name of a new reward, until it has one.
pub const REWARD_NAME: &str = "新奖补办法（请改名称）";
/// Names that nothing is published with.
pub const NAMES: [&str; 4] = [INDICATOR_NAME, SUBMISSION_NAME, SCHEME_NAME, REWARD_NAME];
pub const NAME_FIRST: &str = "请先把名称（name）改成您要的名称。";
pub const NO_REGISTER: &str = "还没有带日期的登记簿，先加一本登记簿，再来加这个。";
pub const NO_SCHEME: &str = "还没有在用的考评办法可以参照，请先恢复一个，再来加新的。";
pub const NO_REWARD: &str = "还没有在用的奖补办法可以参照，请先恢复一个，再来加新的。";
pub const HOW: &str = "怎样写";

/// An id that another has.
pub fn taken(id: &str) -> String {
    format!("代号（id）“{id}”已经有了，请换一个没有用过的，如“{id}_2”。")
}

/// How an indicator is written, line by line.
pub const INDICATOR_HOW: &[&str] = &[
    "id：代号，字母、数字和下划线，定了不改；name：名称；words：怎样算的，写给大家看。",
    "item：属于哪个工作项，写代号，如 R2；unit：单位，占比写 %；places：显示几位小数。",
    "better：more 越多越好，less 越少越好，neither 只看不比。",
    "across：sums 各单位的合计先相加再算（占比用这个），values 各单位算好再相加。",
    "sums：合计。source 写登记簿的代号；day 写哪一栏是日期；filter 写哪些记录算进来，都算写 true；value 写每条算多少，算笔数写 1，算金额写 row.栏的代号。",
    "value：公式，用合计的代号来写，如 a、a / b。",
    "target（可以不写）：任务数，如 { \"of\": \"each\", \"value\": \"100\" }；alarm（可以不写）：什么时候提醒。",
];

/// How a submission is written, line by line.
pub fn submission_how() -> Vec<String> {
    vec![
        "id：代号，字母、数字和下划线，定了不改；name：名称；why：为什么要报。".to_owned(),
        "every：多久报一次，month 每月，quarter 每季，half 半年，year 全年。".to_owned(),
        format!("days：期满以后几天内报，0到{DAYS_MAX}；since：从几月起报，1到12。"),
        "kinds：由哪些单位报，如 village 村、community 社区、township 乡镇、subdistrict 街道。".to_owned(),
        "tables：由哪几本登记簿的记录组成，写登记簿的代号。".to_owned(),
    ]
}

/// How a scheme is written, line by line.
pub const SCHEME_HOW: &[&str] = &[
    "下面照抄了一个在用的办法，改成您要的。id：代号，字母、数字和下划线，定了不改；name：名称；why：为什么这样考。",
    "sequence：考哪支队伍，id 是人员名册“序列”一栏里的代号；subject：person 考个人，team 考班子；kinds：哪些单位。",
    "parts：考评内容。kind 写 basic 基本、duty 职责、bonus 加分、deduction 扣分；basic 和 duty 的 max 加起来是总分 full；source 写 entries 由乡镇逐笔记分、两人核对，或写按哪个指标、怎样算分。",
    "tiers：分几档、各占多少、拿多少；vetoes：一票否决；base：每人基数；budget：总额，写 params.代号 就用县里定的数。",
];

/// How a reward is written, line by line.
pub const REWARD_HOW: &[&str] = &[
    "下面照抄了一个在用的办法，改成您要的。id：代号，字母、数字和下划线，定了不改；name：名称；why：为什么奖。",
    "kinds：奖给哪些单位；indicator：按哪个指标；completion：完成率的公式；floor：完成率不到多少不奖。",
    "method：怎样分钱；budget：总额，写 params.代号 就用县里定的数；unit：算到 yuan 元还是 fen 分。",
];

// A new parameter.
pub const PARAMETER_EXPLAINED: &str = "加好以后，指标、提醒和考评的公式里写 params.代号 就能用。";
pub const PARAMETER_ID: &str = "代号（小写字母、数字和下划线，如 village_income_min，定了不改）";
pub const PARAMETER_NAME: &str = "名称";
pub const PARAMETER_UNIT: &str = "单位（如 元、天、%；是每年哪一天的写 日期）";
pub const PARAMETER_VALUE: &str = "数（可以先不填）";
pub const PARAMETER_TAKEN: &str = "这个代号已经有了，请换一个。";
pub const PARAMETER_BAD_ID: &str = "代号只能用小写字母、数字和下划线，请改。";
pub const PARAMETER_NO_NAME: &str = "请填名称和单位。";
pub const PARAMETER_ADDED: &str = "已加，同步后下发";
