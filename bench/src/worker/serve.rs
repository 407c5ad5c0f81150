//! The worker's side: orders come in, clients carry them out.

use std::time::Duration;

use futures_util::future::try_join_all;
use taizhang_hub::key::DeviceKey;
use taizhang_sync::DocName;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, stdin, stdout},
    time::{Instant, sleep_until},
};

use super::order::{Aim, Answer, Edits, Order};
use crate::{
    client::{Client, Dialer},
    clock::{self, Nanos},
    failure::Failure,
    workload::Edit,
};

/// How often to look whether everything was seen.
const LOOK: Duration = Duration::from_millis(50);

/// Obeys orders from standard input until it ends.
///
/// # Errors
/// What the system says of input and output.
pub async fn serve() -> Result<(), Failure> {
    let mut orders = BufReader::new(stdin()).lines();
    let mut clients = Vec::new();
    while let Some(line) = orders.next_line().await? {
        let answer = match obey(&mut clients, serde_json::from_str(&line)?).await {
            Ok(answer) => answer,
            Err(why) => Answer::Failed(why.to_string()),
        };
        let mut line = serde_json::to_vec(&answer)?;
        line.push(b'\n');
        let mut out = stdout();
        out.write_all(&line).await?;
        out.flush().await?;
    }
    Ok(())
}

async fn obey(clients: &mut Vec<Client>, order: Order) -> Result<Answer, Failure> {
    match order {
        Order::Enlist { address, hub, hub_key, seats } => {
            let dialer = Dialer::new(address)?;
            let key = DeviceKey::from_spki(&hub_key)?;
            let start = |seat| Client::start(seat, dialer.clone(), hub, key.clone());
            *clients = seats.into_iter().map(start).collect();
            Ok(Answer::Done)
        }
        Order::Pursue { at, aims, patience_ms } => {
            clock::until(at).await;
            let patience = Duration::from_millis(patience_ms);
            let pursue = |(client, aim): (_, Aim)| Client::pursue(client, aim.goals, aim.receipts, patience);
            Ok(Answer::Reached(try_join_all(clients.iter().zip(aims).map(pursue)).await?))
        }
        Order::Leave => {
            try_join_all(clients.iter().map(Client::leave)).await?;
            Ok(Answer::Done)
        }
        Order::Write(all) => {
            try_join_all(clients.iter().zip(all).map(|(client, edits)| write(client, edits))).await?;
            Ok(Answer::Done)
        }
        Order::Watch(doc, places) => {
            clients.iter().try_for_each(|client| client.watch(doc.clone(), places.clone()))?;
            Ok(Answer::Done)
        }
        Order::Seen(doc, patience_ms) => seen(clients, &doc, Duration::from_millis(patience_ms)).await,
        Order::Perform { doc, edits, at, every_ms } => {
            let [client] = clients.as_slice() else { return Err("one client performs".into()) };
            perform(client, &doc, edits, at, every_ms).await
        }
        Order::Compare(all) => Ok(Answer::Differ(
            try_join_all(clients.iter().zip(all).map(|(client, edits)| compare(client, edits))).await?,
        )),
        Order::Traffic => Ok(Answer::Traffic(try_join_all(clients.iter().map(Client::traffic)).await?)),
    }
}

async fn write(client: &Client, all: Edits) -> Result<(), Failure> {
    for (doc, edits) in all {
        client.write(doc, edits).await?;
    }
    Ok(())
}

async fn compare(client: &Client, all: Edits) -> Result<usize, Failure> {
    let mut differ = 0;
    for (doc, places) in all {
        differ += client.compare(doc, places).await?;
    }
    Ok(differ)
}

async fn perform(
    client: &Client,
    doc: &DocName,
    edits: Vec<Edit>,
    at: Nanos,
    every_ms: u64,
) -> Result<Answer, Failure> {
    let mut wrote = Vec::with_capacity(edits.len());
    for (edit, number) in edits.into_iter().zip(0_u64..) {
        clock::until(at + number * every_ms * 1_000_000).await;
        wrote.push(client.write(doc.clone(), vec![edit]).await?);
    }
    Ok(Answer::Wrote(wrote))
}

/// Answers when every client has seen as much as the one that watches for most, or patience is at its end.
async fn seen(clients: &[Client], doc: &DocName, patience: Duration) -> Result<Answer, Failure> {
    let deadline = Instant::now() + patience;
    let mut last = 0;
    let mut quiet = Instant::now();
    loop {
        let seen = try_join_all(clients.iter().map(|client| client.seen(doc.clone()))).await?;
        let count = seen.iter().map(Vec::len).sum();
        if count != last {
            (last, quiet) = (count, Instant::now());
        }
        if Instant::now() >= deadline || quiet.elapsed() > Duration::from_secs(1) {
            return Ok(Answer::Seen(seen));
        }
        sleep_until(deadline.min(Instant::now() + LOOK)).await;
    }
}
