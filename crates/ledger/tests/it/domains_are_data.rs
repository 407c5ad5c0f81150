//! Fields of work are what the taskbook says: a county of before has the eleven, another defines, renames and withdraws
//! its own, and what nobody defined is there all the same.

use crate::support::{Tablet, county_with_task, day, meet, new_task, org};
use taizhang_ledger::{
    Board, Command, Definition, DocId, Domain, DomainName, DomainUse, Indicator, NewTask, Refusal, Role, WorkItem,
    domain::DOMAIN_NAME_MAX, retired::Need,
};

fn college() -> Domain {
    Domain::from_word("college").unwrap()
}

fn named(id: Domain, name: &str, order: i64) -> DomainName {
    DomainName { id, name: name.to_owned(), order, retired: false }
}

fn define(tablet: &mut Tablet, domain: DomainName) -> Result<(), Refusal> {
    tablet.run(Command::Define(Definition::Domain(domain))).map(drop)
}

fn item(code: &str, domain: Domain) -> WorkItem {
    WorkItem {
        code: code.to_owned(),
        name: "高校党建".to_owned(),
        domain,
        requirement: "院系党组织作用发挥好".to_owned(),
        evidence: None,
        retired: false,
    }
}

fn set_up(tablet: &mut Tablet, item: WorkItem) -> Result<(), Refusal> {
    tablet.run(Command::DefineWorkItem(item)).map(drop)
}

/// The words and names in their order.
fn shown(tablet: &Tablet) -> Vec<(String, Option<String>)> {
    let all = tablet.ledger.domains();
    all.iter().filter(|one| !one.retired).map(|one| (one.id.to_string(), one.name.map(str::to_owned))).collect()
}

#[test]
fn a_taskbook_of_before_has_the_eleven_in_their_order() {
    let (village, _, mut county, _) = county_with_task();
    let words: Vec<String> = shown(&village).into_iter().map(|(word, _)| word).collect();
    assert_eq!(words, Domain::DEFAULTS.map(|one| one.to_string()));
    assert!(village.ledger.domains().iter().all(|one| one.name.is_none() && !one.retired));
    // All its work items stay in a field of work when one alone is defined.
    for (code, domain) in [("S1", Domain::SOE), ("R1", Domain::RURAL), ("D1", Domain::DEMO)] {
        set_up(&mut county, item(code, domain)).unwrap();
    }
    define(&mut county, named(Domain::RURAL, "乡村", 1)).unwrap();
    let all = shown(&county);
    let all: Vec<(&str, Option<&str>)> = all.iter().map(|(word, name)| (word.as_str(), name.as_deref())).collect();
    assert_eq!(all, [("rural", Some("乡村")), ("soe", None), ("demo", None)]);
}

#[test]
fn a_twelfth_is_defined_used_renamed_and_reaches_a_village() {
    let (mut village, mut township, mut county, _) = county_with_task();
    assert_eq!(set_up(&mut county, item("E4", college())), Err(Refusal::BadDefinition("domain")), "nobody knows it");
    for (order, id) in (1..).zip(Domain::DEFAULTS) {
        define(&mut county, named(id, id.word(), order)).unwrap();
    }
    assert_eq!(county.ledger.next_domain_order(), 12);
    define(&mut county, named(college(), " 高校 ", 12)).unwrap();
    set_up(&mut county, item("E4", college())).unwrap();
    let task = NewTask { code: "E4".to_owned(), domain: college(), ..new_task(&["v1"]) };
    county.run(Command::SetTask(task)).unwrap();
    meet(&mut county, &mut village);
    meet(&mut county, &mut township);
    assert_eq!(village.ledger.domain_name(college()), Some("高校"));
    assert_eq!(shown(&village).last().unwrap().0, "college");
    assert!(village.ledger.items(&org("v1")).any(|item| item.domain == college()));
    let board = Board::of(&township.ledger, &org("t1"), day(4, 1));
    assert_eq!(board.by_domain().get(&college()).map(|tally| tally.all), Some(1));
    assert_eq!(county.ledger.domain_use(college()), DomainUse { work_items: 1, tasks: 1 });

    define(&mut county, named(college(), "高等学校", 3)).unwrap();
    meet(&mut county, &mut village);
    assert_eq!(village.ledger.domain_name(college()), Some("高等学校"));
    assert_eq!(shown(&village)[2].0, "college", "places that two share go by their words");
    assert_eq!(village.ledger.problems().count(), 0);
}

#[test]
fn a_county_may_have_quite_others_than_the_eleven() {
    let (mut village, _, mut county, _) = county_with_task();
    define(&mut county, named(college(), "高校", 2)).unwrap();
    define(&mut county, named(Domain::RURAL, "农村", 1)).unwrap();
    village.pull(&mut county);
    let words: Vec<String> = shown(&village).into_iter().map(|(word, _)| word).collect();
    assert_eq!(words, ["rural", "college"]);
    assert_eq!(set_up(&mut county, item("U1", Domain::URBAN)), Err(Refusal::BadDefinition("domain")));
}

#[test]
fn only_the_county_defines_and_only_what_can_be_read() {
    let (mut village, mut township, mut county, _) = county_with_task();
    for other in [&mut village, &mut township] {
        let refused = define(other, named(college(), "高校", 12));
        assert_eq!(refused, Err(Refusal::NoRight(DocId::taskbook(2026))));
    }
    assert_eq!(define(&mut county, named(college(), "  ", 12)), Err(Refusal::Empty("name")));
    let long = "高".repeat(DOMAIN_NAME_MAX + 1);
    let too_long = Refusal::TooLong { field: "name", max: DOMAIN_NAME_MAX };
    assert_eq!(define(&mut county, named(college(), &long, 12)), Err(too_long));
    assert_eq!(county.ledger.domain(college()), None);
}

#[test]
fn what_work_items_in_use_name_is_not_withdrawn() {
    let (_, _, mut county, _) = county_with_task();
    define(&mut county, named(Domain::RURAL, "农村", 1)).unwrap();
    define(&mut county, named(college(), "高校", 2)).unwrap();
    set_up(&mut county, item("E4", college())).unwrap();
    let gone = DomainName { retired: true, ..named(college(), "高校", 2) };
    let needs = vec![Need::WorkItem("E4 高校党建".to_owned())];
    assert_eq!(county.ledger.still_needed(&Definition::Domain(gone.clone())), needs);
    assert_eq!(define(&mut county, gone.clone()), Err(Refusal::StillNeeded(needs)));
    let rests = WorkItem { retired: true, ..item("E4", college()) };
    set_up(&mut county, rests.clone()).unwrap();
    define(&mut county, gone.clone()).unwrap();
    assert_eq!(county.ledger.domain(college()), Some(&gone));
    assert_eq!(shown(&county).len(), 1);
    assert_eq!(county.ledger.domains().len(), 2, "it stays in the taskbook");

    // Nothing comes into what is withdrawn; what rests in it may be corrected.
    assert_eq!(set_up(&mut county, item("E4", college())), Err(Refusal::BadDefinition("domain")));
    set_up(&mut county, WorkItem { name: "高校工作".to_owned(), ..rests }).unwrap();
    define(&mut county, named(college(), "高校", 2)).unwrap();
    set_up(&mut county, item("E4", college())).unwrap();
    assert_eq!(shown(&county).len(), 2, "taken up again");
}

#[test]
fn one_that_nobody_defined_is_there_by_its_word() {
    let (mut village, _, mut county, _) = county_with_task();
    let odd = Domain::from_word("odd_1").unwrap();
    let task = county.run(Command::SetTask(NewTask { domain: odd, ..new_task(&["v1"]) })).unwrap();
    village.pull(&mut county);
    assert_eq!(village.ledger.task(task.task.unwrap()).unwrap().domain, odd);
    let board = Board::of(&village.ledger, &org("v1"), day(4, 1));
    assert_eq!(board.by_domain().len(), 2, "rural and this one");
    let text = serde_json::to_string(&board).unwrap();
    assert!(text.contains("\"odd_1\":"));
    assert_eq!(serde_json::from_str::<Board>(&text).unwrap(), board);
}

#[test]
fn two_who_change_apart_come_to_the_same() {
    let (_, _, mut county, _) = county_with_task();
    let mut other = Tablet::new(4, "county", Role::CountyOrgDept, "李科员");
    for (order, id) in [(1, Domain::RURAL), (2, Domain::URBAN), (3, college())] {
        define(&mut county, named(id, id.word(), order)).unwrap();
    }
    meet(&mut county, &mut other);
    // One withdraws what the other renames: both stand.
    define(&mut county, DomainName { retired: true, ..named(college(), "college", 3) }).unwrap();
    define(&mut other, named(college(), "高校", 3)).unwrap();
    // Both rename the same: one of the names, the same everywhere.
    define(&mut county, named(Domain::RURAL, "农村", 1)).unwrap();
    define(&mut other, named(Domain::RURAL, "乡村", 1)).unwrap();
    meet(&mut county, &mut other);
    meet(&mut county, &mut other);
    let both = DomainName { retired: true, ..named(college(), "高校", 3) };
    assert_eq!(county.ledger.domain(college()), Some(&both));
    assert_eq!(county.ledger.domains(), other.ledger.domains());
    let rural = county.ledger.domain_name(Domain::RURAL).unwrap();
    assert!(["农村", "乡村"].contains(&rural), "{rural}");
}

#[test]
fn who_named_one_last_is_known() {
    let (_, _, mut county, _) = county_with_task();
    let command = Command::Define(Definition::Domain(named(college(), "高校", 12)));
    assert_eq!(county.ledger.definers(&command), []);
    county.run(command.clone()).unwrap();
    assert!(county.ledger.definers(&command).iter().all(|device| *device == county.who.device));
}

#[test]
fn formulas_name_the_fields_of_work_that_the_taskbook_has() {
    let (_, _, mut county, _) = county_with_task();
    let of = |domain: &str| -> Indicator {
        let text = format!(
            r#"{{"id":"own","name":"任务数","item":"E4","words":"这个领域的任务","unit":"项","better":"more",
            "across":"sums","value":{{"name":"all"}},"sums":[{{"id":"all","name":"全部","source":"items",
            "filter":{{"both":["eq",[{{"row":"domain"}},{{"text":"{domain}"}}]]}},"value":{{"number":1}}}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    let publish = |county: &mut Tablet, domain| {
        county.run(Command::Define(Definition::Indicator(Box::new(of(domain))))).map(drop)
    };
    assert_eq!(publish(&mut county, "college"), Err(Refusal::BadDefinition("formula")));
    publish(&mut county, "rural").unwrap();
    for (order, id) in (1..).zip([Domain::RURAL, college()]) {
        define(&mut county, named(id, id.word(), order)).unwrap();
    }
    publish(&mut county, "college").unwrap();
    define(&mut county, DomainName { retired: true, ..named(college(), "college", 2) }).unwrap();
    publish(&mut county, "college").unwrap();
    assert_eq!(publish(&mut county, "urban"), Err(Refusal::BadDefinition("formula")), "it is not this county's");
}
