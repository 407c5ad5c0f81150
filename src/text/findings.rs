//! What the detectors found, in sentences: what is wrong, how one sees it, what to do next.

use taizhang_ledger::{
    Rule,
    detect::{Facts, LeaderGap, Likeness, MeasureFlaw, NextStep, ProblemFlaw},
};

pub const TITLE: &str = "系统查到的问题";
pub const EXPLAINED: &str = "按台账里的记录查出来的，只查事、不查人，也不算考核分。点开看是哪条记录。";
pub const NONE: &str = "没有查到问题。";
pub const LOOKING: &str = "正在查……";
pub const TOWNSHIP: &str = "哪个乡镇、街道、系统";
pub const ALL: &str = "全部";
pub const FLAT_SCORES: &str = "干多干少一个样";
pub const FLAT_SCORES_NEXT: &str = "打开考评办法，看各项分数有没有拉开，试一试别的分值和档次比例";
pub const WITHOUT_RESULT: &str = "不干也支持";
pub const WITHOUT_RESULT_NEXT: &str = "打开来源记录核对，没有结果的不发，改好后重新公布";
pub const LEADER_LINKS: &str = "挂钩联系点数不对";
pub const LEADER_LINKS_NEXT: &str = "打开挂钩方案登记簿调整联系的支部；在台账里挂了钩的，请县里改挂钩领导";
pub const NO_GUIDE: &str = "没有党建工作指导员";
pub const NO_GUIDE_SAID: &str = "这个两新支部现在没有在任的党建工作指导员";
pub const NO_GUIDE_NEXT: &str = "选派一名指导员，登记到“党建工作指导员选派”，写明联系这个支部；到期的续派";
pub const APPLIED_WITHOUT_RESULT_NEXT: &str = "打开申请核对成果，没有结果的退回，写明理由";
pub const NEXT: &str = "下一步：";

/// The way to the page, with how many there are.
pub fn found(number: usize) -> String {
    format!("系统查到{number}处要改进的")
}

/// A rule with how often it was found.
pub fn counted(rule: &str, number: usize) -> String {
    format!("{rule} {number}")
}

/// How many branches a leader of the 两新工委 is linked to, where it is not as many as it should be.
pub fn leader_links(branches: usize, min: usize, max: usize) -> String {
    let should = if min < max { format!("{min}至{max}个") } else { format!("{max}个") };
    if branches == 0 {
        format!("还没有联系支部，应联系{should}")
    } else {
        format!("联系了{branches}个支部，应联系{should}")
    }
}

/// How many units are still to be covered, as the indicator says it.
pub fn units_needed(amount: &str) -> String {
    format!("，再覆盖{amount}就到全市平均")
}

/// The way to the rest.
pub fn more(number: usize) -> String {
    format!("再看{number}条")
}

/// A rule, as the county's meeting says it.
pub fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::UnclearProblem => "问题不明",
        Rule::UnclearMeasure => "措施办法不清",
        Rule::CopiedContent => "照搬照抄",
        Rule::PassThroughOnly => "只当传话筒",
        Rule::NotStarted => "未启动",
        Rule::Stalled => "进度缓慢",
        Rule::ChaseNeeded => "逾期待催",
        Rule::LeaderUnaware => "挂钩领导不知情",
    }
}

/// What exactly was found.
pub fn facts(facts: &Facts, org: impl Fn(&taizhang_ledger::OrgId) -> String) -> String {
    match facts {
        Facts::CaseProblem { problem: 0, .. } => "整顿对象还没有写问题".to_owned(),
        Facts::CaseProblem { problem, flaws } => format!("问题{problem}{}", problem_flaws(flaws)),
        Facts::CaseMeasure { problem, measure, flaws, copy } => {
            let copy = copy.as_ref().map(|(branch, percent)| format!("（和{}的{percent}%相同）", org(branch)));
            format!("问题{problem}的措施{measure}{}{}", measure_flaws(flaws), copy.unwrap_or_default())
        }
        Facts::Measure { flaws, copy } => {
            let copy = copy.as_ref().map(|copy| format!("（{}）", likeness(copy, &org)));
            format!("措施{}{}", measure_flaws(flaws), copy.unwrap_or_default())
        }
        Facts::Alike(copy) => likeness(copy, &org),
        Facts::PassedThrough { days, repeats: Some(percent) } => {
            format!("签收{days}天，措施和上级要求{percent}%相同，没有自己的办法")
        }
        Facts::PassedThrough { days, repeats: None } => format!("签收{days}天，没有写自己的措施，也没有进展"),
        Facts::Idle { days } => format!("{days}天没有动静"),
        Facts::Late { days, reminders: times @ 1.. } => format!("逾期{days}天，已催{times}次"),
        Facts::Late { days, .. } => format!("逾期{days}天"),
        Facts::Leader(gaps) => gaps.iter().map(leader_gap).collect::<Vec<_>>().join("；"),
    }
}

fn likeness(copy: &Likeness, org: &impl Fn(&taizhang_ledger::OrgId) -> String) -> String {
    let more = if copy.branches > 1 { format!("等{}个支部", copy.branches) } else { String::new() };
    format!("和{}{more}的{}%相同", org(&copy.other.branch), copy.percent)
}

fn problem_flaws(flaws: &[ProblemFlaw]) -> String {
    let each = flaws.iter().map(|flaw| match flaw {
        ProblemFlaw::Missing | ProblemFlaw::Empty => "没有写是什么问题",
        ProblemFlaw::Vague => "只有空话",
        ProblemFlaw::NoCategory => "没有类别",
        ProblemFlaw::NoEvidence => "没有事实依据",
        ProblemFlaw::NoObject => "没写影响到谁",
    });
    each.collect::<Vec<_>>().join("、")
}

fn measure_flaws(flaws: &[MeasureFlaw]) -> String {
    let each = flaws.iter().map(|flaw| match flaw {
        MeasureFlaw::Empty => "还没有写",
        MeasureFlaw::Vague => "只有空话",
        MeasureFlaw::Copied => "和别的支部雷同",
        MeasureFlaw::NoOwner => "没有责任人",
        MeasureFlaw::NoDue => "没有时限",
        MeasureFlaw::NoDeliverable => "没有成果形式",
        MeasureFlaw::NoStandard => "没有验收标准",
    });
    each.collect::<Vec<_>>().join("、")
}

fn leader_gap(gap: &LeaderGap) -> String {
    match gap {
        LeaderGap::SlotEmpty => "没有挂钩领导".to_owned(),
        LeaderGap::NotAcknowledged { days } => format!("列入{days}天，领导没有点“知悉”"),
        LeaderGap::NoVisit { days } => format!("{days}天没有走访"),
    }
}

/// What to do next.
pub fn next(step: NextStep) -> &'static str {
    match step {
        NextStep::DescribeProblem => "把问题写具体：什么事、谁受影响、凭什么说",
        NextStep::WriteMeasure => "写自己的措施",
        NextStep::MakeConcrete => "把空话换成谁、什么时候、做什么",
        NextStep::CompleteMeasure => "把措施缺的补齐",
        NextStep::NameOwner => "定下责任人",
        NextStep::RewriteInOwnWords => "照自己的实际重写",
        NextStep::SignFor => "先签收",
        NextStep::Begin => "动手办，写一条进展",
        NextStep::ReportProgress => "写进展；卡住了就写卡在哪里",
        NextStep::HandIn => "抓紧办结，申请销号，或申请延期",
        NextStep::DecideExtension => "答复延期申请",
        NextStep::NameLeader => "请县里明确挂钩领导",
        NextStep::AskLeader => "请挂钩领导打开台账点“知悉”",
        NextStep::ArrangeVisit => "请挂钩领导走访，当天记下来",
    }
}

/// The passages that two branches share, in quotes.
pub fn passages(shared: &[String]) -> String {
    let quoted: Vec<String> = shared.iter().map(|text| format!("“{text}”")).collect();
    format!("相同的地方：{}", quoted.join("、"))
}
