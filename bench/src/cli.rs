//! The `bench` command.

use std::{io::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{
    detect, documents,
    failure::Failure,
    hub::Binary,
    indicators,
    metrics::{Bench, Run},
    peers::Peer,
    points,
    report::{self, Report},
    sheets, village, worker,
    workload::Scale,
};

/// Measures the hub with a county of tablets that speak its protocol over real sockets.
#[derive(Debug, Parser)]
#[command(name = "bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the benchmarks and prints a table with the aims
    All(All),
    /// The same, then other sync servers with the same workload, and both side by side; needs Node and npm
    Peers(Peers),
    /// Times the detectors over a county of 1,000 branches with 60 items each
    Detect(Timed),
    /// Times all indicators over a county of 1,000 branches, and a hub that tells them
    Indicators(Timed),
    /// Times points and pay of 3,000 cadres after a parameter has changed
    Points(Timed),
    /// Times writing a table of 60,000 rows and reading one of 5,000
    Sheets(Timed),
    /// Writes the documents that bench/wasm/measure.mjs times in a browser, and times the same natively
    Documents(Documents),
    /// Gives a village of a hub's data folder 300 tasks with 5,000 edits behind them, for bench/browser/measure.mjs
    Village(Village),
    /// Clients of a benchmark, told what to do over standard input
    #[command(hide = true)]
    Worker,
}

#[derive(Debug, Args)]
struct All {
    /// How often to run each metric
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
    runs: u32,
    /// A few clients and one run, in seconds: to see that it works
    #[arg(long)]
    small: bool,
    /// Only these metrics
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Metric>,
    /// Over TLS, with a certificate made for the occasion
    #[arg(long)]
    tls: bool,
    /// The hub's binary; the one beside this program unless told
    #[arg(long, value_name = "FILE")]
    hub: Option<PathBuf>,
    /// A new folder for the seeded data folders, which are kept; a temporary one unless told
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Where to write the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Peers {
    #[command(flatten)]
    all: All,
    /// Which peers; all unless told
    #[arg(long, value_enum, value_delimiter = ',')]
    peers: Vec<Peer>,
}

#[derive(Debug, Args)]
struct Timed {
    /// How often to run each
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=99))]
    runs: u32,
    /// Little of it, in seconds: to see that it works
    #[arg(long)]
    small: bool,
}

#[derive(Debug, Args)]
struct Documents {
    #[command(flatten)]
    timed: Timed,
    /// Where to write them
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Village {
    /// The data folder; no hub may be serving it
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The village
    #[arg(long, value_name = "ORG")]
    org: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Metric {
    /// First sync
    M1,
    /// A week offline (runs M1 first)
    M2,
    /// Live fan-out
    M3,
    /// Idle connections
    M4,
    /// Reconnect without news
    M5,
    /// Storage
    M6,
}

/// Runs the command that was typed.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // A worker has one thread, so that as many processors are busy with clients as there are workers.
    let mut runtime = match cli.command {
        Command::Worker => tokio::runtime::Builder::new_current_thread(),
        Command::All(_)
        | Command::Peers(_)
        | Command::Detect(_)
        | Command::Indicators(_)
        | Command::Documents(_)
        | Command::Points(_)
        | Command::Sheets(_)
        | Command::Village(_) => tokio::runtime::Builder::new_multi_thread(),
    };
    let ran = runtime.enable_all().build().map_err(Failure::from).and_then(|runtime| {
        runtime.block_on(async {
            match cli.command {
                Command::Worker => worker::serve().await,
                Command::All(all) => run(&all).await.map(drop),
                Command::Peers(peers) => beside(&peers).await,
                Command::Detect(Timed { runs, small }) => {
                    note("drawing a county …");
                    Ok(writeln!(std::io::stdout(), "{}", detect::run(small, runs)?)?)
                }
                Command::Indicators(Timed { runs, small }) => {
                    note("drawing a county …");
                    Ok(writeln!(std::io::stdout(), "{}", indicators::run(small, runs).await?)?)
                }
                Command::Documents(Documents { timed: Timed { runs, small }, out }) => {
                    note("writing documents …");
                    documents::write(&out, small, runs)
                }
                Command::Points(Timed { runs, small }) => {
                    note("drawing cadres …");
                    Ok(writeln!(std::io::stdout(), "{}", points::run(small, runs)?)?)
                }
                Command::Village(Village { data, org }) => village::fill(&data, &org).await,
                Command::Sheets(Timed { runs, small }) => {
                    note("filling tables …");
                    Ok(writeln!(std::io::stdout(), "{}", sheets::run(small, runs)?)?)
                }
            }
        })
    });
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            note(&format!("bench: {why}"));
            ExitCode::FAILURE
        }
    }
}

/// Measures the hub and prints its table.
async fn run(all: &All) -> Result<Report, Failure> {
    let scale = if all.small { Scale::SMALL } else { Scale::FULL };
    let runs = if all.small { 1 } else { all.runs };
    let wants = |metric| all.only.is_empty() || all.only.contains(&metric);
    let binary = Binary::find(all.hub.clone(), all.tls).await?;
    let temporary = tempfile::tempdir()?;
    let folder = all.keep.as_deref().unwrap_or(temporary.path());
    note("seeding …");
    let bench = Bench::prepare(folder, scale, binary, wants(Metric::M4)).await?;
    let mut done = Vec::new();
    for number in 1..=runs {
        note(&format!("run {number} of {runs} …"));
        let mut run = Run::default();
        if wants(Metric::M1) || wants(Metric::M2) {
            let (first, after) = bench.first_sync().await?;
            run.m1 = Some(first);
            if wants(Metric::M2) {
                run.m2 = Some(bench.week_offline(after).await?);
            }
        }
        if wants(Metric::M3) {
            run.m3 = Some(bench.live_fan_out().await?);
        }
        if wants(Metric::M4) {
            run.m4 = Some(bench.idle().await?);
        }
        if wants(Metric::M5) {
            run.m5 = Some(bench.reconnect().await?);
        }
        if wants(Metric::M6) {
            run.m6 = Some(bench.storage()?);
        }
        done.push(run);
    }
    let report = Report { scale, tls: all.tls, runs: done };
    if let Some(path) = &all.json {
        std::fs::write(path, serde_json::to_vec_pretty(&report)?)?;
    }
    writeln!(std::io::stdout(), "{}", report::table(&report, !all.small))?;
    Ok(report)
}

/// Measures the hub and its peers, and prints both side by side.
async fn beside(peers: &Peers) -> Result<(), Failure> {
    let Peers { all, peers } = peers;
    let report = run(all).await?;
    let peers = if peers.is_empty() { Peer::value_variants() } else { peers };
    let only: Vec<_> = all.only.iter().filter_map(|one| Some(one.to_possible_value()?.get_name().to_owned())).collect();
    let mut measured = Vec::new();
    for peer in peers {
        measured.push((*peer, peer.measure(all.runs, all.small, &only).await?));
    }
    writeln!(std::io::stdout(), "{}", report::comparison(&report, &measured)?)?;
    Ok(())
}

fn note(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}
