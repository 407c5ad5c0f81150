//! The fields of work of a county: others than those of the default taskbook, and mistakes in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::{fs, io::Write as _, path::Path};

use chrono::NaiveDate;
use taizhang_ledger::{
    Board, Command, Domain, NewTask, OrgKind, Reckoner, RegisterCommand,
    expr::Exact,
    record::{EvidenceRule, Value},
};

use super::{
    register_tests::{Desk, book, id_of, organisations},
    tests::{edited, with},
    *,
};

fn append(file: &Path, text: &str) {
    fs::OpenOptions::new().append(true).open(file).unwrap().write_all(text.as_bytes()).unwrap();
}

/// The default taskbook with a twelfth field of work, a work item in it, its register and its indicator, which looks at
/// the tasks of one.
fn with_colleges(looked_at: &str) -> Result<Taskbook, Mistakes> {
    edited(|copy| {
        append(&copy.join("domains.toml"), "\n[[domain]]\nid = \"college\"\nname = \"高校\"\n");
        append(
            &copy.join("items.toml"),
            "\n[[item]]\ncode = \"E4\"\nname = \"高校党建\"\nids = [\"college_branch\"]\ndomain = \"college\"\n\
            must_hold = \"院系党组织作用发挥好\"\nevidence = \"none\"\n",
        );
        append(
            &copy.join("registers/school.toml"),
            "\n[[register]]\nid = \"college_branch\"\nname = \"院系党组织\"\nitem = \"E4\"\nkeeper = \"branch\"\n\
            kinds = [\"school\"]\nwhy = \"一个院系记一笔\"\n\n[[register.column]]\nid = \"day\"\nname = \"日期\"\n\
            kind = \"date\"\nrequired = true\n",
        );
        append(
            &copy.join("indicators/school.toml"),
            &format!(
                "\n[[indicator]]\nid = \"college_tasks\"\nname = \"高校任务\"\nitem = \"E4\"\nwords = \"这个领域的任务\"\n\
            unit = \"项\"\nbetter = \"more\"\nacross = \"sums\"\nvalue = 'all'\n[[indicator.sum]]\nid = \"all\"\n\
            name = \"任务\"\nsource = \"items\"\nwhere = 'row.domain == \"{looked_at}\"'\n"
            ),
        );
    })
}

#[test]
fn a_county_with_a_twelfth_reads_it_everywhere() {
    let book = with_colleges("college").unwrap_or_else(|found| panic!("{found}"));
    let college = Domain::from_word("college").unwrap();
    let mut desk = Desk::new(&book, &organisations());
    let domains = desk.ledger.domains();
    assert_eq!((domains.len(), domains[0].id, domains[11].id), (12, Domain::RURAL, college));
    assert_eq!(domains[11].name, Some("高校"));
    assert!(domains.iter().all(|one| one.name.is_some()));

    let school = id_of(OrgKind::School);
    let task = NewTask {
        title: "院系党组织建设".to_owned(),
        requirement: "配齐".to_owned(),
        code: "E4".to_owned(),
        domain: college,
        due: NaiveDate::from_ymd_opt(2026, 11, 30).unwrap(),
        unit: None,
        evidence: EvidenceRule::None,
        branches: vec![(school.clone(), None)],
    };
    desk.run(OrgKind::County, Command::SetTask(task));
    let cells = vec![("day".to_owned(), Value::Text("2026-03-01".to_owned()))];
    let add = RegisterCommand::Add { org: school.clone(), register: "college_branch".to_owned(), cells };
    desk.run(OrgKind::School, Command::Register(add));

    let today = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    let board = Board::of(&desk.ledger, &id_of(OrgKind::County), today);
    let sent: Board = serde_json::from_str(&serde_json::to_string(&board).unwrap()).unwrap();
    assert_eq!(sent.by_domain().get(&college).map(|tally| tally.all), Some(1));
    let reckoner = Reckoner::new(&desk.ledger, today);
    let indicator = desk.ledger.indicator("college_tasks").unwrap();
    let figure = reckoner.figure(indicator, &school).unwrap();
    assert_eq!(figure.value, Ok(Exact::from_integer(1)));
    assert_eq!(desk.ledger.problems().count(), 0);
}

/// A county that began when fields of work were no data has the eleven, and their names with its next taskbook.
#[test]
fn a_county_of_before_gets_their_names() {
    let whole = book();
    let before = Taskbook { domains: Vec::new(), ..whole.clone() };
    let mut desk = Desk::new(&before, &organisations());
    let words = |desk: &Desk| desk.ledger.domains().iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(words(&desk), Domain::DEFAULTS);
    assert!(desk.ledger.domains().iter().all(|one| one.name.is_none()));
    for command in commands(&whole, []) {
        desk.run(OrgKind::County, command);
    }
    assert_eq!(words(&desk), Domain::DEFAULTS);
    assert_eq!(desk.ledger.domain_name(Domain::TWO_NEW), Some("两新组织"));
}

#[test]
fn fields_of_work_may_go_with_all_that_is_in_them() {
    let book = edited(|copy| {
        for file in ["items.toml", "domains.toml"] {
            let text = fs::read_to_string(copy.join(file)).unwrap();
            let text = text.replace("domain = \"demo\"", "domain = \"rural\"");
            fs::write(copy.join(file), text.replace("\n[[domain]]\nid = \"demo\"\nname = \"示范点\"\n", "")).unwrap();
        }
    });
    let book = book.unwrap_or_else(|found| panic!("{found}"));
    let desk = Desk::new(&book, &organisations());
    assert_eq!(desk.ledger.domains().len(), 10);
    assert!(desk.ledger.domains().iter().all(|one| one.id != Domain::DEMO));
}

#[test]
fn what_names_an_unknown_one_is_told_what_to_write() {
    let found = with("domains.toml", |text| text.replace("id = \"demo\"", "id = \"demos\"")).to_string();
    assert!(found.contains("`domain` is unknown: \"demo\"; write \"demos\""), "{found}");
    assert!(found.contains("items.toml:"), "{found}");
    let found = with_colleges("colege").expect_err("no such field of work").to_string();
    assert!(found.contains("indicators/school.toml:") && found.contains("write \"college\""), "{found}");
}

#[test]
fn mistakes_in_them_are_told_alone() {
    let found = with("domains.toml", |text| text.replace("id = \"demo\"", "id = \"rural\"")).to_string();
    assert_eq!(found.lines().count(), 1, "{found}");
    assert!(found.contains("domains.toml:") && found.contains("`id` \"rural\" stands twice"), "{found}");
    for bad in ["Demo", "demo-site", "a_name_too_long_1"] {
        let found = with("domains.toml", |text| text.replace("id = \"demo\"", &format!("id = \"{bad}\""))).to_string();
        assert!(found.contains(&format!("`id` is \"{bad}\"; write 1 to 16 of a-z, 0-9 and _")), "{found}");
    }
    let found = with("domains.toml", |text| text.replace("name = \"示范点\"", "name = \"农村\"")).to_string();
    assert!(found.contains("`name` \"农村\" stands twice"), "{found}");
    let long = format!("name = \"{}\"", "示".repeat(21));
    let found = with("domains.toml", |text| text.replace("name = \"示范点\"", &long)).to_string();
    assert!(found.contains("`name` has more than 20 characters; write a shorter one"), "{found}");
}

#[test]
fn a_retired_one_holds_no_item_in_use() {
    let retire = |text: String| text.replace("id = \"demo\"", "id = \"demo\"\nretired = true");
    let found = with("domains.toml", retire).to_string();
    assert!(found.contains("items.toml:") && found.contains("the domain is retired; write another"), "{found}");
    let book = edited(|copy| {
        let file = |name: &str| copy.join(name);
        fs::write(file("domains.toml"), retire(fs::read_to_string(file("domains.toml")).unwrap())).unwrap();
        let items = fs::read_to_string(file("items.toml")).unwrap();
        fs::write(file("items.toml"), items.replace("domain = \"demo\"", "domain = \"demo\"\nretired = true")).unwrap();
    });
    let desk = Desk::new(&book.unwrap_or_else(|found| panic!("{found}")), &organisations());
    assert!(desk.ledger.domain(Domain::DEMO).is_some_and(|one| one.retired && one.name == "示范点"));
}
