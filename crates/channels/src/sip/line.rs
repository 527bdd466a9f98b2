//! The signalling socket to the trunk, shared by all calls; each call gets what bears its `Call-ID`.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::wire::{LARGEST, Packet, answer, read};

/// Messages that wait for one call; more are dropped, and SIP sends them again.
const WAITING: usize = 32;

type Calls = Arc<Mutex<HashMap<String, mpsc::Sender<Packet>>>>;

/// The socket, and the task that reads it; both end with this value.
pub(super) struct Line {
    socket: Arc<UdpSocket>,
    calls: Calls,
    reader: JoinHandle<()>,
    /// Our end of it.
    pub(super) local: SocketAddr,
}

impl Line {
    /// Binds to `local` and lets in nothing but what comes from `trunk`: the kernel drops the rest, so that a stranger can
    /// neither end a call nor answer one.
    pub(super) async fn open(trunk: SocketAddr, local: SocketAddr) -> std::io::Result<Self> {
        let socket = UdpSocket::bind(local).await?;
        socket.connect(trunk).await?;
        let (local, socket, calls) = (socket.local_addr()?, Arc::new(socket), Calls::default());
        let reader = tokio::spawn(listen(Arc::clone(&socket), Arc::clone(&calls)));
        Ok(Self { socket, calls, reader, local })
    }

    /// Receives what bears the `Call-ID`, until the receiver is dropped.
    pub(super) fn subscribe(&self, call_id: &str) -> mpsc::Receiver<Packet> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.retain(|_, call| !call.is_closed());
        calls.insert(call_id.to_owned(), sender);
        receiver
    }

    /// Sends one message. A network that refuses it is found out by the silence that follows.
    pub(super) async fn send(&self, message: &[u8]) {
        if let Err(error) = self.socket.send(message).await {
            tracing::debug!(%error, "a SIP message could not be sent");
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

async fn listen(socket: Arc<UdpSocket>, calls: Calls) {
    let mut datagram = vec![0; LARGEST];
    loop {
        let Ok(length) = socket.recv(&mut datagram).await else {
            // "Port unreachable" comes back as an error here; the pause keeps a broken socket from spinning.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Some(packet) = read(&datagram[..length]) else { continue };
        let call = packet
            .call_id()
            .and_then(|id| calls.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned());
        let stray = match call {
            Some(call) => match call.try_send(packet) {
                Err(mpsc::error::TrySendError::Closed(packet)) => packet,
                _ => continue,
            },
            None => packet,
        };
        if let Some(said) = to_a_stranger(&stray) {
            let _ = socket.send(&said).await;
        }
    }
}

/// What a request outside our calls gets: a trunk that looks whether we are there hears yes, everything else no. We
/// take no calls.
fn to_a_stranger(packet: &Packet) -> Option<Vec<u8>> {
    let (status, reason) = match packet.method()? {
        "ACK" => return None,
        "OPTIONS" => (200, "OK"),
        "INVITE" => (480, "Temporarily Unavailable"),
        _ => (481, "Call/Transaction Does Not Exist"),
    };
    Some(answer(packet, status, reason, "none").end(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pair() -> (Line, UdpSocket) {
        let trunk = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        let here = "127.0.0.1:0".parse().expect("an address");
        let line = Line::open(trunk.local_addr().expect("bound"), here).await.expect("a line");
        trunk.connect(line.local).await.expect("connected");
        (line, trunk)
    }

    fn request(method: &str, call: &str) -> Vec<u8> {
        format!(
            "{method} sip:a@x SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\nFrom: <sip:b@x>;tag=b\r\n\
             To: <sip:a@x>\r\nCall-ID: {call}\r\nCSeq: 1 {method}\r\n\r\n"
        )
        .into_bytes()
    }

    async fn heard(trunk: &UdpSocket) -> Packet {
        let mut buf = vec![0; LARGEST];
        let length = trunk.recv(&mut buf).await.expect("something");
        read(&buf[..length]).expect("a message")
    }

    #[tokio::test]
    async fn each_call_gets_its_own_and_strangers_get_an_answer() {
        let (line, trunk) = pair().await;
        let (mut one, mut two) = (line.subscribe("one"), line.subscribe("two"));
        for packet in [request("BYE", "two"), request("BYE", "one"), request("OPTIONS", "?")] {
            trunk.send(&packet).await.expect("sent");
        }
        assert_eq!(one.recv().await.expect("it").call_id(), Some("one"));
        assert_eq!(two.recv().await.expect("it").call_id(), Some("two"));
        assert_eq!(heard(&trunk).await.status(), Some(200));
        trunk.send(&request("INVITE", "?")).await.expect("sent");
        assert_eq!(heard(&trunk).await.status(), Some(480));
        drop(one);
        trunk.send(&request("BYE", "one")).await.expect("sent");
        assert_eq!(heard(&trunk).await.status(), Some(481));
    }

    #[tokio::test]
    async fn a_stranger_is_not_heard_and_a_flood_is_bounded() {
        let (line, trunk) = pair().await;
        let mut one = line.subscribe("one");
        let stranger = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        stranger.send_to(&request("BYE", "one"), line.local).await.expect("sent");
        for _ in 0..4 * WAITING {
            trunk.send(&request("INFO", "one")).await.expect("sent");
        }
        // What is asked last is answered last: all before it has been read.
        trunk.send(&request("OPTIONS", "?")).await.expect("sent");
        assert_eq!(heard(&trunk).await.status(), Some(200));
        let mut methods = Vec::new();
        while let Ok(packet) = one.try_recv() {
            methods.push(packet.method().expect("a request").to_owned());
        }
        assert!(
            methods.len() <= WAITING && methods.iter().all(|method| method == "INFO"),
            "{methods:?}"
        );
    }
}
