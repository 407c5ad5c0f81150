//! The indicators of the taskbook: every file of its folder `indicators`.

use std::{collections::BTreeSet, path::Path};

use taizhang_ledger::{
    Domain, DomainName, Indicator, OrgKind, Register, Tier,
    expr::Expr,
    indicator::{Across, Alarm, Better, BuiltIn, Place, SUMS_MAX, Sum, Target, TargetOf},
};

use super::{
    book::{Parameter, WorkItemRow, code_name, read, tier_word, unique},
    formula,
    mistake::{Mistakes, one_of},
    reader::{Row, Source},
    registers::{TIERS, files, known_item},
};

const KEYS: &[&str] = &[
    "id", "name", "item", "words", "unit", "places", "better", "across", "kinds", "sum", "value", "target", "alarm",
    "retired",
];
const SUM_KEYS: &[&str] = &["id", "name", "source", "day", "latest", "among", "where", "value"];
const ALARM_KEYS: &[&str] = &["rule", "name", "at", "when", "say", "next"];
/// More places than anybody reads.
const PLACES_MAX: i64 = 4;

/// What indicators may name; none of a kind in which there are mistakes, so that no indicator is blamed for these.
pub(super) struct Known<'k> {
    pub(super) items: Option<&'k [WorkItemRow]>,
    pub(super) registers: Option<&'k [Register]>,
    pub(super) parameters: Option<&'k [Parameter]>,
    pub(super) domains: Option<&'k [DomainName]>,
}

/// Reads `indicators/*.toml` of a taskbook in the order of names.
pub(super) fn load(mistakes: &mut Mistakes, taskbook: &Path, known: &Known<'_>) -> Vec<Indicator> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for file in files(mistakes, &taskbook.join("indicators")) {
        all.extend(read(mistakes, Source::open(&file), &["indicator"], |root| {
            let rows = root.rows("indicator", KEYS);
            rows.iter().filter_map(|row| indicator(row, known, &mut seen)).collect::<Vec<_>>()
        }));
    }
    all
}

fn indicator(row: &Row<'_>, known: &Known<'_>, seen: &mut BTreeSet<String>) -> Option<Indicator> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let (name, words, unit) = (row.text("name"), row.text("words"), row.text("unit"));
    let item = row.text("item").and_then(|code| known_item(row, code, known.items));
    let places = if row.has("places") { row.number("places", 0..=PLACES_MAX) } else { Some(0) };
    let better = row.word("better", Better::ALL, Better::word);
    let across = row.word("across", Across::ALL, Across::word);
    let kinds = kinds(row);
    let rows = row.rows("sum", SUM_KEYS);
    if rows.len() > SUMS_MAX {
        row.note("sum", format!("there are {} sums", rows.len()), format!("write at most {SUMS_MAX}"));
    }
    let mut names = BTreeSet::new();
    let sums: Vec<Option<Sum>> = rows.iter().map(|row| sum(row, &mut names)).collect();
    let value = formula::formula(row, "value");
    let target_row = row.has("target").then(|| row.row("target", &["of", "value"])).flatten();
    let target = target_row.as_ref().map(|row| {
        let (of, value) = (row.word("of", TargetOf::ALL, TargetOf::word), formula::formula(row, "value"));
        Some(Target { of: of?, value: value? })
    });
    let target = match target {
        Some(target) => Some(target?),
        None => None,
    };
    let alarm_row = row.has("alarm").then(|| row.row("alarm", ALARM_KEYS)).flatten();
    let alarm = alarm_row.as_ref().map(alarm);
    let alarm = match alarm {
        Some(alarm) => Some(alarm?),
        None => None,
    };
    let indicator = Indicator {
        id: id?,
        name: name?,
        item: item?,
        words: words?,
        unit: unit?,
        places: u8::try_from(places?).unwrap_or_default(),
        better: better?,
        across: across?,
        kinds,
        sums: sums.into_iter().collect::<Option<_>>()?,
        value: value?,
        target,
        alarm,
        retired: row.flag("retired"),
    };
    let places = Places { row, sums: &rows, target: target_row.as_ref(), alarm: alarm_row.as_ref() };
    // What is withdrawn need not fit what is withdrawn with it.
    if !indicator.retired {
        check(&places, &indicator, known);
    }
    Some(indicator)
}

/// The kinds of organisation under `kinds`; none when it is not there.
pub(super) fn kinds(row: &Row<'_>) -> Vec<OrgKind> {
    if !row.has("kinds") {
        return Vec::new();
    }
    let known: Vec<&str> = OrgKind::ALL.iter().map(|kind| kind.word()).collect();
    let read = |word: String| {
        let kind = OrgKind::from_word(&word);
        if kind.is_none() {
            row.note("kinds", format!("an entry of `kinds` is unknown: \"{word}\""), one_of(&word, &known));
        }
        kind
    };
    row.texts("kinds").into_iter().filter_map(read).collect()
}

fn sum(row: &Row<'_>, seen: &mut BTreeSet<String>) -> Option<Sum> {
    let id = row.text("id").and_then(|id| code_name(row, id));
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    let (name, source) = (row.text("name"), row.text("source"));
    let day = row.optional_text("day");
    let latest = row.has("latest").then(|| if row.is_empty_list("latest") { Vec::new() } else { row.texts("latest") });
    if latest.is_some() && day.is_none() {
        row.note("latest", "the latest cannot be told without a day", "add a line day = \"…\" with a column of dates");
    }
    if row.has("among") && latest.is_none() {
        row.note("among", "says among which records the latest is looked for", "add a line latest = [\"…\"]");
    }
    let among = row.has("among").then(|| formula::formula(row, "among"));
    let filter = formula::optional(row, "where", Expr::TRUE);
    let value = formula::optional(row, "value", Expr::Number(1));
    let among = match among {
        Some(among) => Some(among?),
        None => None,
    };
    Some(Sum { id: id?, name: name?, source: source?, day, latest, among, filter: filter?, value: value? })
}

fn alarm(row: &Row<'_>) -> Option<Alarm> {
    let rule = row.text("rule");
    let (name, say, next) = (row.text("name"), row.text("say"), row.text("next"));
    let words: Vec<&str> = TIERS.iter().map(|tier| tier_word(*tier)).collect();
    let tier = |word: String| {
        let found = TIERS.iter().copied().find(|tier| tier_word(*tier) == word);
        if found.is_none() {
            row.note("at", format!("an entry of `at` is unknown: \"{word}\""), one_of(&word, &words));
        }
        found
    };
    let at: Vec<Tier> = row.texts("at").into_iter().filter_map(tier).collect();
    let when = formula::formula(row, "when");
    Some(Alarm { rule: rule?, name: name?, at, when: when?, say: say?, next: next? })
}

/// Where the parts of an indicator stand in the file.
struct Places<'p, 'a> {
    row: &'p Row<'a>,
    sums: &'p [Row<'a>],
    target: Option<&'p Row<'a>>,
    alarm: Option<&'p Row<'a>>,
}

/// Notes what does not fit, where it stands.
fn check(places: &Places<'_, '_>, indicator: &Indicator, known: &Known<'_>) {
    let Places { row, sums, target, alarm } = *places;
    let (Some(registers), Some(parameters), Some(domains)) = (known.registers, known.parameters, known.domains) else {
        return;
    };
    let domains: Vec<Domain> = domains.iter().map(|one| one.id).collect();
    let parameters: Vec<String> = parameters.iter().map(|one| one.id.clone()).collect();
    let columns = |id: &str| registers.iter().find(|one| one.id == id).and_then(Register::counted_kinds);
    for (place, why) in indicator.misfits(columns, &parameters, &domains) {
        let at = |place: usize| sums.get(place).unwrap_or(row);
        match place {
            Place::Id(sum) => {
                let written = indicator.sums.get(sum).map(|sum| sum.id.as_str()).unwrap_or_default();
                // One that stands twice was noted where it was read.
                if indicator.sums.iter().filter(|one| one.id == written).count() == 1 {
                    let what = format!("`{written}` has a meaning of its own in formulas");
                    at(sum).note("id", what, "write another id, here and in the formulas");
                }
            }
            Place::Source(sum) => {
                let written = indicator.sums.get(sum).map(|sum| sum.source.as_str()).unwrap_or_default();
                if registers.iter().any(|one| one.sealed && one.id == written) {
                    let what = format!("\"{written}\" is sealed: its rows are no source");
                    at(sum).note("source", what, "write \"sealed_counts\", which has register, choice and count");
                    continue;
                }
                if registers.iter().any(|one| one.retired && one.id == written) {
                    let what = format!("\"{written}\" is retired: nobody keeps it");
                    at(sum).note("source", what, "add retired = true to the indicator, or take it out of the register");
                    continue;
                }
                let ids = registers.iter().filter(|one| !one.sealed && !one.retired).map(|one| one.id.as_str());
                let ids: Vec<&str> = ids.chain(BuiltIn::ALL.iter().map(|one| one.word())).collect();
                at(sum).note("source", format!("there is no register \"{written}\""), one_of(written, &ids));
            }
            Place::Day(sum) => formula::note(at(sum), "day", &why),
            Place::Latest(sum) => formula::note(at(sum), "latest", &why),
            Place::Among(sum) => formula::note(at(sum), "among", &why),
            Place::Filter(sum) => formula::note(at(sum), "where", &why),
            Place::Counted(sum) => formula::note(at(sum), "value", &why),
            Place::Value => formula::note(row, "value", &why),
            Place::Target => formula::note(target.unwrap_or(row), "value", &why),
            Place::Alarm => formula::note(alarm.unwrap_or(row), "when", &why),
        }
    }
}
