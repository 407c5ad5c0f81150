//! The hub's medians beside those of its peers.

use std::fmt::Write as _;

use serde_json::Value;

use super::{
    Report,
    row::{Row, number},
};
use crate::{
    failure::Failure,
    peers::{Figures, Peer},
};

/// What is compared: title, metric, figure, what to divide it by, unit.
const LINES: [(&str, &str, &str, f64, &str); 17] = [
    ("M1 wall", "m1", "wall_ms", 1000.0, "s"),
    ("M1 server CPU", "m1", "cpu_s", 1.0, "s"),
    ("M1 peak memory", "m1", "peak_mib", 1.0, "MiB"),
    ("M2 wall", "m2", "wall_ms", 1000.0, "s"),
    ("M2 converged", "m2", "converged_ms", 1000.0, "s"),
    ("M2 server CPU", "m2", "cpu_s", 1.0, "s"),
    ("M2 edits hidden", "m2", "hidden", 1.0, ""),
    ("M2 edits lost by SIGKILL", "m2", "lost_after_kill", 1.0, ""),
    ("M3 p50", "m3", "p50_ms", 1.0, "ms"),
    ("M3 p99", "m3", "p99_ms", 1.0, "ms"),
    ("M3 server CPU", "m3", "cpu_s", 1.0, "s"),
    ("M4 memory", "m4", "rss_mib", 1.0, "MiB"),
    ("M4 server CPU", "m4", "cpu_s", 1.0, "s"),
    ("M5 bytes after the upgrade", "m5", "bytes", 1.0, "B"),
    ("M5 round trips after the upgrade", "m5", "round_trips", 1.0, ""),
    ("M6 disk a village", "m6", "bytes_per_village", 1.0, "B"),
    ("M6 disk a village after a week", "m2", "disk_bytes_per_village", 1.0, "B"),
];

/// A table of medians, each peer's with how many times the hub's it is.
///
/// # Errors
/// Never, as far as figures are numbers.
pub fn comparison(report: &Report, peers: &[(Peer, Figures)]) -> Result<String, Failure> {
    let runs = report.runs.iter().map(serde_json::to_value).collect::<Result<Vec<Value>, _>>()?;
    let ours = Figures { runs };
    let names: Vec<_> = peers.iter().map(|(peer, _)| peer.name()).collect();
    let mut out = format!("| median | hub | {} |\n|---|--:|{}\n", names.join(" | "), "--:|".repeat(names.len()));
    for (title, metric, name, by, unit) in LINES {
        let median = |figures: &Figures| {
            let values = figures.of(metric, name).into_iter().map(|value| value / by).collect();
            let row = Row::new("", unit, None, values);
            (!row.is_empty()).then(|| row.median())
        };
        let Some(hub) = median(&ours) else { continue };
        let theirs = peers.iter().map(|(_, figures)| match median(figures) {
            Some(value) if hub > 0.0 && !unit.is_empty() => {
                format!("{} {unit} ({}×)", number(value), number(value / hub))
            }
            Some(value) => format!("{} {unit}", number(value)),
            None => "–".into(),
        });
        let theirs = theirs.collect::<Vec<_>>().join(" | ");
        writeln!(out, "| {title} | {} {unit} | {theirs} |", number(hub))?;
    }
    Ok(out)
}
