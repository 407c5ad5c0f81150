//! The words of the screens, a module each.

pub use super::day;

/// Words that every screen uses.
pub mod common {
    pub const CANCEL: &str = "取消";
    pub const PUT_AWAY: &str = "知道了";
    pub const SAVE_AGAIN: &str = "再存一次";
}

/// What stands around the pages.
pub mod nav {
    pub const MARK: &str = "台账";
    pub const LABEL: &str = "主菜单";
    pub const SKIP: &str = "跳到正文";
    pub const TODAY: &str = "今日";
    pub const LEDGER: &str = "台账";
    pub const BRANCHES: &str = "支部";
    pub const INBOX: &str = "核验";
    pub const BOARD: &str = "看板";
    pub const NEW: &str = "新增";
    pub const SYNC: &str = "同步";
    pub const SETTINGS: &str = "设置";
    pub const NOT_FOUND: &str = "没有这个页面";
    pub const NOT_FOUND_NEXT: &str = "回到“今日”";
}

/// A page whose code comes when it is opened.
pub mod later {
    pub const COMING: &str = "正在打开……";
    pub const FAILED: &str =
        "这一页没有取到，可能还没有下载到本机。请检查网络后再试；仍这样，请刷新网页。已存本机的内容都还在。";
    pub const AGAIN: &str = "再试一次";
}

/// 今日.
pub mod today {
    pub const TITLE: &str = "今日";
    pub const OVERDUE: &str = "逾期";
    pub const RETURNED: &str = "退回";
    pub const NEW: &str = "待签收";
    pub const OPEN: &str = "在办";
    pub const VERDICT: &str = "待核验";
    pub const CLOSED: &str = "已销号";
    pub const CONFLICTS: &str = "两处改得不一样，请选定";
    pub const RETURNED_SECTION: &str = "退回来要补的";
    pub const OVERDUE_SECTION: &str = "已经逾期的";
    pub const SOON_SECTION: &str = "七天内到期的";
    pub const NEW_SECTION: &str = "新下达、待签收的";
    pub const VERDICTS_SECTION: &str = "等您核验的";
    pub const EXTENSIONS_SECTION: &str = "申请延期的";
    pub const OVERDUE_BRANCHES: &str = "支部逾期的";
    pub const NOTHING: &str = "今天没有要紧的事，手头的任务都在时限内。";
    pub const NO_TASKS: &str = "还没有任务。下达后会出现在这里；支部也可以自己新增。";

    /// Work has waited for a connection for too long.
    pub fn waiting(changes: usize, days: i64) -> String {
        format!("有{changes}处修改只在这台设备上，最早的一处已等了{days}天。请带到有网的地方打开本应用，会自动送出。")
    }

    /// The way to the rest of a section.
    pub fn more(number: usize) -> String {
        format!("还有{number}项，到台账里看")
    }

    /// What came of a branch's own score entries.
    pub fn scores_news(count: usize) -> String {
        format!("有{count}笔记分有了结果，请看")
    }

    /// Score entries that wait for a look.
    pub fn scores_waiting(count: usize) -> String {
        format!("有{count}笔记分等您办")
    }
}

/// 任务台账.
pub mod ledger {
    use crate::state::{Group, Span};

    pub const TITLE: &str = "任务台账";
    pub const SEARCH: &str = "搜名称、责任人、编号、支部，或拼音首字母";
    pub const STATES: &str = "按状态";
    pub const DOMAIN: &str = "领域";
    pub const DUE: &str = "时限";
    pub const BRANCH: &str = "支部";
    pub const ANY_BRANCH: &str = "全部支部";
    pub const NONE: &str = "没有符合条件的任务。换个条件试试，或清空搜索。";

    /// How many items were found.
    pub fn found(number: usize) -> String {
        format!("共{number}项")
    }

    /// The button that shows more rows.
    pub fn more(number: usize) -> String {
        format!("再显示一些（还有{number}项）")
    }

    /// A group of states.
    pub fn group(group: Group) -> &'static str {
        match group {
            Group::All => "全部",
            Group::Counted => "应办",
            Group::NotStarted => "未启动",
            Group::ClosedLate => "迟办",
            Group::ToAcknowledge => "待签收",
            Group::Open => "在办",
            Group::Overdue => "逾期",
            Group::Returned => "退回",
            Group::Verdict => "待核验",
            Group::Closed => "已销号",
            Group::Reminded => "催过的",
            Group::Aside => "暂停、取消",
        }
    }

    /// A span of last days.
    pub fn span(span: Span) -> &'static str {
        match span {
            Span::Any => "不限时限",
            Span::Week => "七天内到期",
            Span::Month => "三十天内到期",
        }
    }

    /// The word of a span in an address.
    pub fn span_word(span: Span) -> &'static str {
        match span {
            Span::Any => "",
            Span::Week => "week",
            Span::Month => "month",
        }
    }
}

/// 支部.
pub mod branches {
    pub const TITLE: &str = "所属支部";
    pub const BRANCH: &str = "支部";
    pub const ALL: &str = "任务";
    pub const OVERDUE: &str = "逾期";
    pub const RETURNED: &str = "退回";
    pub const VERDICT: &str = "待核验";
    pub const CLOSED: &str = "已销号";
    pub const LATE: &str = "其中迟办";
    pub const NONE: &str = "还没有所属支部的台账。联网同步后会出现在这里。";
}

/// 看板.
pub mod board {
    use taizhang_ledger::Tally;

    use crate::{platform::PlatformError, state::Order};

    pub const TITLE: &str = "看板";
    pub const BRANCH: &str = "支部";
    pub const TOWNSHIP: &str = "乡镇、系统";
    pub const WHOLE: &str = "合计";
    pub const CLOSED: &str = "已销号";
    pub const COUNTED: &str = "应办";
    pub const OVERDUE: &str = "逾期";
    pub const SOON: &str = "七天内到期";
    pub const SOON_SHORT: &str = "七天内";
    pub const NOT_STARTED: &str = "未启动";
    pub const AWAITING: &str = "待核验";
    pub const LATE: &str = "迟办";
    pub const RETURNED: &str = "退回";
    pub const FIELDS: &str = "领域";
    pub const LINES: &str = "范围";
    pub const ORDER: &str = "排序";
    pub const ALL_TOWNSHIPS: &str = "各乡镇、系统汇总";
    pub const ALL_BRANCHES: &str = "全部支部";
    pub const PRINT: &str = "打印";
    pub const REFRESH: &str = "取最新的";
    pub const ASKING: &str = "正在向中心取看板……";
    pub const LOCAL: &str = "按本机台账统计，随办随变。";
    pub const LEGEND: &str = "格内为“已销号/应办”，点数字可看是哪些任务。";
    pub const DAMAGED: &str = "台账没读全";
    pub const NONE: &str = "还没有看板。联网后会自动取来；取过一次，没有网也能看。";
    pub const NO_LINES: &str = "没有符合条件的支部。换个领域或范围试试。";

    /// Until when the numbers are right.
    pub fn as_of(at: &str) -> String {
        format!("截至{at}的数据")
    }

    /// The numbers are of this device alone, since the hub has never sent any.
    pub fn only_here(at: &str) -> String {
        format!("截至{at}，只按本机已有的台账统计")
    }

    /// Why there is no newer one.
    pub fn not_renewed(why: &PlatformError) -> String {
        match why {
            PlatformError::Offline => "连不上中心，连上后自动更新".to_owned(),
            other => crate::text::http_failed(other),
        }
    }

    /// Done of all, as a cell shows it.
    pub fn done(tally: &Tally) -> String {
        format!("{}/{}", tally.closed, tally.all)
    }

    /// The same for who hears it.
    pub fn done_said(who: &str, what: &str, tally: &Tally) -> String {
        format!("{who}，{what}：应办{}项，已销号{}项", tally.all, tally.closed)
    }

    /// A number for who hears it.
    pub fn said(who: &str, what: &str, number: u32) -> String {
        format!("{who}，{what}{number}项")
    }

    /// The overdue ones of a cell.
    pub fn overdue(number: u32) -> String {
        format!("逾期{number}")
    }

    /// The button that shows more lines.
    pub fn more(number: usize) -> String {
        format!("再显示一些（还有{number}行）")
    }

    /// An order of the lines.
    pub fn order(order: Order) -> &'static str {
        match order {
            Order::Roll => "按名录",
            Order::Overdue => "逾期多的在前",
            Order::LeastClosed => "销号率低的在前",
            Order::MostClosed => "销号率高的在前",
        }
    }
}

/// One task.
pub mod item {
    use taizhang_ledger::{Move, record::Field};

    pub const CHANGED: &str = "批后有改动：核验以后又改过下面这些，请看过再核验一次。";
    pub const CHANGED_REQUIREMENT: &str = "任务要求改过";
    pub const UNKNOWN: &str = "这台设备上还没有这项任务。联网同步后再打开。";
    pub const ACTS: &str = "办理";
    pub const LATE: &str = "迟办";
    pub const CLOSED_LATE: &str = "逾期完成";
    pub const CONFLICT: &str = "待选定";
    pub const CONFLICT_TITLE: &str = "两处改得不一样，请选定";
    pub const CONFLICT_EXPLAINED: &str = "同一处内容在两台设备上分别改过。下面都留着，请选一个；没选之前谁的都不会丢。";
    pub const CHOOSE: &str = "用这个";
    pub const CHOSEN: &str = "已选定";
    pub const CONTESTED: &str = "有人在不同地方同时办理，结果不一致。请看“办理过程”，按实际情况再办一次。";
    pub const EXTENSION_ASKED: &str = "已申请延期，等乡镇决定。";
    pub const UNKNOWN_AUTHOR: &str = "另一台设备";
    pub const EMPTY: &str = "（空）";
    pub const REQUIREMENT: &str = "工作要求";
    pub const PROOF: &str = "佐证";
    pub const TARGET: &str = "目标";
    pub const SET_AT: &str = "下达时间";
    pub const WORK: &str = "办理情况";
    pub const JOURNAL: &str = "进展与佐证";
    pub const HISTORY: &str = "办理过程";
    pub const NO_ENTRIES: &str = "还没有进展记录。";
    pub const PROGRESS: &str = "进展";
    pub const NOTE: &str = "备注";
    pub const EVIDENCE: &str = "佐证";
    pub const ON_BEHALF: &str = "代填";
    pub const NOT_FILLED: &str = "未填";
    pub const EDIT: &str = "修改";
    pub const SAVE: &str = "保存";
    pub const UNTIL: &str = "延到哪一天";
    pub const REASON: &str = "原因";
    pub const ADD_PROGRESS: &str = "报进展";
    pub const ADD_EVIDENCE: &str = "加佐证";
    pub const ADD_NOTE: &str = "写备注";
    pub const HINT_PROGRESS: &str = "做了什么，做到哪一步";
    pub const HINT_EVIDENCE: &str = "佐证是什么，例如：党员大会会议记录";
    pub const HINT_NOTE: &str = "需要说明的情况";
    pub const PLACE: &str = "存放位置";
    pub const PLACE_HINT: &str = "例如：党建档案盒3号";
    pub const SAVE_ENTRY: &str = "存到台账";
    pub const ENTRY_SAVED: &str = "已记入台账";
    pub const NO_PHOTO: &str = "还缺现场照片：这项任务要有现场照片才能申请销号。请先加一张照片、存到台账，再申请。没有网也能加，照片先存在本机，有网自动上传。";
    pub const ADD_PHOTO: &str = "加现场照片";
    pub const NO_PHOTO_SEEN: &str = "这项任务要求有现场照片，台账里还没有。请核实后再定。";

    /// Who set a task for whom.
    pub fn set_by(issuer: &str, branch: &str) -> String {
        format!("{issuer}下达给{branch}")
    }

    /// A branch's own task.
    pub fn set_by_branch(branch: &str) -> String {
        format!("{branch}自定")
    }

    /// Why it was returned.
    pub fn returned(why: &str) -> String {
        format!("退回原因：{why}")
    }

    /// Where an evidence is kept.
    pub fn kept_at(place: &str) -> String {
        format!("存放：{place}")
    }

    /// The day of an extension.
    pub fn until(day: chrono::NaiveDate) -> String {
        format!("到{}", crate::text::date(day))
    }

    /// The button that does an act.
    pub fn confirm(act: Move) -> String {
        format!("确定{}", crate::text::act(act))
    }

    /// An act was done.
    pub fn acted(act: Move) -> String {
        format!("已{}", crate::text::act(act))
    }

    /// A field was saved.
    pub fn saved(field: Field) -> String {
        format!("已保存{}", crate::text::field(field))
    }

    /// How far it is.
    pub fn progress(percent: u8) -> String {
        format!("进度{percent}%")
    }

    /// A field that is not as the verdict saw it.
    pub fn changed_field(field: &str, before: &str, now: &str) -> String {
        let said = |value: &str| if value.is_empty() { EMPTY.to_owned() } else { format!("“{value}”") };
        format!("{field}：原来是{}，现在是{}", said(before), said(now))
    }

    /// An entry that the verdict did not see.
    pub fn changed_entry(who: &str, text: &str) -> String {
        format!("{who}又写了：{text}")
    }
}

/// Photos and scanned documents.
pub mod files {
    pub const CAMERA: &str = "拍照";
    pub const CHOOSE: &str = "选照片或PDF";
    pub const EXPLAINED: &str = "照片会缩小并去掉拍摄地点等信息；扫描件（PDF）最多20MB。先存本机，文字送达后再传。";
    pub const WORKING: &str = "正在处理照片……";
    pub const REMOVE: &str = "去掉";
    pub const CLOSE: &str = "关闭";
    pub const NOT_HERE: &str = "联网后可看";
    pub const WAITING: &str = "已存本机，等待上传";
    pub const MISSING: &str =
        "这个文件没有传到中心，本机也找不到了（可能清理过网站数据）。文字不受影响；请把同一张照片或扫描件再加一次。";
    pub const DEFAULT_CAPTION: &str = "现场照片";

    /// The button that shows the whole picture.
    pub fn open(name: &str) -> String {
        format!("看大图：{name}")
    }

    /// It is on its way.
    pub fn sending(percent: u8) -> String {
        format!("正在上传 {percent}%")
    }

    /// The hub will not have it.
    pub fn refused(why: &str) -> String {
        format!("中心没有收：{why} 文件仍在本机。")
    }
}

/// 新增任务.
pub mod new_task {
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
}

/// 同步.
pub mod sync {
    use taizhang_ledger::DocKind;

    use crate::state::Link;

    pub const TITLE: &str = "同步";
    pub const STORED: &str = "已存本机";
    pub const DELIVERED: &str = "已送达";
    pub const NOW: &str = "立即同步";
    pub const NO_RECEIPT: &str = "还没有收到过中心的回执。";
    pub const RECEIPT_EXPLAINED: &str = "只有收到中心签名的回执，才显示“已送达”。";
    pub const ONLY_HERE: &str = "只在本机的修改";
    pub const ONLY_HERE_EXPLAINED: &str = "这些内容已经存好，关机也不会丢；有网时会自动送到中心。";
    pub const UNKNOWN_ITEM: &str = "其他内容";
    pub const REFUSED: &str = "中心没有收的内容";
    pub const DOCUMENTS: &str = "每份台账的情况";
    pub const DOCUMENT: &str = "台账";
    pub const UNSENT: &str = "只在本机";
    pub const RECEIPT: &str = "最近回执";
    pub const NONE_WRITTEN: &str = "本机没有写过";
    pub const UNTRUSTED: &str = "对方的回执签名不对，可能不是原来的中心。内容仍算“已存本机”，请联系乡镇。";
    pub const STALLED: &str = "本机存储空间不够，中心送来的内容暂时存不下。请清理本机的照片和视频，再按“立即同步”。";
    pub const NOT_FETCHED: &str = "负责送达的程序没有取到，写下的都已存本机。请关掉台账的其他窗口，有网时再打开一次。";

    /// How long the oldest change without a receipt has waited.
    pub fn waited(days: i64) -> String {
        match days {
            ..1 => "最早的一处是今天写的。".to_owned(),
            _ => format!("最早的一处已等了{days}天。"),
        }
    }

    /// The oldest change has waited for longer than it should.
    pub fn waited_long(at: &str, days: i64) -> String {
        format!(
            "最早的一处是{at}写的，已等了{days}天，太久了。请把这台平板带到乡镇（街道），连上那里的网，打开本应用，\
            等这里显示“全部内容已送达”；还送不出去，就请乡镇组织委员帮忙看。在那之前不要清理网站数据。"
        )
    }

    /// Files that are to be sent and are nowhere.
    pub fn missing_files(count: usize) -> String {
        format!("有{count}个照片或扫描件没有传到中心，本机也找不到了；请打开那条佐证，把同一张再加一次。")
    }

    /// A document, by its kind.
    pub fn document(kind: DocKind) -> &'static str {
        match kind {
            DocKind::Taskbook => "任务书",
            DocKind::Township => "下达的任务",
            DocKind::Branch => "工作台账",
            DocKind::Review => "乡镇核验记录",
            DocKind::CountyReview => "县级核验记录",
            DocKind::Leader => "挂钩领导记录",
            DocKind::Sealed => "保密名单",
        }
    }

    /// The state of sync in a few words.
    pub fn pill(link: Link, saving: bool, unsent: usize) -> String {
        if saving {
            return "正在存……".to_owned();
        }
        match (link, unsent) {
            (Link::Stopped, _) => "不能同步".to_owned(),
            (Link::InSync, 0) => "已全部送达".to_owned(),
            (Link::CatchingUp | Link::InSync, _) => "正在同步……".to_owned(),
            (_, 0) => "离线，可照常使用".to_owned(),
            (_, _) => format!("离线，{unsent}处已存本机"),
        }
    }

    /// The state of sync as a headline.
    pub fn title(link: Link, unsent: usize) -> String {
        match (link, unsent) {
            (Link::Stopped, _) => "不能同步".to_owned(),
            (Link::InSync, 0) => "全部内容已送达".to_owned(),
            (Link::CatchingUp, 0) => "正在取最新内容".to_owned(),
            (Link::CatchingUp | Link::InSync, _) => format!("正在送出{unsent}处修改"),
            (Link::Offline | Link::Connecting, 0) => "现在没有连上中心".to_owned(),
            (Link::Offline | Link::Connecting, _) => format!("{unsent}处修改只在本机"),
        }
    }

    /// What the state means for the person.
    pub fn explained(link: Link, unsent: usize) -> &'static str {
        match (link, unsent) {
            (Link::Stopped, _) => "没有送出的内容仍留在本机。",
            (Link::InSync, 0) => "本机写的都已收到中心回执，中心的新内容也都取回来了。",
            (Link::InSync | Link::CatchingUp, _) => "请稍等，可以照常使用。",
            (_, 0) => "可以照常查看和填写，连上网会自动同步。",
            (_, _) => "已经存好，不会丢。到有网的地方打开本应用，会自动送出。",
        }
    }

    /// The last receipt.
    pub fn receipt(at: &str, since: &str) -> String {
        format!("最近一次中心回执：{at}（{since}）")
    }
}

/// 设置.
pub mod settings {
    use crate::{platform::install::Surroundings, state::TypeSize};

    pub const TITLE: &str = "设置";
    pub const SIZE: &str = "字的大小";
    pub const INSTALL: &str = "装到桌面";
    pub const INSTALLED: &str = "已经装在这台设备上了。";
    pub const INSTALL_WHY: &str = "装到桌面后，点图标就能打开，没有网也能用。";
    pub const INSTALL_NOW: &str = "装到桌面";
    pub const STORAGE: &str = "本机存储";
    pub const DOCUMENTS: &str = "台账份数";
    pub const ROOM: &str = "空间";
    pub const UNKNOWN: &str = "浏览器没有说明";
    pub const KEPT: &str = "长期保存";
    pub const ASK: &str = "请浏览器长期保存";
    pub const KEYS_WHY: &str = "有键盘时，不用鼠标也能办。";
    pub const NOT_GRANTED: &str = "浏览器没有答应长期保存。请把本应用装到桌面，并经常同步，内容就不会丢。";
    pub const DEVICE: &str = "本机";
    pub const PERSON: &str = "使用人";
    pub const ORG: &str = "单位";
    pub const ROLE: &str = "岗位";
    pub const YEAR: &str = "年度";
    pub const DEVICE_ID: &str = "设备编号";
    pub const VERSION: &str = "版本";

    /// A size of the type.
    pub fn size(size: TypeSize) -> &'static str {
        match size {
            TypeSize::Normal => "标准",
            TypeSize::Elder => "长辈版",
            TypeSize::Largest => "长辈版（特大）",
        }
    }

    /// How much room is used and left.
    pub fn room(used: &str, left: &str) -> String {
        format!("已用{used}，还可用{left}")
    }

    /// Whether the browser promised to keep what is stored.
    pub fn kept(granted: Option<bool>) -> &'static str {
        match granted {
            Some(true) => "浏览器已答应",
            Some(false) => "浏览器还没有答应，空间紧张时可能被清理",
            None => "正在查询",
        }
    }

    /// How to install where the browser does not offer it.
    pub fn install_steps(surroundings: Surroundings) -> &'static [&'static str] {
        match surroundings {
            Surroundings::WeChat => {
                &["点右上角的“…”。", "选“在浏览器打开”。", "在浏览器里再来这一页安装。微信里不能安装，也不能长期保存。"]
            }
            Surroundings::HarmonyOs => &["点浏览器下方或右上角的菜单。", "选“添加到桌面”。", "点“添加”。"],
            Surroundings::Browser => {
                &["点浏览器右上角的菜单（三个点）。", "选“安装应用”或“添加到主屏幕”。", "点“安装”。"]
            }
        }
    }
}

/// 设备.
pub mod devices {
    pub const TITLE: &str = "设备";
    pub const OPEN: &str = "查看设备";
    pub const SEARCH: &str = "输入姓名或单位，也可以用拼音首字母";
    pub const WHY: &str = "谁的设备在用、最近什么时候联系过、写的内容是否都送达了。";
    pub const INVITE: &str = "邀请新设备";
    pub const INVITE_WHY: &str = "每个邀请只能在一台设备上用一次，24小时内有效。请当面扫码，或把链接单独发给本人。";
    pub const ORG: &str = "单位";
    pub const ROLE: &str = "岗位";
    pub const NAME: &str = "使用人姓名";
    pub const NAME_INVITE: &str =
        "由您填写，本人不能改；填了，本人的设备才收得到只给本人看的绩效。不填，由本人自己填。";
    pub const NAME_MOVE: &str = "核实本人后填写，本人不能改；不填，姓名不变。";
    pub const NOT_NAMED: &str = "姓名是本人自己填的，收不到本人绩效";
    pub const MAKE: &str = "生成邀请";
    pub const COPY: &str = "复制链接";
    pub const COPIED: &str = "链接已复制";
    pub const NOT_COPIED: &str = "没能复制，请长按链接自己复制。";
    pub const QR: &str = "邀请二维码";
    pub const NONE: &str = "还没有启用的设备。";
    pub const AGAIN: &str = "再取一次";
    pub const OFFLINE: &str = "设备名单在中心，要联网才能看。";
    pub const OWN: &str = "本机";
    pub const ONLINE: &str = "在线";
    pub const NEVER: &str = "启用后还没有联系过";
    pub const REVOKED: &str = "已停用";
    pub const ALL_DELIVERED: &str = "写的内容都已送达";
    pub const UNKNOWN: &str = "是否都已送达，还没有报过";
    pub const REVOKE: &str = "停用";
    pub const REVOKE_WHY: &str =
        "停用后，这台设备立即不能再同步；它还没送达的内容留在那台设备上，不会丢，但也收不上来。设备丢失时请马上停用。";
    pub const REVOKE_NOW: &str = "确定停用";
    pub const REVOKED_NOW: &str = "已停用";
    pub const MOVE: &str = "换岗位";
    pub const MOVE_WHY: &str = "换岗位后，这台设备下次联系时改用新岗位的台账。";
    pub const MOVE_NOW: &str = "确定换岗位";
    pub const MOVED: &str = "已换岗位";

    /// More than fit, so that one searches.
    pub fn rest(number: usize) -> String {
        format!("还有{number}个没有列出，请输入几个字来找")
    }

    /// Since when it is good.
    pub fn expires(at: &str) -> String {
        format!("{at}前有效")
    }

    /// When it last spoke with the hub.
    pub fn seen(since: &str) -> String {
        format!("最近联系：{since}")
    }

    /// What it held when it last said so, and for how many days the oldest of it had waited.
    pub fn unsent(number: u64, days: i64) -> String {
        let waited = if days > 0 { format!("，最早的等了{days}天") } else { String::new() };
        format!("还有{number}处没有送达{waited}")
    }

    /// The version of the app.
    pub fn version(version: &str) -> String {
        format!("版本{version}")
    }
}

/// 备份文件.
pub mod backup {
    use taizhang_ledger::Timestamp;

    pub const TITLE: &str = "备份";
    pub const EXPLAINED: &str =
        "把本机的台账存成一个文件，没送出的修改也在里面。平板要送修、要换，或很久没有网，先存一份到U盘或另一台设备上。";
    pub const WITHOUT_FILES: &str = "照片和扫描件不在文件里。文件里有台账内容，请当作工作材料保管。";
    pub const SAVE: &str = "导出备份文件";
    pub const RESTORE: &str = "从备份文件恢复";
    pub const READING: &str = "正在处理……";
    pub const PREVIEW: &str = "这份备份里有";
    pub const MADE_BY: &str = "出自";
    pub const MADE_AT: &str = "导出时间";
    pub const DOCUMENTS: &str = "台账份数";
    pub const CHANGES: &str = "本机还没有的修改";
    pub const ONLY_THEIR_OWN: &str =
        "下面这些修改是别的设备写的。恢复后在本机都看得到，但只能由写它的那台设备送到中心，本机不能代送：";
    pub const ONES_OWN_WAIT: &str = "中心要是还没收到它们，本机恢复之后在同一份台账里新写的内容也要等它们送到了才能送达，这之前一直存在本机。那台设备若还能开机，请先让它联网同步；若已经坏了，请先问乡镇再恢复。";
    pub const NOTHING_OVERWRITTEN: &str = "本机已有的内容不会被覆盖，两边的都留着。";
    pub const MERGE: &str = "恢复到本机";

    /// What the file is called: `台账备份-上石村党总支-20261122-0905.taizhang`.
    pub fn file_name(org: &str, at: Timestamp) -> String {
        format!("台账备份-{org}-{}.taizhang", at.local().format("%Y%m%d-%H%M"))
    }

    /// The file was handed to the browser.
    pub fn saved(name: &str, size: &str) -> String {
        format!("已导出“{name}”（{size}），在浏览器的下载里。")
    }

    /// The file holds nothing that is not here.
    pub fn nothing_new(documents: usize) -> String {
        format!("这份备份里的{documents}份台账，本机都有了，没有要恢复的。")
    }

    /// What one device wrote.
    pub fn of_another(person: &str, changes: usize) -> String {
        format!("{person}的设备：{changes}处")
    }

    /// It was merged and stored.
    pub fn brought_in(changes: usize, of_others: bool) -> String {
        let then = if of_others { "别的设备写的，请让那台设备联网送达。" } else { "" };
        format!("已恢复{changes}处修改，存在本机。{then}")
    }
}

/// The keyboard's short ways.
pub mod keys {
    pub const TITLE: &str = "键盘快捷键";
    pub const OPEN: &str = "看键盘快捷键";
    pub const NOT_WHILE_TYPING: &str = "正在输入框里打字时，这些键照常打字。";
    const BRANCHES: &str = "g b";
    const INBOX: &str = "g i";
    const PASS: &str = "a";
    const REFUSE: &str = "r";
    /// The keys that only those above the branches have.
    pub const ABOVE: [&str; 4] = [INBOX, BRANCHES, PASS, REFUSE];
    /// Keys, and what they do.
    pub const ALL: &[(&str, &str)] = &[
        ("/", "搜任务"),
        ("g t", "到“今日”"),
        ("g l", "到“台账”"),
        (INBOX, "到“待办核验”"),
        (BRANCHES, "到“支部”"),
        ("g s", "到“同步”"),
        ("n", "新增任务"),
        ("j", "下一行"),
        ("k", "上一行"),
        ("Enter", "打开这一行"),
        (PASS, "待办核验里：通过这一项"),
        (REFUSE, "待办核验里：退回这一项，写原因"),
        ("Esc", "离开输入框、关上、返回"),
        ("?", "看这张表"),
    ];
}

/// A new version of the app.
pub mod update {
    pub const READY: &str = "新版本已就绪。正在填写的内容会先存好，再重新打开。";
    pub const APPLY: &str = "更新并重新打开";
}

/// 启用本机 (enrolment).
pub mod enrol {
    pub const TITLE: &str = "启用本机";
    pub const READING: &str = "正在核对邀请链接……";
    pub const PERSON: &str = "您的姓名";
    pub const PERSON_HINT: &str = "写在台账里的署名";
    pub const BOUND: &str = "姓名由发邀请的人填好，不能在这里改。不对的话，请对方重新邀请。";
    pub const START: &str = "启用";
    pub const WORKING: &str = "正在启用……";
    pub const NO_PERSON: &str = "请填写您的姓名。";
    pub const OFFLINE: &str = "连不上中心。启用本机需要网络，请连上网再试一次；链接还没有用掉。";
    pub const AGAIN: &str = "再试一次";
    pub const NO_INVITATION: &str = "这台设备还没有启用";
    pub const NO_INVITATION_NEXT: &str =
        "请用乡镇或县里发的邀请链接（或扫二维码）打开本应用。每个链接只能在一台设备上用一次。";
    pub const KEY_FAILED: &str = "浏览器不能生成本机的密钥。请不要用无痕模式，换用新版的 Chrome 或 Edge 再打开链接。";
    pub const STORE_FAILED: &str = "本机存不下启用信息。请清理存储空间后，再打开链接。";

    /// Whose this device is going to be.
    pub fn offer(org: &str, role: &str) -> String {
        format!("本机将由 {org} 的{role}使用。")
    }
}

/// Opening the app.
pub mod boot {
    pub const NO_CODE: &str = "台账的程序还没有下载完整。请检查网络后再试；已存本机的内容都还在。";
    pub const DAMAGED: &str = "本机有几处存储损坏，已单独保管，联网后会从中心补回。";

    /// The store could not be opened.
    pub fn store_failed(why: &str) -> String {
        format!("打不开本机存储（{why}）。已存的内容没有动。请关掉其他台账窗口后重试；无痕模式下不能使用。")
    }
}
