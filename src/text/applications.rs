//! Words of applications for rewards (以奖代补申请).

use taizhang_ledger::{
    expr::Exact,
    points::{GivenApplication, Left},
    score::{ApplicationState, ApplicationView, ApplyDenied, ScoreMove},
};

use super::points::{NOTHING_DONE, money, share};

pub const TITLE: &str = "奖补申请";
pub const EXPLAINED: &str =
    "这项奖补要先申请：凭核验过的成果提出，乡镇签意见，县里按成果分配。申请的人不能签意见，签意见的人不能分配。";
pub const ASKED_EXPLAINED: &str = "申请的金额供县里参考，分配按成果算，不按申请的数。";
pub const NONE: &str = "还没有申请。";
pub const NEW: &str = "申请奖补";
pub const NEW_ON_BEHALF: &str = "代村申请奖补";
pub const BRANCH: &str = "替哪个单位申请";
pub const TEXT: &str = "申请事由：做成了什么";
pub const ASKED: &str = "申请金额（元）";
pub const RESULTS: &str = "凭哪些核验过的成果（可以选几项）";
pub const NO_RESULTS: &str = "还没有核验过的成果：任务经两级核验销号、整顿销号、记分单县里确认以后，才能凭它申请。";
pub const FILE: &str = "提出申请";
pub const FILED: &str = "已申请，等乡镇签意见";
pub const BAD_AMOUNT: &str = "请填申请金额，例如 20000，最多两位小数。";
pub const REASON: &str = "退回的理由";
pub const CASE: &str = "软弱涣散整顿";
pub const NOT_APPLIED: &str = "没有乡镇支持的申请，不奖补";
pub const STALE: &str = "所凭的成果现在没有一项是核验过的，不算数";
pub const APPLICANT: &str = "申请人";
pub const SUPPORTER: &str = "乡镇意见";
pub const ASKED_FOR: &str = "申请（元）";
pub const RESTS_ON: &str = "凭成果（项）";
pub const MAY_APPLY: &str = "可以申请";
pub const SAME_PERSON: &str = "您提出过或签过其中的申请，要换一位同志来公布。";

/// What is done to an application.
pub const fn act(act: ScoreMove) -> &'static str {
    match act {
        ScoreMove::Check => "支持",
        ScoreMove::Reject => "退回",
        _ => "撤回申请",
    }
}

/// What was done to one.
pub const fn acted(act: ScoreMove) -> &'static str {
    match act {
        ScoreMove::Check => "已签支持，县里按成果分配",
        ScoreMove::Reject => "已退回，单位看得到理由",
        _ => "已撤回",
    }
}

/// The state of an application.
pub const fn state(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Filed => "等乡镇签意见",
        ApplicationState::Supported => "乡镇支持",
        ApplicationState::Returned => "已退回",
        ApplicationState::Withdrawn => "已撤回",
    }
}

/// Its colour.
pub const fn tone(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Filed => "wait",
        ApplicationState::Supported => "done",
        ApplicationState::Returned => "danger",
        ApplicationState::Withdrawn => "aside",
    }
}

/// Why an application, or an act on one, does not count.
pub fn denied(denied: ApplyDenied) -> String {
    match denied {
        ApplyDenied::UnknownReward => "任务书里没有这项奖补，或者不发给这类单位。".to_owned(),
        ApplyDenied::NotNeeded => "这项奖补不用申请，县里直接按核验过的成果分配。".to_owned(),
        ApplyDenied::NoResult => "请选至少一项核验过的成果。没有成果不能申请。".to_owned(),
        ApplyDenied::Unverified => "选的成果里有还没有核验销号的，或者又重新办理了。请重新选。".to_owned(),
        ApplyDenied::TooMany(most) => format!("最多选{most}项成果，请选最主要的。"),
        ApplyDenied::Amount => BAD_AMOUNT.to_owned(),
        ApplyDenied::Open => "已经有一份没有办完的申请。要改，请先撤回再申请。".to_owned(),
        ApplyDenied::State(_) => "这份申请的状态已经变了，现在不能这样办。请看一下最新的状态。".to_owned(),
        ApplyDenied::Authority => "这一步由别的层级来办。".to_owned(),
        ApplyDenied::SamePerson => "提出申请的人不能签意见，请换一位同志来办。".to_owned(),
        ApplyDenied::NoReason => "请写明退回的理由，单位要照着改。".to_owned(),
    }
}

/// Who applied, and when.
pub fn filed_by(person: &str, day: chrono::NaiveDate) -> String {
    format!("{person} {}申请", super::date(day))
}

/// What is asked for.
pub fn asked(fen: i64) -> String {
    format!("申请{}元", money(fen))
}

/// How many of its results are verified as things stand.
pub fn rests_on(verified: usize, of: usize) -> String {
    match of - verified.min(of) {
        0 => format!("凭{of}项核验过的成果"),
        gone => format!("凭{of}项成果，其中{gone}项现在不是核验过的"),
    }
}

/// What the township, or whoever acted last, said.
pub fn opinion(view: &ApplicationView) -> Option<String> {
    let last = view.last()?;
    let said = format!("{} {}{}", last.author.person, super::date(last.at.date()), done(last.act));
    Some(last.reason.as_deref().map_or_else(|| format!("{said}。"), |reason| format!("{said}：{reason}")))
}

const fn done(act: ScoreMove) -> &'static str {
    match act {
        ScoreMove::Check => "签了支持",
        ScoreMove::Reject => "退回",
        _ => "撤回",
    }
}

/// That less is done than a reward should be given for.
pub fn too_little(completion: Exact, min: Exact) -> String {
    format!("完成率只有{}，不到{}（不干也支持）。", share(completion), share(min))
}

/// The same with the name, among findings.
pub fn applied_without_result(name: &str, completion: Exact, min: Exact) -> String {
    format!("{name}：申请奖补，{}", too_little(completion, min))
}

/// An application that waits for the township.
pub fn waits(text: &str) -> String {
    format!("等您签意见：{text}")
}

/// Why somebody takes no part.
pub const fn left(left: Left) -> &'static str {
    match left {
        Left::NotApplied => NOT_APPLIED,
        Left::NothingDone => NOTHING_DONE,
    }
}

/// What a table says of the application of a line.
pub fn of_line(view: Option<&ApplicationView>) -> String {
    let Some(view) = view else { return "没有申请".to_owned() };
    let standing = view.life.standing.state;
    let stale = view.verified == 0 && standing == ApplicationState::Supported;
    let said = if stale { STALE } else { state(standing) };
    view.application.asked.map_or_else(|| said.to_owned(), |fen| format!("{said}，{}", asked(fen)))
}

/// The application that something was given for.
pub fn given_for(one: &GivenApplication) -> String {
    let asked = one.asked.map(|fen| format!("，{}", asked(fen))).unwrap_or_default();
    format!("{}申请（凭{}项核验过的成果{asked}），{}签了支持。", one.by, one.results, one.supported_by)
}
