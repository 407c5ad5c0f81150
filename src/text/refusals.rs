//! Refusals: what happened, what was kept, what to do next.

use taizhang_ledger::{Refusal, lifecycle::Denied};
use taizhang_sync::{CloseReason, RefusalReason};

/// Why a command was not carried out. What the person typed stays in its form.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::UnknownItem => "这台设备上还没有这项任务。请先同步再办理。".to_owned(),
        Refusal::NotABranch(_) => "所选的单位不在您管理的支部里，请重新选择。".to_owned(),
        Refusal::NoBranch => "还没有选承办的支部，请至少选一个。".to_owned(),
        Refusal::NotYet(_) => "这一天还没有到，请选今天或以前的日子。".to_owned(),
        Refusal::Past(day) => format!("现在看的是{}的台账，只能看不能改。请先点“回到今天”。", super::date(*day)),
        Refusal::NoRight(_) => "您的岗位不能写这份台账。如需更正，请联系它的管理单位。".to_owned(),
        Refusal::NewerSchema(_) => "这份台账是新版本写的。请先联网更新本应用，再来修改；现在可以查看。".to_owned(),
        Refusal::Denied(denied) => self::denied(*denied).to_owned(),
        Refusal::Closed => "这项任务已经销号或取消，只能看不能改。如有错漏，请乡镇“重新办理”。".to_owned(),
        Refusal::NoItem => "没有选任务，请先选好再催办。".to_owned(),
        Refusal::NothingToDo(_) => "支部现在没有要办的（已申请销号，或已销号、暂停、取消），不用催。".to_owned(),
        Refusal::RemindedToday => "这项任务今天已经催过了，没有重复催。请给支部一点时间，明天再看。".to_owned(),
        Refusal::Empty(field) => format!("“{}”还没有填，请填好再保存。", form_field(field)),
        Refusal::TooLong { field, max } => format!("“{}”太长了，最多{max}个字，请精简后再保存。", form_field(field)),
        Refusal::BadFile(_) => {
            "这个文件是空的，或者太大（照片最多2MB，PDF最多20MB），没有加进台账。请换一个。".to_owned()
        }
        Refusal::NoPhoto => super::ui::item::NO_PHOTO.to_owned(),
        Refusal::BadValue(field) => format!("“{}”填得不对，请检查后再保存。", super::field(*field)),
        Refusal::BadDate(_) => "日期要在本年度或下一年度之内，请重新选择。".to_owned(),
        Refusal::UnknownRegister | Refusal::UnknownColumn(_) => super::registers::UNKNOWN.to_owned(),
        Refusal::UnknownRow => super::registers::UNKNOWN_ROW.to_owned(),
        Refusal::UnknownLink(_) => "所选的单位或任务不在这台设备上，请重新选择。".to_owned(),
        Refusal::BadDefinition("domain") => "这个领域没有，或者已经停用。请另选一个领域。".to_owned(),
        Refusal::BadDefinition(_) => "登记簿或指标的格式不对，没有存。请检查各栏和公式后再发布。".to_owned(),
        Refusal::BadRegister(mistakes) => {
            format!("登记簿里有{}处不对，没有下发。请点“看会影响什么”，照着改好再下发。", mistakes.len())
        }
        Refusal::RegisterStands(why) => {
            format!("有{}处改动会让旧记录读不出来，没有下发。请点“看会影响什么”，照着改回去。", why.len())
        }
        Refusal::SchemeStands(parts) => {
            let said: Vec<String> = parts.iter().map(super::definitions::part_stands).collect();
            format!("没有下发。{}", said.concat())
        }
        Refusal::Retired => super::withdrawn::REGISTER_RESTS.to_owned(),
        Refusal::StillNeeded(needs) => {
            let said: Vec<String> = needs.iter().map(super::withdrawn::need).collect();
            format!("没有停用。{}", said.concat())
        }
        Refusal::BadRow(flaws) => format!("还有{}处要补或要改，已在各栏下面标出。", flaws.len()),
        Refusal::NotSealed => "只有保密名单里的记录可以彻底删除；其他记录请作废。".to_owned(),
        Refusal::NotYours => {
            "意见建议只能由提出它的单位修改或作废。内容没有变；如有不同看法，请用本单位的名义另提一条。".to_owned()
        }
        Refusal::ActsStand => "报送和催报当时怎样就怎样记，不能改。记错了请作废，再报一次。".to_owned(),
        Refusal::StruckOut => "这条记录已作废，只能看。如要修改请先恢复。".to_owned(),
        Refusal::RegisterFull(most) => format!("这本登记簿今年已有{most}条，不能再记。请联系县委组织部。"),
        Refusal::TooManyAtOnce(most) => format!("一次最多记{most}条，这次超过了，没有保存。请分几次办。"),
        Refusal::UnknownCase => super::cases::UNKNOWN.to_owned(),
        Refusal::CaseOpen(_) => {
            "这个党组织已经在整顿名单里，一次只办一个。请在名单里打开它；重复上报的，可以不予列入。".to_owned()
        }
        Refusal::CaseDenied(denied) => super::cases::denied(*denied),
        Refusal::Incomplete(gaps) => {
            let gaps: Vec<String> = gaps.iter().map(super::cases::gap).collect();
            format!("方案还缺{}处，补齐再报：{}。", gaps.len(), gaps.join("；"))
        }
        Refusal::UnknownPart => "考评办法里没有这一项，或者这一项不凭记分单。".to_owned(),
        Refusal::UnknownScore => "这台设备上还没有这笔分。联网同步后再办。".to_owned(),
        Refusal::UnknownParticipant => "名册里没有这个人，或者不在这个单位。请重新选择。".to_owned(),
        Refusal::AppealOpen => "对这一条已经提出申诉，请等县里答复。".to_owned(),
        Refusal::BadPoints(max) => format!("分数要大于0，最多{max}分。"),
        Refusal::ScoreDenied(denied) => super::points::denied(*denied).to_owned(),
        Refusal::ApplyDenied(denied) => super::applications::denied(*denied),
        Refusal::PayRefused(why) => super::points::pay_refused(why),
        Refusal::NoDate => "这不是日期，请重新选择。".to_owned(),
        Refusal::WrongDevice => "登记的设备与本机不符，没有保存。请在“设置”里查看本机信息并联系乡镇。".to_owned(),
        Refusal::Automerge(why) => format!("没能写入台账（{why}）。原来的内容没有变，请重试。"),
    }
}

fn denied(denied: Denied) -> &'static str {
    match denied {
        Denied::State(_) => "任务的状态已经变了，现在不能这样办。请看一下最新的状态。",
        Denied::Authority => "这一步由别的层级来办。",
        Denied::SamePerson => "申请人和核验人不能是同一个人，乡镇和县里的核验也要由两个人来做。请换一位同事核验。",
        Denied::NoReason => "请写明原因。",
        Denied::NoDate => "请选择日期。",
        Denied::Changed => "核验以后内容又改过（批后有改动）。请乡镇看过改动重新核验，再办这一步。",
        Denied::NoRequest => "支部没有申请延期，或者已经处理过了。",
    }
}

fn form_field(field: &str) -> &'static str {
    match field {
        "title" => "任务名称",
        "requirement" => "工作要求",
        "reason" => "原因",
        "symptom" => "软弱涣散的表现",
        "text" => "内容",
        "caption" => "佐证说明",
        "reference" => "存放位置",
        "unit" => "单位",
        "seen" => "看了什么",
        "problem" => "什么问题",
        "remedy" => "整改要求",
        "code" => "工作项",
        "name" => "名称",
        "why" => "为什么要登记",
        _ => "内容",
    }
}

/// Why the hub would not store a change. The change stays on the device.
pub fn hub_refusal(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::UnknownDocument => "中心没有这份台账。内容已留在本机，请联系乡镇核对单位。",
        RefusalReason::NotWritable => "您的岗位现在不能写这份台账。内容已留在本机，请联系乡镇核对岗位。",
        RefusalReason::WrongAuthor => "这条内容不是本机写的，中心不收。内容已留在本机。",
        RefusalReason::TooLarge => "这条内容太大，中心不收。内容已留在本机，请分成几条再写。",
        RefusalReason::SchemaTooNew => "中心的版本较旧，暂时收不了。内容已留在本机，中心更新后会自动再送。",
        _ => "中心读不懂这条内容，没有收。内容已留在本机，请联系管理员。",
    }
}

/// Why the hub ended the connection for good.
pub fn closed(reason: CloseReason) -> &'static str {
    match reason {
        CloseReason::Revoked => {
            "本机的使用权限已被收回，不能再同步。没有送出的内容仍留在本机，请联系乡镇。如果收错了，请乡镇重新发一个邀请链接，在本机上打开，没有送出的会接着送出。"
        }
        CloseReason::Version => "本应用的版本太旧，请联网更新后再同步。内容都在本机。",
        _ => "与中心的连接被断开，稍后会自动再连。内容都在本机。",
    }
}
