//! Indicators: exact, the same whichever way the tree is added up, and honest about what cannot be told.

use crate::support::{self, Tablet, county_with_task, day, org};
use proptest::prelude::*;
use taizhang_ledger::{
    Command, Definition, Guide, Indicator, ParameterName, Reckoner, Refusal, Register, RegisterCommand,
    expr::{Exact, Fault},
    indicator::{Figure, Goal, Place},
    record::Value,
};

const REGISTER: &str = r#"{"id":"book","name":"收入","item":"R2","keeper":"branch","why":"一笔一记","columns":[
    {"id":"day","name":"日期","kind":"date"},{"id":"kind","name":"类别","kind":"choice","choices":[
    {"id":"own","name":"自有"},{"id":"gift","name":"补助"}]},{"id":"amount","name":"金额","kind":"money"}]}"#;

/// Own ÷ all, with an alarm below a half at branches and townships.
const SHARE: &str = r#"{"id":"share","name":"占比","item":"R2","words":"自有÷全部","unit":"%","better":"more",
    "across":"sums","value":{"both":["div",[{"name":"own"},{"name":"all"}]]},
    "target":{"of":"all","value":{"param":"half"}},
    "sums":[
      {"id":"own","name":"自有","source":"book","day":"day","filter":{"both":["eq",[{"row":"kind"},{"text":"own"}]]},
       "value":{"row":"amount"}},
      {"id":"all","name":"全部","source":"book","day":"day","filter":{"truth":true},"value":{"row":"amount"}}],
    "alarm":{"rule":"low","name":"偏低","at":["branch","township"],"say":"低","next":"想办法",
      "when":{"both":["lt",[{"name":"value"},{"both":["div",[{"number":1},{"number":2}]]}]]}}}"#;

/// How many villages have less than a thousand yuan of their own.
const POOR: &str = r#"{"id":"poor","name":"薄弱村","item":"R2","words":"不足一千元的村","unit":"个","better":"less",
    "across":"values","value":{"if":[{"both":["lt",[{"name":"own"},{"number":1000}]]},{"number":1},{"number":0}]},
    "sums":[{"id":"own","name":"自有","source":"book","day":"day",
      "filter":{"both":["eq",[{"row":"kind"},{"text":"own"}]]},"value":{"row":"amount"}}]}"#;

/// What the last row of each kind says.
const LATEST: &str = r#"{"id":"latest","name":"最近","item":"R2","words":"各类最近一笔相加","unit":"元","places":2,
    "better":"neither","across":"sums","value":{"name":"last"},
    "sums":[{"id":"last","name":"最近","source":"book","day":"day","latest":["kind"],"filter":{"truth":true},
      "value":{"row":"amount"}}]}"#;

/// What the last row of own money says, whatever gifts came later.
const AMONG: &str = r#"{"id":"among","name":"最近","item":"R2","words":"最近一笔自有","unit":"元","places":2,
    "better":"neither","across":"sums","value":{"name":"last"},
    "sums":[{"id":"last","name":"最近","source":"book","day":"day","latest":[],
      "among":{"both":["eq",[{"row":"kind"},{"text":"own"}]]},"filter":{"truth":true},"value":{"row":"amount"}}]}"#;

/// Own, with an alarm for the last half of a township where they are five yuan and more apart.
const UNEVEN: &str = r#"{"id":"uneven","name":"自有","item":"R2","words":"自有相加","unit":"元","places":2,
    "better":"more","across":"sums","value":{"name":"own"},
    "sums":[{"id":"own","name":"自有","source":"book","day":"day",
      "filter":{"both":["eq",[{"row":"kind"},{"text":"own"}]]},"value":{"row":"amount"}}],
    "alarm":{"rule":"uneven","name":"不平衡","at":["branch"],"say":"在末尾","next":"学一学","when":{"both":["and",[
      {"both":["ge",[{"name":"behind"},{"both":["div",[{"number":1},{"number":2}]]}]]},
      {"both":["ge",[{"both":["sub",[{"name":"best"},{"name":"worst"}]]},{"number":5}]]}]]}}}"#;

fn county() -> Tablet {
    let (_, _, mut county, _) = county_with_task();
    let name = |id: &str| ParameterName { id: id.to_owned(), name: "一半".to_owned(), unit: String::new() };
    county.run(Command::Define(Definition::Parameter(name("half")))).unwrap();
    let register: Register = serde_json::from_str(REGISTER).unwrap();
    county.run(Command::Define(Definition::Register(register))).unwrap();
    for text in [SHARE, POOR, LATEST, AMONG, UNEVEN] {
        let indicator: Indicator = serde_json::from_str(text).unwrap();
        county.run(Command::Define(Definition::Indicator(Box::new(indicator)))).unwrap();
    }
    county
}

/// Writes a row as the village itself would.
fn row(county: &mut Tablet, at: &str, on: &str, kind: &str, fen: i64) {
    let mut village = Tablet::new(9, at, taizhang_ledger::Role::BranchSecretary, "某");
    village.pull(county);
    let text = |words: &str| Value::Text(words.to_owned());
    let cells = [("day", text(on)), ("kind", text(kind)), ("amount", Value::Number(fen))];
    let cells = cells.into_iter().map(|(id, value)| (id.to_owned(), value)).collect();
    // Each tablet begins anew here: the rows must not share their ids.
    village.clock = county.clock;
    village.clock.0 += i64::try_from(county.ledger.register_rows(&org(at), "book").count()).unwrap() * 1_000;
    let add = RegisterCommand::Add { org: org(at), register: "book".to_owned(), cells };
    village.run(Command::Register(add)).unwrap();
    county.pull(&mut village);
}

fn figure(county: &Tablet, indicator: &str, at: &str, month: u32) -> Figure {
    let indicator = county.ledger.indicator(indicator).unwrap();
    Reckoner::new(&county.ledger, day(month, 28)).figure(indicator, &org(at)).unwrap()
}

#[test]
fn a_share_is_of_all_and_a_count_is_added_up() {
    let mut county = county();
    row(&mut county, "v1", "2026-01-10", "own", 100);
    row(&mut county, "v1", "2026-02-10", "gift", 300);
    row(&mut county, "v2", "2026-01-11", "own", 200_000);
    let share = |at, month| figure(&county, "share", at, month).value;
    assert_eq!(share("v1", 2), Ok(Exact::new(1, 4)));
    assert_eq!(share("v1", 1), Ok(Exact::from_integer(1)), "what comes in February does not count in January");
    assert_eq!(share("t1", 2), Ok(Exact::new(200_100, 200_400)), "not the mean of the two shares");
    assert_eq!(share("v3", 2), Err(Fault::OfNothing));
    assert_eq!(share("t2", 2), Err(Fault::OfNothing));
    let poor = |at| figure(&county, "poor", at, 2).value;
    assert_eq!((poor("v1"), poor("v2"), poor("v3")), (Ok(1.into()), Ok(0.into()), Ok(1.into())));
    assert_eq!((poor("t1"), poor("county")), (Ok(1.into()), Ok(2.into())));
}

/// `members` is how many organisations there are, unless a sum that was published before has that name.
#[test]
fn a_sum_keeps_its_name_and_no_new_one_takes_a_name_with_a_meaning() {
    let mut county = county();
    row(&mut county, "v1", "2026-01-10", "own", 100);
    row(&mut county, "v1", "2026-02-10", "gift", 300);
    let named = |name: &str| {
        let text = SHARE.replace("\"all\",\"name\":\"全部\"", &format!("\"{name}\",\"name\":\"全部\""));
        let text = text.replace("{\"name\":\"all\"}", &format!("{{\"name\":\"{name}\"}}"));
        serde_json::from_str::<Indicator>(&text).unwrap()
    };
    let before = named("members");
    let share = Reckoner::new(&county.ledger, day(2, 28)).figure(&before, &org("county")).unwrap().value;
    assert_eq!(share, Ok(Exact::new(1, 4)), "not by how many villages there are");
    for (name, fits) in [("whole", true), ("members", false), ("target", false), ("best", false), ("own", false)] {
        let found = county.ledger.indicator_misfits(&named(name));
        assert_eq!(!found.iter().any(|(place, _)| matches!(place, Place::Id(1))), fits, "{name}: {found:?}");
    }
}

#[test]
fn what_is_too_large_together_is_told_and_nobody_is_left_out() {
    let mut county = county();
    let large = r#"{"id":"large","name":"很大","item":"R2","words":"很大","unit":"元","better":"more","across":"sums",
        "value":{"name":"all"},"sums":[{"id":"all","name":"全部","source":"book","day":"day","filter":{"truth":true},
        "value":{"both":["mul",[{"both":["mul",[{"row":"amount"},{"number":9000000000000000000}]]},
          {"number":9000000000000000000}]]}}]}"#;
    let indicator: Indicator = serde_json::from_str(large).unwrap();
    county.run(Command::Define(Definition::Indicator(Box::new(indicator)))).unwrap();
    for village in ["v1", "v2", "v3"] {
        row(&mut county, village, "2026-01-10", "own", 100);
    }
    let one = Exact::from_integer(9_000_000_000_000_000_000_i128.pow(2));
    assert_eq!(figure(&county, "large", "v1", 2).value, Ok(one));
    assert_eq!(figure(&county, "large", "t1", 2).value, Ok(one * 2));
    let whole = figure(&county, "large", "county", 2);
    assert_eq!((whole.value, whole.sums), (Err(Fault::TooLarge), Vec::new()));
}

#[test]
fn the_latest_of_a_kind_counts() {
    let mut county = county();
    row(&mut county, "v1", "2026-01-10", "own", 100);
    row(&mut county, "v1", "2026-03-10", "own", 700);
    row(&mut county, "v1", "2026-02-10", "own", 500);
    row(&mut county, "v1", "2026-01-05", "gift", 30);
    assert_eq!(figure(&county, "latest", "v1", 3).value, Ok(Exact::new(730, 100)));
    assert_eq!(figure(&county, "latest", "v1", 2).value, Ok(Exact::new(530, 100)), "as it stood in February");
    row(&mut county, "v1", "2026-03-20", "gift", 30);
    assert_eq!(figure(&county, "among", "v1", 3).value, Ok(Exact::from_integer(7)), "among those that it looks at");
}

#[test]
fn alarms_are_looked_for_where_the_taskbook_says() {
    let mut county = county();
    row(&mut county, "v1", "2026-01-10", "own", 100);
    row(&mut county, "v1", "2026-01-10", "gift", 900);
    row(&mut county, "v2", "2026-01-10", "own", 100);
    let found = |at: &str| {
        let reckoner = Reckoner::new(&county.ledger, day(2, 1));
        let alarms = reckoner.alarms(&org(at)).into_iter().filter(|one| one.indicator.id == "share");
        alarms.map(|one| one.org.to_string()).collect::<Vec<_>>()
    };
    // 10 % at the village, 200 of 1,100 at the township; the county is none of the tiers; v3 has nothing to tell of.
    assert_eq!(found("county"), ["t1", "v1"]);
    assert_eq!(found("v2"), [""; 0]);
}

#[test]
fn who_lags_behind_those_beside_is_told_where_they_are_known() {
    let mut county = county();
    row(&mut county, "v1", "2026-01-10", "own", 1_000);
    row(&mut county, "v2", "2026-01-10", "own", 600);
    row(&mut county, "v3", "2026-01-10", "own", 1);
    let alarmed = |county: &Tablet, at: &str| {
        let reckoner = Reckoner::new(&county.ledger, day(2, 1));
        let all = reckoner.alarms(&org(at)).into_iter().filter(|one| one.indicator.id == "uneven");
        all.map(|one| one.org.to_string()).collect::<Vec<_>>()
    };
    // Four yuan apart; who is alone in a township lags behind nobody.
    assert_eq!(alarmed(&county, "county"), [""; 0]);
    row(&mut county, "v1", "2026-01-11", "own", 100);
    assert_eq!(alarmed(&county, "county"), ["v2"]);
    assert_eq!(alarmed(&county, "t1"), ["v2"]);
    assert_eq!(alarmed(&county, "v2"), [""; 0], "a village does not know the others");
    let reckoner = Reckoner::new(&county.ledger, day(2, 1));
    let indicator = county.ledger.indicator("uneven").unwrap();
    let at = |place: &str, own: &str| {
        let figure = reckoner.figure(indicator, &org(place)).unwrap();
        reckoner.alarms_at(indicator, &org(place), &figure, &org(own))
    };
    assert!(at("v2", "t1") && !at("v1", "t1") && !at("v2", "v2"));
    row(&mut county, "v2", "2026-01-11", "own", 500);
    assert_eq!(alarmed(&county, "t1"), [""; 0], "now the two are alike");
}

#[test]
fn a_target_is_what_was_entered_or_what_the_taskbook_says() {
    let mut county = county();
    row(&mut county, "v1", "2026-01-10", "own", 100);
    let target = |county: &Tablet, at| figure(county, "share", at, 2).target;
    assert_eq!(target(&county, "v1"), Err(Fault::NotSet("half".to_owned())));
    county.run(Command::SetParameter { name: "half".to_owned(), value: 1 }).unwrap();
    assert_eq!(target(&county, "v1"), Ok(1.into()));
    let goal = |goal, value| Definition::Goal { goal, indicator: "share".to_owned(), org: org("v1"), value };
    county.run(Command::Define(goal(Goal::Target, Some(7_550)))).unwrap();
    county.run(Command::Define(goal(Goal::Before, Some(6_000)))).unwrap();
    assert_eq!(target(&county, "v1"), Ok(Exact::new(755, 1_000)));
    assert_eq!(target(&county, "v2"), Ok(1.into()));
    assert_eq!(county.ledger.goal(Goal::Before, "share", &org("v1")), Some(Exact::new(6, 10)));
    county.run(Command::Define(goal(Goal::Target, None))).unwrap();
    assert_eq!(target(&county, "v1"), Ok(1.into()));
    // Those of many organisations are one change, or none.
    let many = |org_of: &str| {
        let values = vec![(Goal::Target, org("v1"), Some(1)), (Goal::Before, org(org_of), None)];
        Definition::Goals { indicator: "share".to_owned(), values }
    };
    assert!(matches!(county.run(Command::Define(many("nowhere"))), Err(Refusal::BadDefinition("organisation"))));
    assert_eq!(county.ledger.goal(Goal::Target, "share", &org("v1")), None);
    assert_eq!(county.run(Command::Define(many("v1"))).unwrap().changes().count(), 1);
    assert_eq!(county.ledger.goal(Goal::Target, "share", &org("v1")), Some(Exact::new(1, 10_000)));
    assert_eq!(county.ledger.goal(Goal::Before, "share", &org("v1")), None, "taken back");
}

#[test]
fn only_what_figures_are_made_of_moves_them() {
    let mut county = county();
    row(&mut county, "v1", "2026-01-10", "own", 100);
    let all = ["county", "t1", "t2", "v1", "v2", "v3"];
    let mut moved = |command: Command| -> Vec<String> {
        let before = county.ledger.clone();
        county.run(command).unwrap();
        let unmoved = before.unmoved(&county.ledger);
        all.into_iter().filter(|id| !unmoved.contains(&&org(id))).map(str::to_owned).collect()
    };
    let guide = Guide {
        id: "visit".into(),
        name: "走访".into(),
        registers: vec![],
        items: vec![],
        text: "先走访，后填表。".into(),
    };
    assert_eq!(moved(Command::Define(Definition::Guide(guide))), [""; 0]);
    let goal = Definition::Goal { goal: Goal::Target, indicator: "share".into(), org: org("v2"), value: Some(7) };
    assert_eq!(moved(Command::Define(goal)), ["v2"]);
    assert_eq!(moved(Command::SetTask(support::new_task(&["v1", "v3"]))), ["v1", "v3"]);
    assert_eq!(moved(Command::SetParameter { name: "half".to_owned(), value: 1 }), all);
}

#[test]
fn an_indicator_that_does_not_fit_is_refused() {
    let mut county = county();
    for (from, to) in [
        ("\"name\":\"all\"", "\"name\":\"al\""),
        ("\"source\":\"book\"", "\"source\":\"bok\""),
        ("\"row\":\"kind\"", "\"row\":\"day\""),
        ("\"text\":\"own\"", "\"text\":\"won\""),
        ("\"param\":\"half\"", "\"param\":\"haf\""),
        ("\"id\":\"share\"", "\"id\":\"a/b\""),
    ] {
        assert!(SHARE.contains(from));
        let indicator: Indicator = serde_json::from_str(&SHARE.replacen(from, to, 1)).unwrap();
        let refused = county.run(Command::Define(Definition::Indicator(Box::new(indicator))));
        assert!(matches!(refused, Err(Refusal::BadDefinition(_))), "{to}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However rows fall to villages, the township's sums are those of its villages, and the parts are the whole.
    #[test]
    fn the_tree_adds_up(rows in prop::collection::vec((0_usize..3, any::<bool>(), 1_i64..1_000_000), 0..12)) {
        let mut county = county();
        for (place, own, fen) in rows {
            let at = ["v1", "v2", "v3"][place];
            row(&mut county, at, "2026-01-10", if own { "own" } else { "gift" }, fen);
        }
        let reckoner = Reckoner::new(&county.ledger, day(2, 1));
        let share = county.ledger.indicator("share").unwrap();
        let sums = |at: &str| reckoner.figure(share, &org(at)).unwrap().sums;
        for place in 0..2 {
            let below: Exact = ["v1", "v2", "v3"].iter().map(|at| sums(at)[place]).sum();
            prop_assert_eq!(sums("county")[place], below);
            prop_assert_eq!(sums("county")[place], sums("t1")[place] + sums("t2")[place]);
            let parts = ["v1", "v2", "v3"].iter().flat_map(|at| reckoner.parts(share, &org(at)).unwrap());
            let counted: Exact = parts.filter(|part| part.sum == place).map(|part| part.value).sum();
            prop_assert_eq!(counted, below);
        }
    }
}
