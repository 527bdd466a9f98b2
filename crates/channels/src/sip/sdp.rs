//! Offers a voice stream with key presses, and reads what the other side makes of it (RFC 8866, RFC 3264).

use std::net::{IpAddr, SocketAddr};

use super::g711::Law;

/// The payload type under which we offer key presses (RFC 4733); dynamic, so any number from 96 on.
pub(super) const KEYS: u8 = 101;

/// What was agreed: where our voice goes, how it is coded, and how key presses are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Media {
    /// Where RTP goes.
    pub(super) to: SocketAddr,
    /// The code of the voice.
    pub(super) law: Law,
    /// The payload type the other side names for key presses; it may send ours instead. `None`: it names none, and keys
    /// may come by INFO.
    pub(super) keys: Option<u8>,
}

/// Our offer: both laws of G.711 and key presses, at an address of ours. `session` is any number that stays the same for
/// the call.
pub(super) fn offer(local: SocketAddr, session: u32) -> String {
    let family = if local.is_ipv4() { "IP4" } else { "IP6" };
    let (ip, port) = (local.ip(), local.port());
    format!(
        "v=0\r\no=- {session} 1 IN {family} {ip}\r\ns=-\r\nc=IN {family} {ip}\r\nt=0 0\r\n\
         m=audio {port} RTP/AVP 8 0 {KEYS}\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n\
         a=rtpmap:{KEYS} telephone-event/8000\r\na=fmtp:{KEYS} 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
    )
}

/// Reads an answer, or an offer of theirs: the first voice stream. `None`: it has no stream that we can speak on, or its
/// address is no number.
pub(super) fn read(body: &[u8]) -> Option<Media> {
    let text = std::str::from_utf8(body).ok()?;
    let mut address = None;
    let mut audio: Option<(u16, Vec<u8>)> = None;
    let mut keys = None;
    let mut inside = false;
    for line in text.lines() {
        let (kind, value) = line.split_once('=')?;
        match kind {
            "m" if audio.is_some() => break,
            "m" => {
                inside = value.starts_with("audio ");
                if inside {
                    audio = Some(stream(value)?);
                }
            }
            // The stream's own address comes after the session's and counts for it.
            "c" if inside || audio.is_none() => address = Some(connection(value)?),
            "a" if inside => keys = keys.or(telephone_event(value)),
            _ => {}
        }
    }
    let (port, payloads) = audio.filter(|(port, _)| *port != 0)?;
    let law = payloads.iter().find_map(|payload| Law::of_payload(*payload))?;
    let ip = address.filter(|ip: &IpAddr| !ip.is_unspecified() && !ip.is_multicast())?;
    let keys = keys.filter(|payload| payloads.contains(payload));
    Some(Media { to: SocketAddr::new(ip, port), law, keys })
}

fn stream(value: &str) -> Option<(u16, Vec<u8>)> {
    let mut words = value.split(' ').skip(1);
    let port = words.next()?.parse().ok()?;
    words.next().filter(|profile| *profile == "RTP/AVP")?;
    Some((port, words.filter_map(|word| word.parse().ok()).collect()))
}

fn connection(value: &str) -> Option<IpAddr> {
    let mut words = value.split(' ').skip(2);
    words.next()?.split('/').next()?.parse().ok()
}

fn telephone_event(attribute: &str) -> Option<u8> {
    let (payload, name) = attribute.strip_prefix("rtpmap:")?.split_once(' ')?;
    let name = name.trim().to_ascii_lowercase();
    (name == "telephone-event/8000").then(|| payload.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANSWER: &str = "v=0\r\no=x 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\n\
        m=video 0 RTP/AVP 31\r\nm=audio 4000 RTP/AVP 0 8 96\r\nc=IN IP4 10.0.0.7\r\n\
        a=rtpmap:96 telephone-event/8000\r\nm=audio 5000 RTP/AVP 8\r\nc=IN IP4 10.0.0.8\r\n";

    fn at(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn the_first_voice_stream_counts_with_its_own_address() {
        let media = read(ANSWER.as_bytes()).expect("a stream");
        assert_eq!(media, Media { to: at("10.0.0.7:4000"), law: Law::Mu, keys: Some(96) });
    }

    #[test]
    fn our_own_offer_can_be_read() {
        for local in ["10.1.2.3:20000", "[2001:db8::1]:20002"] {
            let media = read(offer(at(local), 7).as_bytes()).expect("a stream");
            assert_eq!(media, Media { to: at(local), law: Law::A, keys: Some(KEYS) });
        }
    }

    #[test]
    fn what_cannot_be_spoken_on_is_refused() {
        for (from, to) in [
            ("m=audio 4000", "m=audio 0"),
            ("RTP/AVP 0 8 96", "RTP/SAVP 0 8 96"),
            ("RTP/AVP 0 8 96", "RTP/AVP 9 96"),
            ("IN IP4 10.0.0.7", "IN IP4 0.0.0.0"),
            ("IN IP4 10.0.0.7", "IN IP4 media.example.com"),
            ("m=audio 4000", "m=audio 70000"),
        ] {
            assert!(read(ANSWER.replace(from, to).as_bytes()).is_none(), "{to}");
        }
        let unnamed = ANSWER.replace("a=rtpmap:96 telephone-event/8000\r\n", "");
        assert_eq!(read(unnamed.as_bytes()).expect("a stream").keys, None);
    }

    proptest! {
        #[test]
        fn no_body_breaks_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_changed_byte_breaks_the_reader(at in 0..ANSWER.len(), byte: u8) {
            let mut bytes = ANSWER.as_bytes().to_vec();
            bytes[at] = byte;
            let _ = read(&bytes);
        }
    }
}
