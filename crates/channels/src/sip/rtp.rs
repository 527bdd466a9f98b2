//! Voice packets out, key presses in (RTP: RFC 3550; telephone events: RFC 4733).

use std::net::{IpAddr, SocketAddr};

use tokio::net::UdpSocket;

use super::g711::Law;
use super::sdp::KEYS;
use super::talk::{FRAME, Frame, Key};

/// The stream of one call.
pub(super) struct Rtp {
    socket: UdpSocket,
    sequence: u16,
    timestamp: u32,
    source: u32,
    /// The event that was seen last; each is sent several times.
    seen: Option<(u32, u32)>,
}

impl Rtp {
    /// A stream from `socket`. `seed` gives where its numbers begin; they are hard to guess (RFC 3550 section 5.1).
    pub(super) fn new(socket: UdpSocket, seed: [[u8; 4]; 3]) -> Self {
        let [[_, _, high, low], timestamp, source] = seed;
        Self {
            socket,
            sequence: u16::from_be_bytes([high, low]),
            timestamp: u32::from_be_bytes(timestamp),
            source: u32::from_be_bytes(source),
            seen: None,
        }
    }

    /// Sends 20 ms. `first` marks the begin of the stream. The error is the operating system's.
    pub(super) async fn send(
        &mut self,
        frame: &Frame,
        first: bool,
        law: Law,
        to: SocketAddr,
    ) -> std::io::Result<()> {
        let mut packet = [0u8; 12 + FRAME];
        packet[0] = 0x80;
        packet[1] = law.payload() | if first { 0x80 } else { 0 };
        packet[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        packet[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        packet[8..12].copy_from_slice(&self.source.to_be_bytes());
        for (code, sample) in packet[12..].iter_mut().zip(frame) {
            *code = law.encode(*sample);
        }
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp = self.timestamp.wrapping_add(160);
        self.socket.send_to(&packet, to).await.map(drop)
    }

    /// Waits for the next packet and says whether it begins a key press. Packets from another address than the call's are
    /// dropped: a stranger on the network must not press keys. Their port may differ (symmetric RTP is not everywhere).
    pub(super) async fn key(&mut self, peer: IpAddr, keys: Option<u8>) -> Option<Key> {
        let mut packet = [0u8; 1500];
        let (length, from) = self.socket.recv_from(&mut packet).await.ok()?;
        if from.ip() != peer {
            return None;
        }
        let event = event(&packet[..length], keys)?;
        let press = (event.source, event.timestamp);
        if self.seen == Some(press) {
            return None;
        }
        self.seen = Some(press);
        Key::of_event(event.number)
    }
}

struct Event {
    source: u32,
    timestamp: u32,
    number: u8,
}

/// Reads a packet as a telephone event. All packets of one press have the same timestamp (RFC 4733 section 2.2).
fn event(packet: &[u8], keys: Option<u8>) -> Option<Event> {
    let word = |at: usize| Some(u32::from_be_bytes(packet.get(at..at + 4)?.try_into().ok()?));
    let (first, second) = (*packet.first()?, *packet.get(1)?);
    let payload = second & 0x7f;
    if first >> 6 != 2 || !(payload == KEYS || Some(payload) == keys) {
        return None;
    }
    let mut at = 12 + 4 * usize::from(first & 0x0f);
    if first & 0x10 != 0 {
        let length = u16::from_be_bytes([*packet.get(at + 2)?, *packet.get(at + 3)?]);
        at += 4 + 4 * usize::from(length);
    }
    // Number, flags and volume, duration.
    let number = *packet.get(at..at + 4)?.first()?;
    Some(Event { source: word(8)?, timestamp: word(4)?, number })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn press(payload: u8, timestamp: u8, number: u8) -> Vec<u8> {
        vec![0x80, payload, 0, 1, 0, 0, 0, timestamp, 0, 0, 0, 9, number, 10, 0, 160]
    }

    async fn pair() -> (Rtp, UdpSocket) {
        let bind = || UdpSocket::bind("127.0.0.1:0");
        (Rtp::new(bind().await.expect("ours"), [[7; 4]; 3]), bind().await.expect("theirs"))
    }

    #[tokio::test]
    async fn a_press_counts_once_however_often_it_is_sent() {
        let (mut rtp, theirs) = pair().await;
        let ours = rtp.socket.local_addr().expect("bound");
        let peer = ours.ip();
        for packet in [press(KEYS, 1, 1), press(KEYS, 1, 1), press(96, 2, 9), press(97, 3, 1)] {
            theirs.send_to(&packet, ours).await.expect("sent");
        }
        let mut got = Vec::new();
        for _ in 0..4 {
            got.push(rtp.key(peer, Some(96)).await);
        }
        assert_eq!(got, [Some(Key::Digit(1)), None, Some(Key::Digit(9)), None]);
    }

    #[tokio::test]
    async fn a_stranger_presses_no_key() {
        let (mut rtp, theirs) = pair().await;
        let ours = rtp.socket.local_addr().expect("bound");
        theirs.send_to(&press(KEYS, 1, 1), ours).await.expect("sent");
        assert_eq!(rtp.key("127.0.0.9".parse().expect("an address"), None).await, None);
    }

    #[tokio::test]
    async fn voice_goes_out_numbered_and_coded() {
        let (mut rtp, theirs) = pair().await;
        let to = theirs.local_addr().expect("bound");
        for first in [true, false] {
            rtp.send(&[0; FRAME], first, Law::A, to).await.expect("sent");
        }
        let mut packets = Vec::new();
        for _ in 0..2 {
            let mut buf = [0u8; 2000];
            let length = theirs.recv(&mut buf).await.expect("a packet");
            packets.push(buf[..length].to_vec());
        }
        assert_eq!([packets[0].len(), packets[1].len()], [172, 172]);
        assert_eq!(
            [packets[0][..4].to_vec(), packets[1][..4].to_vec()],
            [[0x80, 0x88, 7, 7], [0x80, 8, 7, 8]]
        );
        assert_eq!(packets[1][4..8], (0x0707_0707u32 + 160).to_be_bytes());
        assert!(packets[1][12..].iter().all(|code| *code == 0xd5));
    }

    #[test]
    fn extensions_and_sources_before_the_event_are_skipped() {
        let mut packet = press(KEYS, 1, 5);
        packet[0] = 0x91;
        packet.splice(12..12, [1, 1, 1, 1, 0xbe, 0xde, 0, 1, 0, 0, 0, 0]);
        assert_eq!(event(&packet, None).map(|event| event.number), Some(5));
    }

    proptest! {
        #[test]
        fn no_packet_breaks_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = event(&bytes, Some(96));
        }
    }
}
