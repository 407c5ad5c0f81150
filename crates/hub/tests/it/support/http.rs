//! As much of an HTTP client as the tests need: every header is theirs.

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::Hub;

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{:?}", String::from_utf8_lossy(&self.body)))
    }

    /// The code of a refusal; every one has a sentence in Chinese too.
    pub fn code(&self) -> (u16, String) {
        let json = self.json();
        let message = json["message"].as_str().unwrap();
        assert!(message.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{message}");
        (self.status, json["code"].as_str().unwrap().to_owned())
    }
}

/// Sends one request with exactly these headers (and a host and length), and reads the answer.
pub async fn request(hub: &Hub, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    request_at(&hub.host(), method, path, headers, body).await
}

/// What the hub counts about itself: the value of one line of `/metrics`.
pub async fn metric(hub: &Hub, name: &str) -> Option<f64> {
    let text = request_at(hub.metrics.as_deref().unwrap(), "GET", "/metrics", &[], "").await;
    let text = String::from_utf8(text.body).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    Some(line.parse().unwrap())
}

async fn request_at(host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("content-length: {}\r\n\r\n{body}", body.len());
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    let end = all.windows(4).position(|window| window == b"\r\n\r\n").expect("no answer");
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_lowercase(), value.to_owned())
    });
    Answer { status, headers: headers.collect(), body: all[end + 4..].to_vec() }
}
