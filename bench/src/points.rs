//! Points and pay of a county's cadres after a parameter has changed, natively.

use std::{hint::black_box, path::PathBuf};

use chrono::NaiveDate;
use taizhang_hub::taskbook::Taskbook;
use taizhang_ledger::{
    Indicator, OrgId,
    expr::{Exact, Fault},
    indicator::{Basis, Figure},
    points::{Part, PartPoints, PartSource, Participant, Points, Scheme, Scored, Simulation, compare, simulate},
};

use crate::{failure::Failure, timing::median, workload::Rng};

/// As many as a county has in one sequence, and to see that it works.
const FULL: u32 = 3_000;
const SMALL: u32 = 30;
/// Cadres of one township.
const TOGETHER: u32 = 120;
const YEAR: i32 = 2026;

/// Someone with what was verified of them.
struct Cadre {
    id: String,
    org: OrgId,
    township: OrgId,
    /// By part: the figure of its indicator, or the sum of its entries.
    results: Vec<Verified>,
    vetoes: Vec<String>,
}

enum Verified {
    Figure(Figure),
    Entries(Points),
}

/// Draws cadres, pays them, changes a parameter, pays them again and compares; gives the table of what that took.
///
/// # Errors
/// What the taskbook or the scheme refuses.
pub fn run(small: bool, runs: u32) -> Result<String, Failure> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../taskbook");
    let taskbook = Taskbook::load(&folder)?;
    let scheme = taskbook.schemes.iter().find(|one| one.id == "village_secretary").ok_or("no such scheme")?;
    let cadres = draw(scheme, if small { SMALL } else { FULL })?;
    let parameter = |share: i64| {
        let taskbook = &taskbook;
        move |name: &str| match name {
            "pay_top_share" => Some(share),
            "pay_base_village_secretary" => Some(36_000),
            "pay_budget_village_secretary" => Some(108_000_000),
            other => taskbook.parameter(other),
        }
    };
    let before = pay(&taskbook, scheme, &cadres, &parameter(30))?;
    let mut after = Err(Failure::from("nothing was run"));
    let whole = median(runs, || after = pay(&taskbook, scheme, &cadres, &parameter(25)));
    let after = after?;
    let people = score(&taskbook, scheme, &cadres, &parameter(25))?;
    let paid = median(runs, || {
        let _ = black_box(simulate(scheme, &people, &parameter(25)));
    });
    let compared = median(runs, || {
        black_box(compare(&before, &after).changes.iter().filter(|one| one.differs()).count());
    });
    let looked = median(runs, || {
        black_box((after.by_township().len(), after.flat_scores(&parameter(25)).len()));
    });
    let differ = compare(&before, &after).changes.iter().filter(|one| one.differs()).count();
    Ok(format!(
        "| what | median ms |\n|---|--:|\n\
         | points, ranks and pay of {} cadres after a parameter has changed | {whole:.1} |\n\
         | … of which ranks and pay | {paid:.1} |\n\
         | comparing all of them with before | {compared:.1} |\n\
         | by township, and whether scores are flat | {looked:.1} |\n\n\
         paid otherwise: {differ}",
        cadres.len(),
    ))
}

/// Points from what was verified, then ranks, tiers and amounts.
fn pay(
    taskbook: &Taskbook,
    scheme: &Scheme,
    cadres: &[Cadre],
    parameter: &dyn Fn(&str) -> Option<i64>,
) -> Result<Simulation, Failure> {
    Ok(simulate(scheme, &score(taskbook, scheme, cadres, parameter)?, parameter)?)
}

fn score(
    taskbook: &Taskbook,
    scheme: &Scheme,
    cadres: &[Cadre],
    parameter: &dyn Fn(&str) -> Option<i64>,
) -> Result<Vec<Participant>, Failure> {
    let basis = Basis { today: NaiveDate::from_ymd_opt(YEAR, 12, 20).ok_or("no such day")?, parameter };
    let sources: Vec<(&Part, Option<&Indicator>)> =
        scheme.parts.iter().map(|part| (part, indicator(taskbook, part))).collect();
    let of = |cadre: &Cadre| {
        let points = |((part, indicator), result): (&(&Part, Option<&Indicator>), &Verified)| {
            let points = match (result, indicator) {
                (Verified::Figure(figure), Some(indicator)) => part.of_figure(indicator, figure, basis),
                (Verified::Entries(points), _) => Ok(*points),
                (Verified::Figure(_), None) => Err(Fault::Absent),
            };
            let points = points.map_err(|fault| format!("{}: {fault:?}", part.id))?;
            Ok(PartPoints { part: part.id.clone(), points })
        };
        let parts = sources.iter().zip(&cadre.results).map(points).collect::<Result<_, Failure>>()?;
        Ok(Participant {
            id: cadre.id.clone(),
            org: cadre.org.clone(),
            township: Some(cadre.township.clone()),
            scored: Scored::Parts(parts),
            vetoes: cadre.vetoes.clone(),
            heads: 1,
            months: 12,
            size: None,
        })
    };
    cadres.iter().map(of).collect()
}

fn indicator<'t>(taskbook: &'t Taskbook, part: &Part) -> Option<&'t Indicator> {
    let PartSource::Indicator { id, .. } = &part.source else { return None };
    taskbook.indicators.iter().find(|one| one.id == *id)
}

fn draw(scheme: &Scheme, count: u32) -> Result<Vec<Cadre>, Failure> {
    let mut rng = Rng::new(11);
    let one = |number: u32| -> Result<Cadre, Failure> {
        let township = format!("t{:02}", number / TOGETHER + 1);
        let results = scheme.parts.iter().map(|part| verified(part, &mut rng)).collect();
        let vetoes = match rng.below(100) {
            0 => scheme.vetoes.first().map(|veto| veto.id.clone()).into_iter().collect(),
            _ => Vec::new(),
        };
        let id = format!("c{number:05}");
        Ok(Cadre { org: format!("{township}-{id}").parse()?, township: township.parse()?, id, results, vetoes })
    };
    (0..count).map(one).collect()
}

/// Thirty things of which most were done, or entries that come to most of what a part may be.
fn verified(part: &Part, rng: &mut Rng) -> Verified {
    match &part.source {
        PartSource::Entries => {
            let most = u32::try_from(part.max.0).unwrap_or_default();
            Verified::Entries(Points((most / 2 + rng.below(most / 2 + 1)).into()))
        }
        PartSource::Indicator { .. } => {
            let (all, done) = (30, 20 + i128::from(rng.below(11)));
            let sums = vec![Exact::from_integer(all), Exact::from_integer(done)];
            Verified::Figure(Figure { sums, value: Ok(Exact::new(done, all)), target: Err(Fault::Absent), of: 1 })
        }
    }
}
