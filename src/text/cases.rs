//! The words of rectification cases (软弱涣散党组织整顿).

use taizhang_ledger::{
    CaseMatter, CaseView, Tier,
    case::{
        CaseDenied, CaseDifference, CaseEntry, CaseEntryKind, CaseField, CaseMove, CaseState, Gap, Light, Slot, Subject,
    },
};

pub const NAV: &str = "整顿";
pub const TITLE: &str = "软弱涣散党组织整顿";
pub const TITLE_LEADER: &str = "我挂钩的整顿";
pub const NONE: &str = "还没有整顿对象。乡镇排查上报、县里列入后，会出现在这里。";
pub const NONE_LEADER: &str = "您挂钩的支部里，现在没有整顿对象。";
pub const TABLE: &str = "整顿台账";
pub const BRANCH_HEADING: &str = "党组织";
pub const STATE_HEADING: &str = "状态";
pub const CLOSED_HEADING: &str = "销号时间";
pub const TOWNSHIP_HEADING: &str = "所属乡镇";
pub const PROGRESS_HEADING: &str = "进展";
pub const REMARKS_HEADING: &str = "备注";
pub const PRINT_TABLE: &str = "打印整顿台账";
pub const SIGN_LEADER: &str = "负责人（签字）：";
pub const SIGN_FILLER: &str = "填报人：";
pub const SCREEN: &str = "排查上报";
pub const BRANCH: &str = "哪个党组织";
pub const CHOOSE_BRANCH: &str = "请选择";
pub const SYMPTOM: &str = "软弱涣散的表现";
pub const SYMPTOM_HINT: &str = "看到了什么，写具体：什么事、多久了、影响到谁";
pub const DEADLINE: &str = "整改时限";
pub const SCREENED: &str = "已上报，等县里列入";
pub const UNKNOWN: &str = "这台设备上没有这个整顿对象。请先同步再看。";
pub const PROBLEMS: &str = "问题和措施（一村一策）";
pub const ADD_PROBLEM: &str = "加一个问题";
pub const ADD_MEASURE: &str = "加一条措施";
pub const NO_PROBLEMS: &str = "还没有写问题。先把问题找准，再写办法。";
pub const WITHDRAW: &str = "撤回";
pub const WITHDRAWN: &str = "已撤回，记录还在";
pub const WITHDRAW_REASON: &str = "为什么撤回";
pub const SLOTS: &str = "四个一";
pub const GAPS: &str = "上报方案前还缺";
pub const GAPS_AFTER: &str = "方案报过以后又缺了，补齐才能自评、核查和验收";
pub const NO_GAPS: &str = "方案要素齐了，可以上报。";
pub const CHANGED: &str = "批后有改动：核验以后，方案或进展又改过。请乡镇看过改动，重新核查。";
pub const CONTESTED: &str =
    "几个地方同时办理，结果不一致。现按更稳妥的一方算，请看办理经过，由乡镇或县里再办一次来定。";
pub const CHANGED_MARK: &str = "批后有改动";
pub const LATE: &str = "逾期销号";
pub const JOURNAL: &str = "进展和走访";
pub const NO_ENTRIES: &str = "还没有进展和走访记录。";
pub const HISTORY: &str = "办理经过";
pub const ADD_PROGRESS: &str = "写进展";
pub const PROGRESS_HINT: &str = "做了什么，做到哪一步";
pub const SAVED: &str = "已存本机";
pub const KNOWN: &str = "我已知悉";
pub const KNOWN_SAVED: &str = "已记下您知悉这个整顿对象";
pub const VISIT: &str = "记一次走访";
pub const VISIT_HINT: &str = "到了哪里，见了谁，推动了什么";
pub const VISIT_ON: &str = "走访日期";
pub const LEADER: &str = "挂钩领导";
pub const LEADER_ADD: &str = "新增一位挂钩领导";
pub const LEADER_NAME: &str = "姓名和职务";
pub const LEADER_CHOOSE: &str = "选一位挂钩领导";
pub const LEADER_LINKED: &str = "已挂钩。请在“设备”里给这位领导发邀请。";
pub const UNLINK: &str = "解除挂钩";
pub const NOT_KNOWN: &str = "挂钩领导还没有点“知悉”";
pub const NEVER_VISITED: &str = "挂钩领导还没有走访";
pub const PRINT: &str = "打印一村一策";
pub const SCORE: &str = "验收得分（0到100）";
pub const VOTERS: &str = "参加测评人数";
pub const DISSATISFIED: &str = "其中不满意（不能过半）";
pub const SEEN_SEVERAL: &str = "两处填得不一样，请选一个";
pub const LISTED_ON: &str = "列入日期";
pub const NUMBER: &str = "序号";
pub const SIGN_BRANCH: &str = "党组织书记（签字）：";
pub const SIGN_TOWNSHIP: &str = "乡镇党委（盖章）：";
pub const SIGN_DATE: &str = "年　　月　　日";

/// Said when a leader of the 两新工委 is linked once more, and is linked to too many or still to too few.
pub fn linked_wrongly(leader: &str, branches: usize, min: usize, max: usize) -> String {
    let should = if min < max { format!("{min}至{max}个") } else { format!("{max}个") };
    if branches > max {
        format!("已挂钩。{leader}已联系{branches}个两新支部，应联系{should}，请把多的移给别的领导。")
    } else {
        format!("已挂钩。{leader}已联系{branches}个两新支部，应联系{should}，还要再挂钩。")
    }
}

/// Which day it is when none is chosen.
pub fn deadline_explained(usual: chrono::NaiveDate) -> String {
    format!("不选就是{}", super::date(usual))
}

/// The head of 整顿台账.
pub fn table_title(year: u16) -> String {
    format!("{year}年软弱涣散党组织整顿台账")
}

/// What a branch told last, with its day.
pub fn told(entry: &CaseEntry) -> String {
    format!("{}：{}", super::date(entry.on), entry.text)
}

/// What one must know of a case besides, in a word each.
pub fn remarks(case: &CaseView) -> String {
    let reminders = case.reminders().count();
    let all = [
        case.is_late().then(|| LATE.to_owned()),
        case.is_changed().then(|| CHANGED_MARK.to_owned()),
        (reminders > 0).then(|| format!("催办{reminders}次")),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join("；")
}

/// The head of the printed plan.
pub fn plan_title(branch: &str, year: u16) -> String {
    format!("{branch}{year}年软弱涣散党组织整顿“一村一策”方案")
}

/// A problem's heading.
pub fn problem(number: usize) -> String {
    format!("问题{number}")
}

/// A measure's heading.
pub fn measure(number: usize) -> String {
    format!("措施{number}")
}

/// A linked leader has not said that they know.
pub fn not_known(who: &str) -> String {
    format!("{who}还没有点“知悉”")
}

/// A linked leader has not visited.
pub fn never_visited(who: &str) -> String {
    format!("{who}还没有走访")
}

/// What has changed since the last verdict.
pub fn changed(change: &CaseDifference) -> String {
    match change {
        CaseDifference::Field { subject, field, before, now } => {
            super::ui::item::changed_field(&edited((*subject, *field)), before, now)
        }
        CaseDifference::Entry(entry) => super::ui::item::changed_entry(&entry.author.person, &entry.text),
        CaseDifference::Untold => "四个一或其他内容改过，请展开“修改记录”看。".to_owned(),
    }
}

/// The words of a reminder, with the tier that wrote it.
pub fn reminded(tier: Tier, words: &str) -> String {
    super::ui::day::reminded(tier, words)
}

/// What a tier has to decide about a case.
pub fn matter(matter: CaseMatter) -> &'static str {
    match matter {
        CaseMatter::Contested => "办理有冲突",
        CaseMatter::Changed => CHANGED_MARK,
        CaseMatter::Act(CaseMove::List) => "待列入",
        CaseMatter::Act(CaseMove::Check) => "待核查",
        CaseMatter::Act(CaseMove::Accept) => "待验收",
        CaseMatter::Act(CaseMove::Close) => "待销号",
        CaseMatter::Act(CaseMove::GrantExtension) => "申请延期",
        CaseMatter::Act(act) => self::act(act),
    }
}

/// When the leader last visited.
pub fn visited(who: &str, when: &str) -> String {
    format!("{who}上次走访：{when}")
}

/// When the leader said that they know.
pub fn known(who: &str, when: &str) -> String {
    format!("{who}{when}已知悉")
}

/// The outcome of the acceptance.
pub fn ballot(score: u8, voters: u32, dissatisfied: u32) -> String {
    format!("验收{score}分；{voters}人测评，不满意{dissatisfied}人")
}

/// Until when it is tracked.
pub fn tracked(until: &str) -> String {
    format!("跟踪回访到{until}，到期可归档")
}

/// How the cases on the list stand.
pub fn standing([red, yellow, green]: [usize; 3]) -> String {
    let lit = [(red, Light::Red), (yellow, Light::Yellow), (green, Light::Green)];
    let lit: Vec<String> = lit
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, one)| format!("{}{number}个", light(*one)))
        .collect();
    format!("整顿对象{}个：{}", red + yellow + green, lit.join("，"))
}

/// How much is missing.
pub fn missing(number: usize) -> String {
    format!("方案还缺{number}处")
}

/// A state.
pub fn state(state: CaseState) -> &'static str {
    match state {
        CaseState::Screened => "排查上报",
        CaseState::Dismissed => "不予列入",
        CaseState::Listed => "已列入",
        CaseState::Diagnosed => "已诊断",
        CaseState::PlanFiled => "方案已报",
        CaseState::InRectification => "整改中",
        CaseState::SelfAssessed => "已自评",
        CaseState::TownshipChecked => "乡镇已核查",
        CaseState::CountyAccepted => "县级已验收",
        CaseState::Closed => "已销号",
        CaseState::Tracking => "跟踪回访",
        CaseState::Archived => "已归档",
        CaseState::Relapsed => "反弹",
        CaseState::Suspended => "已暂停",
    }
}

/// An act.
pub fn act(act: CaseMove) -> &'static str {
    match act {
        CaseMove::List => "列入整顿",
        CaseMove::Dismiss => "不予列入",
        CaseMove::Diagnose => "完成诊断",
        CaseMove::FilePlan => "上报方案",
        CaseMove::Start => "开始整改",
        CaseMove::SelfAssess => "自评申请验收",
        CaseMove::Check => "核查通过",
        CaseMove::Accept => "验收通过",
        CaseMove::Close => "销号",
        CaseMove::Track => "记回访",
        CaseMove::Archive => "归档",
        CaseMove::Relapse => "认定反弹",
        CaseMove::Return => "退回",
        CaseMove::RequestExtension => "申请延期",
        CaseMove::GrantExtension => "同意延期",
        CaseMove::RefuseExtension => "不同意延期",
        CaseMove::Suspend => "暂停整顿",
        CaseMove::Resume => "恢复整顿",
    }
}

/// What an act leads to, said before it is done.
pub fn act_explained(act: CaseMove) -> &'static str {
    match act {
        CaseMove::List => "列入后，支部开始诊断问题、写一村一策。",
        CaseMove::Dismiss => "不列入整顿，写明理由，乡镇看得到。",
        CaseMove::Diagnose => "问题找准了再按。之后还可以补充问题和措施。",
        CaseMove::FilePlan => "四个一配齐、每个问题都有措施，措施有责任人、时限、成果和标准，才能上报。",
        CaseMove::Start => "按方案一条一条整改，做了就写进展。",
        CaseMove::SelfAssess => "写下自评情况，交乡镇核查。交上去以后，方案就不能再改了。",
        CaseMove::Check => "您核查的是现在看到的内容；以后再改，要重新核查。申请的人不能核查。",
        CaseMove::Accept => "填验收得分和满意度测评。得分和不满意率都合格，才能通过。",
        CaseMove::Close => "销号后只能看不能改，接着跟踪回访。",
        CaseMove::Track => "写下回访看到的情况。",
        CaseMove::Archive => "跟踪回访期满、没有反弹，可以归档。",
        CaseMove::Relapse => "问题又回来了。写明情况，由县里重新列入。",
        CaseMove::Return => "写明哪里不行，退给支部。",
        CaseMove::RequestExtension => "写明原因和要延到哪一天，由县里决定。没同意以前，时限不变。",
        CaseMove::GrantExtension => "整改时限改到这一天。",
        CaseMove::RefuseExtension => "写明理由，整改时限不变。",
        CaseMove::Suspend => "写明理由。暂停期间不能办理，恢复后从原来的一步接着办。",
        CaseMove::Resume => "从暂停前的一步接着办。",
    }
}

/// What an act needs in words.
pub fn reason_label(act: CaseMove) -> &'static str {
    match act {
        CaseMove::SelfAssess => "自评情况",
        CaseMove::Track => "回访情况",
        CaseMove::Relapse => "反弹情况",
        _ => "原因",
    }
}

/// The state has become another while a form was open in which an act is still possible.
pub fn meanwhile(state: CaseState) -> String {
    format!("您填写时情况有变：这个整顿对象现在是“{}”。请看清楚再定。", self::state(state))
}

/// The act that was being filled in is not possible any more.
pub fn no_longer(state: CaseState, act: CaseMove) -> String {
    let (state, gone) = (self::state(state), self::act(act));
    let kept = if act.needs_reason() { super::ui::item::KEPT } else { "" };
    format!("您填写时情况有变：这个整顿对象现在是“{state}”，不能“{gone}”了。{kept}")
}

/// An act is done.
pub fn acted(act: CaseMove) -> String {
    format!("“{}”已存本机", self::act(act))
}

/// A field.
pub fn field(field: CaseField) -> &'static str {
    match field {
        CaseField::CountyLeader => slot(Slot::CountyLeader),
        CaseField::TownshipMember => slot(Slot::TownshipMember),
        CaseField::FirstSecretary => slot(Slot::FirstSecretary),
        CaseField::PairedUnit => slot(Slot::PairedUnit),
        CaseField::Deadline => "整改时限",
        CaseField::Category => "问题类别",
        CaseField::Description => "问题表现",
        CaseField::Evidence => "事实依据",
        CaseField::Affected => "影响到谁",
        CaseField::Measure => "整改措施",
        CaseField::Owner => "责任人",
        CaseField::Due => "完成时限",
        CaseField::Deliverable => "成果形式",
        CaseField::Standard => "验收标准",
        CaseField::Result => "完成情况",
        CaseField::Withdrawn => "撤回原因",
    }
}

/// A slot of 四个一.
pub fn slot(slot: Slot) -> &'static str {
    match slot {
        Slot::CountyLeader => "县级领导",
        Slot::TownshipMember => "乡镇班子成员",
        Slot::FirstSecretary => "第一书记",
        Slot::PairedUnit => "帮扶单位",
    }
}

/// How near the deadline is, in a word: the colour is never alone.
pub fn light(light: Light) -> &'static str {
    match light {
        Light::Red => "红灯",
        Light::Yellow => "黄灯",
        Light::Green => "绿灯",
    }
}

/// What is missing, and where.
pub fn gap(gap: &Gap) -> String {
    match gap {
        Gap::Slot(slot) => format!("四个一里“{}”还空着", self::slot(*slot)),
        Gap::NoProblem => "还没有写问题".to_owned(),
        Gap::NoMeasure(number) => format!("问题{number}还没有措施"),
        Gap::Field { problem, measure: None, field, .. } => format!("问题{problem}缺“{}”", self::field(*field)),
        Gap::Field { problem, measure: Some(measure), field, .. } => {
            format!("问题{problem}的措施{measure}缺“{}”", self::field(*field))
        }
        Gap::Late { problem, measure } => format!("问题{problem}的措施{measure}，完成时限晚于整改时限，或不是日期"),
    }
}

/// What an entry of the journal is.
pub fn entry_kind(kind: CaseEntryKind) -> &'static str {
    match kind {
        CaseEntryKind::Progress => "进展",
        CaseEntryKind::Acknowledgement => "知悉",
        CaseEntryKind::Visit => "走访",
        CaseEntryKind::Reminder => "催办",
    }
}

/// Why an act does not count.
pub fn denied(denied: CaseDenied) -> String {
    let said = match denied {
        CaseDenied::State(_) => "整顿的进度已经变了，现在不能这样办。请看一下最新的状态。",
        CaseDenied::Authority => "这一步由别的层级来办。",
        CaseDenied::SamePerson => "自评申请的人不能核查，乡镇核查和县级验收也要由两个人来做。请换一位同事。",
        CaseDenied::NoReason => "请把情况写清楚。",
        CaseDenied::NoDate => "请选要延到哪一天。",
        CaseDenied::NoRequest => "支部没有申请延期，或已经答复过了。",
        CaseDenied::NoBallot => "请填验收得分和测评人数，数字要对得上。",
        CaseDenied::NotPassed(pass) => {
            let (score, share) = (pass.score_min, pass.dissatisfied_max);
            return format!("得分不到{score}分，或不满意超过{share}%，不能通过。请退回继续整改。");
        }
        CaseDenied::Changed => "核查以后内容又改过（批后有改动）。请乡镇看过改动重新核查，再办这一步。",
        CaseDenied::TooEarly(day) => {
            return format!("要跟踪回访到{}，先做好回访，到期再归档。", super::date(day));
        }
    };
    said.to_owned()
}

/// A field with what it is a field of.
pub fn edited((subject, edited): (Subject, CaseField)) -> String {
    match subject {
        Subject::Case(_) => field(edited).to_owned(),
        Subject::Problem(_) => format!("问题·{}", field(edited)),
        Subject::Measure(_) => format!("措施·{}", field(edited)),
    }
}

/// A request for more time that waits for the county.
pub fn extension_asked(day: &str) -> String {
    format!("支部申请延期到{day}，等县里决定。")
}
