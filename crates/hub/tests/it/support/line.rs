//! A connection, frame by frame.

use std::time::Duration;

use automerge::AutoCommit;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use taizhang_sync::{
    ChangeHash, DocName, Place,
    wire::{self, DocGrant, DocPlace, HubFrame, TabletFrame},
};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

use super::Hub;

pub struct Line {
    socket: WebSocketStream<TcpStream>,
}

impl Line {
    pub async fn open(hub: &Hub, cookie: &str) -> Self {
        let mut request = format!("ws://{}/api/sync", hub.host()).into_client_request().unwrap();
        request.headers_mut().insert("origin", format!("http://{}", hub.host()).parse().unwrap());
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
        let stream = TcpStream::connect(hub.host()).await.unwrap();
        let (socket, _) = client_async(request, stream).await.unwrap();
        Self { socket }
    }

    pub async fn send(&mut self, frame: &TabletFrame) {
        self.send_message(Message::Binary(wire::encode(frame).unwrap().into())).await;
    }

    pub async fn send_message(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    /// The next frame; `None` when the hub has closed the connection.
    pub async fn next(&mut self) -> Option<HubFrame> {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(20), self.socket.next()).await;
            match message.expect("nothing comes")? {
                Ok(Message::Binary(bytes)) => return Some(wire::decode(&bytes).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    pub async fn expect(&mut self) -> HubFrame {
        self.next().await.expect("closed")
    }

    /// Says where it stands, and hears what it may read.
    pub async fn hello(&mut self, places: &[(&DocName, Place)]) -> Vec<DocGrant> {
        let places = places.iter().map(|(doc, place)| DocPlace { doc: (*doc).clone(), place: *place });
        let places: Vec<_> = places.collect();
        self.send(&TabletFrame::Hello { version: wire::VERSION, places: places.clone() }).await;
        match self.expect().await {
            HubFrame::Welcome { docs, .. } => docs,
            HubFrame::WelcomeBack { named, docs, .. } => wire::grants(places, &named, docs).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// Subscribes to one document from the start, whatever it holds.
    pub async fn subscribe(&mut self, doc: &DocName) -> Place {
        let grants = self.hello(&[(doc, Place::ZERO)]).await;
        grants.into_iter().find(|grant| grant.doc == *doc).unwrap().place
    }

    pub async fn push(&mut self, doc: &DocName, changes: &[automerge::Change], heads: &[ChangeHash]) {
        let changes = changes.iter().map(|change| change.raw_bytes().to_vec().into()).collect();
        self.send(&TabletFrame::Push { doc: doc.clone(), heads: heads.to_vec(), changes }).await;
    }

    /// Takes in data until the place `seq`.
    pub async fn pull(&mut self, into: &mut AutoCommit, seq: u64) {
        let mut whole = Vec::new();
        loop {
            match self.expect().await {
                HubFrame::Data { place, bytes, more, .. } => {
                    whole.extend(bytes);
                    if !more {
                        into.load_incremental(&whole).unwrap();
                        whole.clear();
                        if place.seq >= seq {
                            return;
                        }
                    }
                }
                HubFrame::Receipt { .. } | HubFrame::Pong { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
