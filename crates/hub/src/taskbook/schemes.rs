//! The schemes of points and pay, and the rewards, of the taskbook (`schemes.toml`).

use std::collections::BTreeSet;

use taizhang_ledger::{
    Indicator, Register, Tier,
    points::{
        self, Budgeting, Effect, Nothing, Part, PartKind, PartSource, PayTier, Placed, Points, Reach, Reward,
        RoundMode, Rounding, Scheme, Section, Sequence, Small, SmallFloor, SmallRule, Subject, Ties, Told, Unit, Veto,
        VetoedRank, Within,
    },
};

use super::{
    book::{Parameter, code_name, unique},
    flaws, formula,
    indicators::kinds,
    mistake::one_of,
    reader::Row,
    rewards,
};

const KEYS: &[&str] = &[
    "id",
    "name",
    "sequence",
    "subject",
    "why",
    "kinds",
    "full",
    "part",
    "veto",
    "vetoed_rank",
    "within",
    "tier",
    "ties",
    "small",
    "base",
    "budget",
    "within_budget",
    "rounding",
    "appeal_days",
    "retired",
];
const PART_KEYS: &[&str] = &["id", "name", "words", "kind", "max", "indicator", "points", "nothing"];
const VETO_KEYS: &[&str] = &["id", "name", "effect", "tier", "indicator", "when"];
const TIER_KEYS: &[&str] = &["id", "name", "share", "floor", "coefficient"];
/// The most points of a part or of the full marks.
const POINTS_MAX: i64 = 1_000;
/// The most people to whom a rule for few applies.
const FEW_MAX: i64 = 100;
/// The longest time for appeals, in days.
const APPEAL_MAX: i64 = 60;

/// What schemes may name; none of a kind in which there are mistakes, so that no scheme is blamed for these.
pub(super) struct Known<'k> {
    pub(super) registers: Option<&'k [Register]>,
    pub(super) indicators: Option<&'k [Indicator]>,
    pub(super) parameters: Option<&'k [Parameter]>,
}

/// Reads the file.
pub(super) fn load(root: &Row<'_>, known: &Known<'_>) -> (Vec<Scheme>, Vec<Reward>) {
    let mut seen = BTreeSet::new();
    let schemes = root.rows("scheme", KEYS).iter().filter_map(|row| scheme(row, known, &mut seen)).collect();
    let mut seen = BTreeSet::new();
    let all =
        root.rows("reward", rewards::KEYS).iter().filter_map(|row| rewards::reward(row, known, &mut seen)).collect();
    (schemes, all)
}

fn id(row: &Row<'_>) -> Option<String> {
    row.text("id").and_then(|id| code_name(row, id))
}

pub(super) fn unique_id(row: &Row<'_>, seen: &mut BTreeSet<String>) -> Option<String> {
    let id = id(row);
    if let Some(id) = &id {
        unique(seen, row, "id", id);
    }
    id
}

fn scheme(row: &Row<'_>, known: &Known<'_>, seen: &mut BTreeSet<String>) -> Option<Scheme> {
    let id = unique_id(row, seen);
    let (name, why) = (row.text("name"), row.text("why"));
    let sequence = row.row("sequence", &["id", "name"]).and_then(|row| {
        let (id, name) = (self::id(&row), row.text("name"));
        Some(Sequence { id: id?, name: name? })
    });
    let subject = row.word("subject", Subject::ALL, Subject::word);
    let kinds = those(row);
    let full = points(row, "full");
    let part_rows = row.rows("part", PART_KEYS);
    let parts: Vec<Option<Part>> = part_rows.iter().map(part).collect();
    let veto_rows = if row.has("veto") { row.rows("veto", VETO_KEYS) } else { Vec::new() };
    let vetoes: Vec<Option<Veto>> = veto_rows.iter().map(veto).collect();
    let vetoed_rank = or(row, "vetoed_rank", VetoedRank::ALL, VetoedRank::word, VetoedRank::Keep);
    let within = or(row, "within", Within::ALL, Within::word, Within::County);
    let tier_rows = row.rows("tier", TIER_KEYS);
    let tiers: Vec<Option<PayTier>> = tier_rows.iter().map(tier).collect();
    let shared = or(row, "ties", Ties::ALL, Ties::word, Ties::Best);
    let small_row = row.has("small").then(|| row.row("small", &["up_to", "all_in", "floor"])).flatten();
    let floor_rows = match &small_row {
        Some(row) if !row.has("all_in") => row.rows("floor", &["tier", "floor"]),
        _ => Vec::new(),
    };
    let few = match &small_row {
        Some(row) => small(row, &floor_rows).map(Some),
        None => (!row.has("small")).then_some(None),
    };
    let (base, budget) = (formula::formula(row, "base"), formula::formula(row, "budget"));
    let within_budget = or(row, "within_budget", Budgeting::ALL, Budgeting::word, Budgeting::AsIs);
    let rounding = row.row("rounding", &["unit", "mode"]).and_then(|row| {
        let unit = row.word("unit", Unit::ALL, Unit::word);
        let mode = row.word("mode", RoundMode::ALL, RoundMode::word);
        Some(Rounding { unit: unit?, mode: mode? })
    });
    let appeal_days = row.number("appeal_days", 0..=APPEAL_MAX);
    let scheme = Scheme {
        id: id?,
        name: name?,
        sequence: sequence?,
        subject: subject?,
        why: why?,
        kinds,
        full: full?,
        parts: parts.into_iter().collect::<Option<_>>()?,
        vetoes: vetoes.into_iter().collect::<Option<_>>()?,
        vetoed_rank: vetoed_rank?,
        within: within?,
        tiers: tiers.into_iter().collect::<Option<_>>()?,
        ties: shared?,
        small: few?,
        base: base?,
        budget: budget?,
        within_budget: within_budget?,
        rounding: rounding?,
        appeal_days: u32::try_from(appeal_days?).unwrap_or_default(),
        retired: row.flag("retired"),
    };
    let at = |section| match section {
        Section::Part(place) => part_rows.get(place),
        Section::Veto(place) => veto_rows.get(place),
        Section::Tier(place) => tier_rows.get(place),
        Section::Floor(place) => floor_rows.get(place),
        Section::Small => small_row.as_ref(),
        Section::Whole | Section::Step(_) => Some(row),
    };
    // What is withdrawn need not fit what is withdrawn with it.
    if !scheme.retired {
        check(known, |known| scheme.flaws(known), |section| at(section).unwrap_or(row));
    }
    Some(scheme)
}

/// A word that may be left out.
fn or<T: Copy>(row: &Row<'_>, key: &str, all: &[T], name: fn(T) -> &'static str, instead: T) -> Option<T> {
    if row.has(key) { row.optional_word(key, all, name) } else { Some(instead) }
}

/// The kinds of organisation, of which there must be some, below the county.
pub(super) fn those(row: &Row<'_>) -> Vec<taizhang_ledger::OrgKind> {
    let kinds = kinds(row);
    if !row.has("kinds") {
        row.note("kinds", "nobody takes part", "add a line kinds = [\"village\"]");
    }
    if kinds.iter().any(|kind| kind.tier() == Tier::County) {
        row.note("kinds", "the county scores itself", "write kinds of branches or townships");
    }
    kinds
}

fn points(row: &Row<'_>, key: &str) -> Option<Points> {
    row.number(key, 1..=POINTS_MAX).map(|points| Points(points * 100))
}

fn part(row: &Row<'_>) -> Option<Part> {
    let (id, name, words) = (id(row), row.text("name"), row.text("words"));
    let kind = row.word("kind", PartKind::ALL, PartKind::word);
    let max = points(row, "max");
    let source = if row.has("indicator") {
        let (id, points) = (row.text("indicator"), formula::formula(row, "points"));
        let nothing = or(row, "nothing", Nothing::ALL, Nothing::word, Nothing::Zero);
        id.zip(points).zip(nothing).map(|((id, points), nothing)| PartSource::Indicator { id, points, nothing })
    } else {
        for key in ["points", "nothing"].into_iter().filter(|key| row.has(key)) {
            let instead = "add a line indicator = \"…\", or leave it out: checked score entries are added up";
            row.note(key, format!("`{key}` stands without an indicator"), instead);
        }
        Some(PartSource::Entries)
    };
    Some(Part { id: id?, name: name?, words: words?, kind: kind?, max: max?, source: source? })
}

fn veto(row: &Row<'_>) -> Option<Veto> {
    let (id, name, effect) = (id(row), row.text("name"), row.text("effect"));
    let tier = match effect.as_deref() {
        Some("at_most") => Some(row.text("tier")?),
        _ if row.has("tier") => {
            row.note("tier", "`tier` stands without effect = \"at_most\"", "remove it, or write effect = \"at_most\"");
            None
        }
        _ => None,
    };
    let effect = match (effect?.as_str(), tier) {
        ("no_pay", _) => Effect::NoPay,
        ("lowest_tier", _) => Effect::LowestTier,
        ("at_most", Some(tier)) => Effect::AtMost(tier),
        (other, _) => {
            let what = format!("`effect` is unknown: \"{other}\"");
            row.note("effect", what, one_of(other, &["no_pay", "lowest_tier", "at_most"]));
            return None;
        }
    };
    let told = match (row.has("indicator"), row.has("when")) {
        (false, false) => None,
        (false, true) => {
            row.note("when", "`when` stands without an indicator", "remove it, or write `indicator`");
            return None;
        }
        (true, _) => Some(Told { indicator: row.text("indicator")?, when: formula::formula(row, "when")? }),
    };
    Some(Veto { id: id?, name: name?, effect, told })
}

fn tier(row: &Row<'_>) -> Option<PayTier> {
    let (id, name, coefficient) = (id(row), row.text("name"), formula::formula(row, "coefficient"));
    let reach = match (row.has("share"), row.has("floor")) {
        (true, true) => {
            row.note("floor", "there is a share and a floor", "keep one of them");
            None
        }
        (true, false) => formula::formula(row, "share").map(Reach::Share),
        (false, true) => formula::formula(row, "floor").map(Reach::Floor),
        (false, false) => Some(Reach::Rest),
    };
    Some(PayTier { id: id?, name: name?, reach: reach?, coefficient: coefficient? })
}

fn small(row: &Row<'_>, floors: &[Row<'_>]) -> Option<Small> {
    let up_to = row.number("up_to", 1..=FEW_MAX);
    let rule = if row.has("all_in") {
        if row.has("floor") {
            row.note("floor", "there are floors besides `all_in`", "keep one of them");
        }
        row.text("all_in").map(SmallRule::AllIn)
    } else {
        let floor = |row: &Row<'_>| {
            let (tier, floor) = (row.text("tier"), formula::formula(row, "floor"));
            Some(SmallFloor { tier: tier?, floor: floor? })
        };
        floors.iter().map(floor).collect::<Vec<_>>().into_iter().collect::<Option<_>>().map(SmallRule::ByScore)
    };
    Some(Small { up_to: u32::try_from(up_to?).unwrap_or_default(), rule: rule? })
}

/// Notes what does not fit, where it stands.
pub(super) fn check<'r, 'a: 'r>(
    known: &Known<'_>,
    flaws: impl FnOnce(&points::Known<'_>) -> Vec<Placed>,
    at: impl Fn(Section) -> &'r Row<'a>,
) {
    let (Some(registers), Some(indicators), Some(parameters)) = (known.registers, known.indicators, known.parameters)
    else {
        return;
    };
    let parameters: Vec<String> = parameters.iter().map(|one| one.id.clone()).collect();
    let indicator = |id: &str| indicators.iter().find(|one| one.id == id && !one.retired);
    let register = |id: &str| registers.iter().find(|one| one.id == id);
    let names = points::Known { indicator: &indicator, register: &register, parameters: &parameters };
    for (section, key, flaw) in flaws(&names) {
        flaws::note(at(section), key, &flaw, indicators);
    }
}
