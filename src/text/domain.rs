//! The domain's terms.

use taizhang_ledger::{
    Domain, Ledger, Move, OrgKind, Role, State,
    lifecycle::{Denied, Outcome},
    record::{EvidenceRule, Field},
};

use crate::state::Fields;

/// A state, as a badge shows it.
pub fn state(state: State) -> &'static str {
    match state {
        State::Draft => "草稿",
        State::Issued => "待签收",
        State::Acknowledged => "已签收",
        State::InProgress => "办理中",
        State::Submitted => "待乡镇核验",
        State::TownshipVerified => "待县级核验",
        State::CountyVerified => "待销号",
        State::Closed => "已销号",
        State::Returned => "已退回",
        State::Suspended => "已暂停",
        State::Reopened => "重新办理",
        State::Cancelled => "已取消",
    }
}

/// An act, as a button and the history show it.
pub fn act(act: Move) -> &'static str {
    match act {
        Move::Issue => "下达任务",
        Move::Acknowledge => "签收",
        Move::Start => "开始办理",
        Move::Submit => "申请销号",
        Move::VerifyTownship => "乡镇核验通过",
        Move::VerifyCounty => "县级核验通过",
        Move::Close => "销号",
        Move::RequestExtension => "申请延期",
        Move::GrantExtension => "同意延期",
        Move::RefuseExtension => "不同意延期",
        Move::Suspend => "暂停",
        Move::Resume => "恢复办理",
        Move::Return => "退回",
        Move::Reopen => "重新办理",
        Move::Cancel => "取消任务",
    }
}

/// What an act leads to, said before it is done.
pub fn act_explained(act: Move) -> &'static str {
    match act {
        Move::Issue => "",
        Move::Acknowledge => "表示已经看到并接下这项任务。",
        Move::Start => "表示已经动手办理。",
        Move::Submit => "办完了，请乡镇来核验。核验前请把进展和佐证写好。",
        Move::VerifyTownship => "表示乡镇已看过佐证，认为办到位了。接下来由县里核验。",
        Move::VerifyCounty => "表示县里已看过，同意销号。",
        Move::Close => "从台账上销号。销号后只能看，不能改。",
        Move::RequestExtension => "请写明原因和要延到哪一天，由乡镇决定。",
        Move::GrantExtension => "请定下新的完成时限。",
        Move::RefuseExtension => "请写明不同意的原因。",
        Move::Suspend => "暂时不办，请写明原因。",
        Move::Resume => "继续办理，回到暂停前的状态。",
        Move::Return => "退给支部继续办，请写明还差什么。",
        Move::Reopen => "销号后又出现问题，重新办理，请写明原因。",
        Move::Cancel => "不再办理，请写明原因。取消后不能恢复。",
    }
}

/// An editable field.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "任务名称",
        Field::Requirement => "工作要求",
        Field::Due => "完成时限",
        Field::Owner => "责任人",
        Field::Measure => "措施办法",
        Field::Progress => "进度",
        Field::Done => "完成数",
    }
}

/// What a field of work is called that the taskbook does not name.
fn usual(domain: Domain) -> Option<&'static str> {
    Some(match domain {
        Domain::RURAL => "农村",
        Domain::URBAN => "城市社区街道",
        Domain::ORGAN => "机关",
        Domain::SOE => "国有企业",
        Domain::SCHOOL => "中小学校",
        Domain::HOSPITAL => "公立医院",
        Domain::TWO_NEW => "两新组织",
        Domain::CADRE => "队伍",
        Domain::DEMO => "示范点",
        Domain::RESPONSIBILITY => "四个责任",
        Domain::SUPPORT => "合力保障",
        _ => return None,
    })
}

/// A field of work: as the taskbook calls it, else as it is usually called, else by its name in code.
pub fn domain(ledger: &Ledger, domain: Domain) -> String {
    ledger.domain_name(domain).or_else(|| usual(domain)).unwrap_or(domain.word()).to_owned()
}

/// Fields of work that are shown together.
pub fn fields(ledger: &Ledger, fields: Fields) -> String {
    let said = match fields {
        Fields::All => "全部领域",
        Fields::Places => "农村和城市",
        Fields::Offices => "机关和国企",
        Fields::Services => "学校和医院",
        Fields::Common => "队伍、示范和保障",
        Fields::One(one) => return domain(ledger, one),
    };
    // A county that calls one of them otherwise reads its own names.
    let renamed = |one: &Domain| ledger.domain_name(*one).is_some_and(|name| Some(name) != usual(*one));
    if fields.members().iter().any(renamed) {
        let names: Vec<String> = fields.members().iter().map(|one| domain(ledger, *one)).collect();
        return names.join("、");
    }
    said.to_owned()
}

/// What must prove the work.
pub fn evidence_rule(rule: EvidenceRule) -> &'static str {
    match rule {
        EvidenceRule::None => "写明进展即可",
        EvidenceRule::Onsite => "现场照片",
        EvidenceRule::Document => "文件、会议记录等材料",
    }
}

/// A post.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::BranchSecretary => "党组织书记",
        Role::TownshipOrgOfficer => "组织委员、组织干事",
        Role::TownshipSecretary => "党委书记、副书记",
        Role::CountyOrgDept => "县委组织部",
        Role::LinkedLeader => "挂钩领导",
        Role::SectorCommittee => "系统党委",
    }
}

/// A kind of organisation.
pub fn org_kind(kind: OrgKind) -> &'static str {
    match kind {
        OrgKind::County => "县",
        OrgKind::Township => "乡镇",
        OrgKind::Subdistrict => "街道",
        OrgKind::Committee => "系统党（工）委",
        OrgKind::Village => "村",
        OrgKind::Community => "社区",
        OrgKind::Organ => "机关",
        OrgKind::Soe => "国有企业",
        OrgKind::School => "学校",
        OrgKind::Hospital => "医院",
        OrgKind::TwoNew => "两新组织",
        OrgKind::Leader => "挂钩领导",
    }
}

/// What became of an act, where it did not simply count.
pub fn outcome(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Moved { .. } => None,
        Outcome::Overtaken(Denied::State(_)) => Some("与别处同时的办理重复或冲突，以最后状态为准"),
        Outcome::Overtaken(_) => Some("与别处同时的办理冲突，未计入"),
        Outcome::Void(_) => Some("不符合办理规则，未计入"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use taizhang_ledger::{
        Author, Command, Definition, DeviceId, DomainName, Moment, OrgId, Organisation, Timestamp, case::Slot,
        responsibility::Duty,
    };

    use super::*;
    use crate::text::{cases, responsibilities};

    /// The names of a file of the taskbook by their names in code: each `id = "…"` with the `name = "…"` after it.
    fn names(file: &str) -> BTreeMap<String, String> {
        let quoted = |line: &str, key: &str| {
            let rest = line.split(&format!("{key} = \"")).nth(1)?;
            rest.split('"').next().map(str::to_owned)
        };
        let mut all = BTreeMap::new();
        let mut id = None;
        for line in file.lines() {
            id = quoted(line, "id").or(id);
            if let (Some(name), Some(of)) = (quoted(line, "name"), id.clone()) {
                all.insert(of, name);
            }
        }
        all
    }

    /// What the taskbook's files call what is compiled in: nobody reads these names from them, so both must say the same.
    #[test]
    fn names_that_are_compiled_in_are_those_of_the_taskbook() {
        let roles = names(include_str!("../../taskbook/roles.toml"));
        for one in Role::ALL {
            assert_eq!(roles[one.word()], role(*one));
        }
        let lists = names(include_str!("../../taskbook/parameters.toml"));
        for one in Slot::ALL {
            assert_eq!(lists[one.word()], cases::slot(*one));
        }
        for one in Duty::ALL {
            assert_eq!(lists[one.word()], responsibilities::duty(*one));
        }
    }

    /// A taskbook that says nothing of fields of work reads like the default file.
    #[test]
    fn fields_of_work_without_a_name_are_called_as_in_the_default_file() {
        let file = include_str!("../../taskbook/domains.toml");
        let ids: Vec<&str> = file.lines().filter_map(|line| line.strip_prefix("id = ")).collect();
        assert_eq!(ids, Domain::DEFAULTS.map(|one| format!("\"{one}\"")), "in the same order");
        let (named, none) = (names(file), Ledger::new(2026, DeviceId([1; 16]).actor([0; 4])));
        for one in Domain::DEFAULTS {
            assert_eq!(named[one.word()], domain(&none, one));
        }
        assert_eq!(none.domains().iter().map(|one| one.id).collect::<Vec<_>>(), Domain::DEFAULTS);
        let unknown = Domain::from_word("college").unwrap_or(Domain::DEMO);
        assert_eq!(domain(&none, unknown), "college");
        assert_eq!(fields(&none, Fields::Places), "农村和城市");
    }

    #[test]
    fn what_the_county_calls_otherwise_is_called_so_in_its_group_too() {
        let device = DeviceId([1; 16]);
        let mut ledger = Ledger::new(2026, device.actor([0; 4]));
        let org: OrgId = "county".parse().unwrap();
        let county = Organisation {
            id: org.clone(),
            name: "某县".into(),
            kind: OrgKind::County,
            parent: None,
            households: None,
        };
        let who = Author { device, org, role: Role::CountyOrgDept, person: "黄科长".into() };
        let mut run = |command| {
            let mut moment = Moment { now: Timestamp(0), random: &mut || 0 };
            ledger.execute(&who, &mut moment, command).unwrap();
        };
        run(Command::DefineOrganisation(county));
        for (order, id) in (1..).zip(Domain::DEFAULTS) {
            let name = if id == Domain::RURAL { "乡村" } else { usual(id).unwrap() }.to_owned();
            run(Command::Define(Definition::Domain(DomainName { id, name, order, retired: false })));
        }
        assert_eq!(domain(&ledger, Domain::RURAL), "乡村");
        assert_eq!(fields(&ledger, Fields::Places), "乡村、城市社区街道");
        assert_eq!(fields(&ledger, Fields::Offices), "机关和国企");
    }
}
