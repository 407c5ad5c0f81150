//! The lines of the official tables, beside sums that are made by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use taizhang_ledger::{Command, Definition, ParameterName, RegisterCommand, Timestamp, record::Value};

use super::*;
use crate::state::support::{Tablet, county_with_task, day, meet, org};

const REGISTERS: [&str; 11] = [
    r#"{"id":"collective_income","name":"收入","item":"R2","keeper":"branch","kinds":["village"],"why":"算账","columns":[
        {"id":"day","name":"日期","kind":"date","required":true},
        {"id":"kind","name":"类别","kind":"choice","required":true,"choices":[{"id":"operating","name":"经营收入"},
         {"id":"contracting","name":"发包收入"},{"id":"subsidy","name":"补助收入"}]},
        {"id":"amount","name":"金额","kind":"money","required":true}]}"#,
    r#"{"id":"collective_cost","name":"支出","item":"R2","keeper":"branch","kinds":["village"],"why":"算账","columns":[
        {"id":"day","name":"日期","kind":"date","required":true},
        {"id":"kind","name":"类别","kind":"choice","required":true,"choices":[{"id":"operating_cost","name":"经营支出"}]},
        {"id":"amount","name":"金额","kind":"money","required":true}]}"#,
    r#"{"id":"coverage_check","name":"覆盖检修","item":"N1","keeper":"township","why":"算覆盖率","columns":[
        {"id":"day","name":"日期","kind":"date","required":true},{"id":"eligible","name":"应建","kind":"count","required":true},
        {"id":"covered","name":"已建","kind":"count","required":true},
        {"id":"effective","name":"有效","kind":"count","required":true}]}"#,
    r#"{"id":"submission","name":"报送","item":"Z2","keeper":"branch","why":"一点就成","columns":[
        {"id":"form","name":"表","kind":"text","required":true},{"id":"period","name":"期","kind":"text","required":true},
        {"id":"day","name":"日期","kind":"date","required":true}]}"#,
    r#"{"id":"submission_township","name":"报送","item":"Z2","keeper":"township","why":"一点就成","columns":[
        {"id":"form","name":"表","kind":"text","required":true},{"id":"period","name":"期","kind":"text","required":true},
        {"id":"day","name":"日期","kind":"date","required":true}]}"#,
    r#"{"id":"submission_reminder","name":"催报","item":"Z2","keeper":"township","why":"记下催过","columns":[
        {"id":"branch","name":"单位","kind":"organisation","required":true},
        {"id":"form","name":"表","kind":"text","required":true},{"id":"period","name":"期","kind":"text","required":true},
        {"id":"day","name":"日期","kind":"date","required":true}]}"#,
    r#"{"id":"book","name":"本子","item":"Z2","keeper":"branch","why":"写字","columns":[{"id":"day","name":"日期","kind":"date"}]}"#,
    r#"{"id":"demo_site","name":"示范点","item":"D1","keeper":"branch","why":"一点一行","columns":[
        {"id":"name","name":"名称","kind":"text","required":true},{"id":"planned_on","name":"定方案日期","kind":"date"},
        {"id":"started_on","name":"动工日期","kind":"date"},{"id":"applied_on","name":"申请验收日期","kind":"date"}]}"#,
    r#"{"id":"demo_review","name":"验收","item":"D1","keeper":"county","why":"记下结论","columns":[
        {"id":"branch","name":"党组织","kind":"organisation","required":true},{"id":"site","name":"名称","kind":"text","required":true},
        {"id":"reviewed_on","name":"日期","kind":"date","required":true},
        {"id":"verdict","name":"结论","kind":"choice","required":true,"choices":[{"id":"named","name":"命名"},
         {"id":"improve","name":"限期整改"}]},
        {"id":"reason","name":"依据","kind":"text"}]}"#,
    r#"{"id":"red_station","name":"红色驿站","item":"U1","keeper":"branch","why":"一站一行","columns":[
        {"id":"name","name":"名称","kind":"text","required":true},{"id":"graded_on","name":"评定日期","kind":"date","required":true},
        {"id":"grade","name":"等级","kind":"count","unit":"级","required":true},{"id":"indoor","name":"有室内场所","kind":"yes_no"}]}"#,
    r#"{"id":"reserve_list","name":"雏雁名单","item":"C1","keeper":"township","why":"一人一行","sealed":true,
        "counted":{"branch":"village","by":"state"},"columns":[
        {"id":"village","name":"村","kind":"organisation","required":true},{"id":"name","name":"姓名","kind":"text","required":true},
        {"id":"state","name":"阶段","kind":"choice","required":true,"choices":[{"id":"filed","name":"备案"},
         {"id":"appointed","name":"任用"}]}]}"#,
];

fn sum(id: &str, source: &str, filter: &str, value: &str) -> String {
    format!(
        r#"{{"id":"{id}","name":"{id}","source":"{source}","day":"day","filter":{filter},"value":{{"row":"{value}"}}}}"#
    )
}

fn indicator(id: &str, unit: &str, sums: &[String], value: &str, more: &str) -> Definition {
    let places = if unit == "元" { 2 } else { 1 };
    let text = format!(
        r#"{{"id":"{id}","name":"{id}","item":"R2","words":"说明","unit":"{unit}","places":{places},"better":"more",
            "across":"sums","sums":[{}],"value":{value}{more}}}"#,
        sums.join(",")
    );
    Definition::Indicator(Box::new(serde_json::from_str(&text).unwrap()))
}

/// Of the sealed list's counts, three a village.
fn reserve_gap() -> Definition {
    let kept = r#"{"both":["and",[{"both":["eq",[{"row":"register"},{"text":"reserve_list"}]]},
        {"both":["ne",[{"row":"choice"},{"text":"appointed"}]]}]]}"#;
    let missing = r#"{"call":["max",[{"number":0},{"both":["sub",[{"number":3},{"name":"reserve"}]]}]]}"#;
    let text = format!(
        r#"{{"id":"reserve_gap","name":"缺口","item":"C1","words":"少几名","unit":"人","better":"less","across":"values",
            "kinds":["village"],"sums":[{{"id":"reserve","name":"在册","source":"sealed_counts","filter":{kept},
            "value":{{"row":"count"}}}}],"value":{missing}}}"#
    );
    Definition::Indicator(Box::new(serde_json::from_str(&text).unwrap()))
}

fn define(county: &mut Tablet) {
    for register in REGISTERS {
        county.run(Command::Define(Definition::Register(serde_json::from_str(register).unwrap()))).unwrap();
    }
    let all = r#"{"truth":true}"#;
    let own = r#"{"in":[{"row":"kind"},[{"text":"operating"},{"text":"contracting"}]]}"#;
    let operating = r#"{"both":["eq",[{"row":"kind"},{"text":"operating"}]]}"#;
    let income = |id: &str, filter: &str| sum(id, "collective_income", filter, "amount");
    let both = |operator: &str, one: &str, other: &str| {
        format!(r#"{{"both":["{operator}",[{{"name":"{one}"}},{{"name":"{other}"}}]]}}"#)
    };
    let cost = sum("cost", "collective_cost", all, "amount");
    let checked = |id: &str| sum(id, "coverage_check", all, id);
    let target = r#","target":{"of":"each","value":{"number":1000}}"#;
    let weak = r#"{"if":[{"both":["lt",[{"name":"operating"},{"number":500}]]},{"number":1},{"number":0}]}"#;
    let weak = indicator("weak_village_count", "个", &[income("operating", operating)], weak, "");
    let Definition::Indicator(mut weak) = weak else { unreachable!() };
    weak.across = Across::Values;
    for one in [
        indicator("operating_profit", "元", &[income("own", own), cost], &both("sub", "own", "cost"), ""),
        indicator(
            "self_generated_ratio",
            "%",
            &[income("own", own), income("total", all)],
            &both("div", "own", "total"),
            "",
        ),
        indicator("income_achievement", "%", &[income("own", own)], &both("div", "own", "target"), target),
        Definition::Indicator(weak),
        indicator(
            "coverage_rate",
            "%",
            &[checked("eligible"), checked("covered")],
            &both("div", "covered", "eligible"),
            "",
        ),
        indicator(
            "effective_coverage",
            "%",
            &[checked("eligible"), checked("effective")],
            &both("div", "effective", "eligible"),
            "",
        ),
        reserve_gap(),
    ] {
        county.run(Command::Define(one)).unwrap();
    }
    let monthly = r#"{"id":"monthly","name":"月报","every":"month","days":5,"kinds":["village"],"tables":["book"],"why":"月月清"}"#;
    county.run(Command::Define(Definition::Submission(serde_json::from_str(monthly).unwrap()))).unwrap();
}

fn add(tablet: &mut Tablet, at: &str, register: &str, cells: &[(&str, Value)]) {
    let cells = cells.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
    let add = RegisterCommand::Add { org: org(at), register: register.to_owned(), cells };
    tablet.run(Command::Register(add)).unwrap();
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn money(tablet: &mut Tablet, at: &str, register: &str, kind: &str, fen: i64) {
    let cells = [("day", text("2026-03-01")), ("kind", text(kind)), ("amount", Value::Number(fen))];
    add(tablet, at, register, &cells);
}

fn tablets() -> (Tablet, Tablet) {
    let (_, mut township, mut county, _) = county_with_task();
    define(&mut county);
    meet(&mut county, &mut township);
    (township, county)
}

fn sheet(tablet: &Tablet, report: Report) -> Sheet {
    report_sheet(report, &tablet.ledger, &tablet.who.org, "填报单位", day(4, 20))
}

fn headings(sheet: &Sheet) -> Vec<&str> {
    sheet.columns.iter().map(|column| column.heading.as_str()).collect()
}

#[test]
fn income_of_villages_adds_up_to_the_fen() {
    let (mut township, mut county) = tablets();
    money(&mut township, "v1", "collective_income", "operating", 60_001);
    money(&mut township, "v1", "collective_income", "subsidy", 20_000);
    money(&mut township, "v1", "collective_cost", "operating_cost", 10_000);
    money(&mut township, "v2", "collective_income", "contracting", 30_000);
    let table = sheet(&township, Report::Income);
    assert_eq!(
        headings(&table),
        [
            BRANCH,
            "经营收入",
            "发包收入",
            "补助收入",
            words::INCOME_TOTAL,
            "经营支出",
            words::PROFIT,
            words::OWN_SHARE,
            words::YEAR_TARGET,
            words::REACHED,
            words::WEAK
        ]
    );
    let line = |name: &str, fen: [i64; 6], share, target, reached, weak: &str| {
        let money = fen.into_iter().map(Cell::Money);
        let rest = [Cell::Percent(share), Cell::Money(target), Cell::Percent(reached), Cell::from(weak)];
        std::iter::once(Cell::from(name)).chain(money).chain(rest).collect::<Vec<_>>()
    };
    // 600.01 of 800.01 yuan is 75.00 %, of a target of 1,000 yuan 60.00 %.
    assert_eq!(table.rows[0], line("v1", [60_001, 0, 20_000, 80_001, 10_000, 50_001], 7_500, 100_000, 6_000, NO));
    assert_eq!(table.rows[1], line("v2", [0, 30_000, 0, 30_000, 0, 30_000], 10_000, 100_000, 3_000, YES));
    assert_eq!(
        table.totals,
        Some(line(TOTAL, [60_001, 30_000, 20_000, 110_001, 10_000, 80_001], 8_182, 200_000, 4_500, "1个"))
    );
    // The county sees whose village it is.
    meet(&mut county, &mut township);
    let table = sheet(&county, Report::Income);
    assert_eq!(table.rows.len(), 3);
    assert_eq!(table.rows[2][..2], [Cell::from("v3"), Cell::from("t2")]);
    assert_eq!(table.rows[2][8], Cell::Empty, "of nothing there is no share");
}

#[test]
fn coverage_tells_what_is_covered_in_name_only() {
    let (mut township, mut county) = tablets();
    let count = |id: &'static str, number| (id, Value::Number(number));
    let cells = [("day", text("2026-03-01")), count("eligible", 8), count("covered", 6), count("effective", 4)];
    add(&mut township, "t1", "coverage_check", &cells);
    meet(&mut county, &mut township);
    let table = sheet(&county, Report::Coverage);
    let known = [words::ELIGIBLE, words::COVERED, words::EFFECTIVE, words::NOMINAL_ONLY];
    assert_eq!(headings(&table)[1..5], known);
    let numbers = |line: &[Cell]| line[1..5].to_vec();
    assert_eq!(table.rows.len(), 2, "a line for each that looks after units");
    assert_eq!(numbers(&table.rows[0]), [8, 6, 4, 2].map(Cell::Integer));
    assert_eq!(numbers(table.totals.as_ref().unwrap()), [8, 6, 4, 2].map(Cell::Integer));
    assert_eq!(table.rows[0][5..], [Cell::Percent(7_500), Cell::Percent(5_000)], "the taskbook has no other columns");
    let alone = sheet(&township, Report::Coverage);
    assert_eq!((alone.rows.len(), alone.totals), (1, None));
}

#[test]
fn what_the_county_has_not_set_is_explained_once() {
    let (mut township, mut county) = tablets();
    let city = ParameterName { id: "city".into(), name: "全市平均".into(), unit: "%".into() };
    county.run(Command::Define(Definition::Parameter(city))).unwrap();
    let covered = sum("covered", "coverage_check", r#"{"truth":true}"#, "covered");
    let gap = r#"{"both":["sub",[{"param":"city"},{"name":"covered"}]]}"#;
    county.run(Command::Define(indicator("gap_to_city", "%", &[covered], gap, ""))).unwrap();
    let cells = ["eligible", "covered", "effective"].map(|id| (id, Value::Number(8)));
    add(&mut township, "t1", "coverage_check", &[&[("day", text("2026-03-01"))], &cells[..]].concat());
    meet(&mut county, &mut township);
    let table = sheet(&county, Report::Coverage);
    assert_eq!(table.rows[0].last(), Some(&Cell::Text(words::NOT_SET.into())));
    assert!(table.note.ends_with("未设定：县里还没有设定“全市平均”"), "{}", table.note);
    assert!(!sheet(&county, Report::Income).note.contains(words::NOT_SET));
}

#[test]
fn handing_in_is_told_by_organisation() {
    let (mut township, _) = tablets();
    let hand_in = |tablet: &mut Tablet, period: &str, on: &str| {
        let cells = [("form", text("monthly")), ("period", text(period)), ("day", text(on))];
        add(tablet, "v1", "submission", &cells);
    };
    // On behalf of a village: January in time, February two days late; March is overdue since 5 April.
    township.clock = Timestamp::at(day(4, 20), 9, 0);
    hand_in(&mut township, "2026-month-01", "2026-02-03");
    hand_in(&mut township, "2026-month-02", "2026-03-07");
    let cells = [
        ("branch", text("v1")),
        ("form", text("monthly")),
        ("period", text("2026-month-03")),
        ("day", text("2026-04-08")),
    ];
    add(&mut township, "t1", "submission_reminder", &cells);
    let table = sheet(&township, Report::Submissions);
    let line = |name: &str, counts: [i64; 4], share, last: [i64; 2]| {
        let counts = counts.into_iter().map(Cell::Integer);
        let last = last.into_iter().map(Cell::Integer);
        std::iter::once(Cell::from(name)).chain(counts).chain([Cell::Percent(share)]).chain(last).collect::<Vec<_>>()
    };
    assert_eq!(table.rows[0], line("v1", [3, 1, 1, 1], 3_333, [2 + 15, 1]));
    // Of v2 nothing came: from 5 February, 5 March and 5 April to 20 April.
    assert_eq!(table.rows[1], line("v2", [3, 0, 0, 3], 0, [74 + 46 + 15, 0]));
    assert_eq!(table.totals, Some(line(TOTAL, [6, 1, 1, 4], 1_667, [152, 1])));
    let early = Punctuality::of(&township.ledger.dues(&org("v2"), day(2, 3)), day(2, 3));
    assert_eq!(early, Punctuality::default(), "what can still come in time is not counted");
}

#[test]
fn tables_are_offered_to_those_who_have_lines() {
    let (township, county) = tablets();
    let of = |tablet: &Tablet, at: &str| reports_of(&tablet.ledger, &org(at), day(4, 20));
    let without_places = [Report::Income, Report::Coverage, Report::Submissions, Report::Reserve];
    assert_eq!(of(&county, "county"), without_places, "no site and no station yet");
    assert_eq!(of(&township, "v1"), [Report::Income, Report::Submissions, Report::Reserve]);
}

#[test]
fn a_site_has_its_state_and_what_the_county_said_last() {
    let (mut township, mut county) = tablets();
    let site = |tablet: &mut Tablet, at: &str, name: &str, more: &[(&'static str, &str)]| {
        let dates = more.iter().map(|(column, day)| (*column, text(day)));
        let cells: Vec<(&str, Value)> = [("name", text(name))].into_iter().chain(dates).collect();
        add(tablet, at, "demo_site", &cells);
    };
    let dates = [("planned_on", "2026-01-05"), ("started_on", "2026-02-01"), ("applied_on", "2026-03-01")];
    site(&mut township, "v1", "红旗广场", &dates);
    site(&mut township, "v2", "老兵驿站", &dates[..1]);
    meet(&mut county, &mut township);
    for (day, verdict, reason) in [("2026-04-10", "improve", "档案不全"), ("2026-03-20", "named", "四条都到")] {
        let cells = [
            ("branch", text("v1")),
            ("site", text("红旗广场")),
            ("reviewed_on", text(day)),
            ("verdict", text(verdict)),
            ("reason", text(reason)),
        ];
        add(&mut county, "county", "demo_review", &cells);
    }
    let table = sheet(&county, Report::DemoSites);
    assert_eq!(
        headings(&table),
        [
            BRANCH,
            words::ABOVE,
            words::SITE,
            words::SITE_STATE,
            "定方案日期",
            "动工日期",
            "申请验收日期",
            "县里结论",
            "县里日期",
            "县里依据"
        ]
    );
    let date = |month, of| Cell::Date(day(month, of));
    // Named in March and told in April to improve: it is looked at again since.
    assert_eq!(
        table.rows[0][..],
        [
            Cell::from("v1"),
            Cell::from("t1"),
            Cell::from("红旗广场"),
            Cell::from("命名后已复核"),
            date(1, 5),
            date(2, 1),
            date(3, 1),
            Cell::from("限期整改"),
            date(4, 10),
            Cell::from("档案不全")
        ]
    );
    assert_eq!(table.rows[1][3..5], [Cell::from("已定方案"), date(1, 5)]);
    assert!(table.rows[1][5..].iter().all(|cell| *cell == Cell::Empty), "the county has not looked");
    assert_eq!(table.totals.unwrap()[2], Cell::from("2个"));
    assert_eq!(headings(&sheet(&township, Report::DemoSites))[1], words::SITE);
}

#[test]
fn a_station_stands_once_as_it_was_graded_last() {
    let (mut township, _) = tablets();
    for (name, day, grade) in [("东站", "2026-06-01", 2), ("东站", "2026-03-01", 1), ("西站", "2026-02-01", 1)] {
        let cells = [("name", text(name)), ("graded_on", text(day)), ("grade", Value::Number(grade))];
        add(&mut township, "v1", "red_station", &cells);
    }
    let table = sheet(&township, Report::Stations);
    assert_eq!(headings(&table), [BRANCH, words::STATION, "等级（级）", "评定日期", "有室内场所"]);
    let of = |name: &str| table.rows.iter().filter(|row| row[1] == Cell::from(name)).collect::<Vec<_>>();
    assert_eq!(of("东站").len(), 1);
    assert_eq!(of("东站")[0][2..], [Cell::Integer(2), Cell::Date(day(6, 1)), Cell::Empty]);
    assert_eq!(of("西站")[0][2], Cell::Integer(1));
}

#[test]
fn a_village_has_how_many_are_missing_and_no_names() {
    let (mut township, mut county) = tablets();
    for (village, name, state) in [("v1", "甲", "filed"), ("v1", "乙", "filed"), ("v1", "丙", "appointed")] {
        let cells = [("village", text(village)), ("name", text(name)), ("state", text(state))];
        add(&mut township, "t1", "reserve_list", &cells);
    }
    meet(&mut county, &mut township);
    let table = sheet(&township, Report::Reserve);
    assert_eq!(headings(&table), [BRANCH, words::ON_THE_LIST, words::RESERVE_MISSING]);
    let line = |name: &str, here, missing| vec![Cell::from(name), Cell::Integer(here), Cell::Integer(missing)];
    assert_eq!(table.rows, [line("v1", 2, 1), line("v2", 0, 3)], "who was appointed is not in reserve any more");
    assert_eq!(table.totals, Some(line(TOTAL, 2, 4)));
    assert_eq!(sheet(&county, Report::Reserve).rows.len(), 3);
}
