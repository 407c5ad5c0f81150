//! The table of all metrics, as Markdown that reads well as it is.

use std::fmt::Write as _;

use super::{
    Report,
    row::{Row, number},
};
use crate::metrics::Run;

/// A metric's title and its figures.
type Section = (&'static str, Vec<Row>);

/// All metrics with their aims; the aims are those of the full scale, and left out unless `with_aims`.
pub fn table(report: &Report, with_aims: bool) -> String {
    let mut out = String::from("| metric | figure | median | min – max | aim | |\n|---|---|--:|--:|--:|---|\n");
    for (title, rows) in sections(&report.runs) {
        for (index, row) in rows.iter().filter(|row| !row.is_empty()).enumerate() {
            let title = if index == 0 { title } else { "" };
            let aim = row.aim.filter(|_| with_aims);
            let met = aim.and(row.is_met()).map_or("", |met| if met { "met" } else { "MISSED" });
            let aim = aim.map_or_else(String::new, |aim| format!("≤ {}", number(aim)));
            let _ = writeln!(
                out,
                "| {title} | {} | {} {} | {} – {} | {aim} | {met} |",
                row.what,
                number(row.median()),
                row.unit,
                number(row.least()),
                number(row.most()),
            );
        }
    }
    out
}

#[allow(clippy::cast_precision_loss, reason = "counts of a benchmark")]
pub(super) fn sections(runs: &[Run]) -> Vec<Section> {
    let m1 = |value: fn(&crate::metrics::FirstSync) -> f64| {
        runs.iter().filter_map(|run| run.m1.as_ref()).map(value).collect()
    };
    let m2 = |value: fn(&crate::metrics::WeekOffline) -> f64| {
        runs.iter().filter_map(|run| run.m2.as_ref()).map(value).collect()
    };
    let m3 = |value: fn(&crate::metrics::LiveFanOut) -> f64| {
        runs.iter().filter_map(|run| run.m3.as_ref()).map(value).collect()
    };
    let m4 =
        |value: fn(&crate::metrics::Idle) -> f64| runs.iter().filter_map(|run| run.m4.as_ref()).map(value).collect();
    let m5 = |value: fn(&crate::metrics::Reconnect) -> f64| {
        runs.iter().filter_map(|run| run.m5.as_ref()).map(value).collect()
    };
    let m6 =
        |value: fn(&crate::metrics::Storage) -> f64| runs.iter().filter_map(|run| run.m6.as_ref()).map(value).collect();
    vec![
        (
            "M1 first sync",
            vec![
                Row::new("wall", "s", Some(2.0), m1(|m| m.wall_ms / 1000.0)),
                Row::new("median tablet", "s", None, m1(|m| m.median_ms / 1000.0)),
                Row::new("hub CPU", "s", Some(1.0), m1(|m| m.cpu_s)),
                Row::new("tablets' CPU, together", "s", None, m1(|m| m.tablets_cpu_s)),
                Row::new("hub peak memory", "MiB", Some(100.0), m1(|m| m.peak_mib)),
                Row::new("hub start", "ms", None, m1(|m| m.start_ms)),
            ],
        ),
        (
            "M2 a week offline",
            vec![
                Row::new("wall", "s", Some(4.0), m2(|m| m.wall_ms / 1000.0)),
                Row::new("converged", "s", None, m2(|m| m.converged_ms / 1000.0)),
                Row::new("durable (receipt verified)", "s", None, m2(|m| m.durable_ms / 1000.0)),
                Row::new("hub CPU", "s", Some(2.0), m2(|m| m.cpu_s)),
                Row::new("tablets' CPU, together", "s", None, m2(|m| m.tablets_cpu_s)),
                Row::new("edits", "", None, m2(|m| m.edits as f64)),
                Row::new("edits lost or hidden", "", Some(0.0), m2(|m| m.hidden as f64)),
                Row::new("… after SIGKILL, on fresh tablets", "", Some(0.0), m2(|m| m.lost_after_kill as f64)),
                Row::new("disk a village, uncompacted", "B", None, m2(|m| m.disk_bytes_per_village)),
            ],
        ),
        (
            "M3 live fan-out",
            vec![
                Row::new("p50", "ms", None, m3(|m| m.p50_ms)),
                Row::new("p99", "ms", Some(10.0), m3(|m| m.p99_ms)),
                Row::new("longest", "ms", None, m3(|m| m.max_ms)),
                Row::new("hub CPU", "s", None, m3(|m| m.cpu_s)),
                Row::new("unseen", "", Some(0.0), m3(|m| m.unseen as f64)),
            ],
        ),
        (
            "M4 idle connections",
            vec![
                Row::new("hub memory", "MiB", Some(60.0), m4(|m| m.rss_mib)),
                Row::new("… before any", "MiB", None, m4(|m| m.before_mib)),
                Row::new("hub CPU", "s", None, m4(|m| m.cpu_s)),
                Row::new("bytes on all lines", "B", None, m4(|m| m.bytes as f64)),
            ],
        ),
        (
            "M5 reconnect, no news",
            vec![
                Row::new("bytes after the upgrade", "B", Some(256.0), m5(|m| m.bytes as f64)),
                Row::new("… from the tablet", "B", None, m5(|m| m.sent as f64)),
                Row::new("round trips after the upgrade", "", Some(1.0), m5(|m| m.round_trips as f64)),
                Row::new("bytes of the upgrade", "B", None, m5(|m| m.upgrade_bytes as f64)),
            ],
        ),
        (
            "M6 storage",
            vec![
                Row::new("disk a village", "B", None, m6(|m| m.bytes_per_village)),
                Row::new("Automerge save", "B", None, m6(|m| m.save_bytes)),
                Row::new("disk / save", "", Some(1.3), m6(|m| m.ratio)),
            ],
        ),
    ]
}
