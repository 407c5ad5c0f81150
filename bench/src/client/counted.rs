//! A TCP stream that counts what goes over it.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll},
};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// What went over the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Bytes from the client.
    pub sent: u64,
    /// Bytes to it.
    pub received: u64,
    /// How often the direction turned from sending to receiving: round trips.
    pub turns: u64,
}

impl Traffic {
    /// Both ways.
    pub fn bytes(self) -> u64 {
        self.sent + self.received
    }

    /// What came since an earlier look.
    pub fn since(self, earlier: Self) -> Self {
        Self {
            sent: self.sent - earlier.sent,
            received: self.received - earlier.received,
            turns: self.turns - earlier.turns,
        }
    }
}

/// Counts that outlive their stream.
#[derive(Debug, Clone, Default)]
pub struct Counts(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    sent: AtomicU64,
    received: AtomicU64,
    turns: AtomicU64,
    sending: AtomicBool,
}

impl Counts {
    /// What went over the wire so far.
    pub fn traffic(&self) -> Traffic {
        Traffic {
            sent: self.0.sent.load(Relaxed),
            received: self.0.received.load(Relaxed),
            turns: self.0.turns.load(Relaxed),
        }
    }

    fn send(&self, bytes: usize) {
        self.0.sent.fetch_add(bytes as u64, Relaxed);
        self.0.sending.store(true, Relaxed);
    }

    fn receive(&self, bytes: usize) {
        self.0.received.fetch_add(bytes as u64, Relaxed);
        if bytes > 0 && self.0.sending.swap(false, Relaxed) {
            self.0.turns.fetch_add(1, Relaxed);
        }
    }
}

/// A TCP stream that counts what goes over it: TLS records, the HTTP upgrade and WebSocket frames alike.
#[derive(Debug)]
pub struct Counted {
    stream: TcpStream,
    counts: Counts,
}

impl Counted {
    /// Counts a stream's traffic.
    pub fn new(stream: TcpStream, counts: Counts) -> Self {
        Self { stream, counts }
    }
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if polled.is_ready() {
            self.counts.receive(buffer.filled().len() - before);
        }
        polled
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if let Poll::Ready(Ok(written)) = polled {
            self.counts.send(written);
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
