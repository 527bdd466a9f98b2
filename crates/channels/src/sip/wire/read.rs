//! Reads a datagram as a SIP message; whatever is odd is refused, nothing is guessed.

use super::{Packet, Start};

/// More headers than any honest message has.
const MOST_HEADERS: usize = 128;

/// Reads one datagram. `None`: it is no SIP message that we could answer to, and is dropped in silence.
///
/// Lines end in CRLF; folded lines are joined; control characters, other versions, a body shorter than `Content-Length`
/// and more than 128 headers are refused.
pub(in crate::sip) fn read(datagram: &[u8]) -> Option<Packet> {
    let end = datagram.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&datagram[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let start = start(lines.next()?)?;
    let headers = headers(lines)?;
    let rest = &datagram[end + 4..];
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let body = match length {
        Some((_, text)) => rest.get(..text.parse::<usize>().ok()?)?,
        None => rest,
    };
    Some(Packet { start, headers, body: body.to_vec() })
}

fn start(line: &str) -> Option<Start> {
    if has_controls(line) {
        return None;
    }
    if let Some(rest) = line.strip_prefix("SIP/2.0 ") {
        let digits = rest.get(..3).filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?;
        let ends = rest.len() == 3 || rest.as_bytes().get(3) == Some(&b' ');
        let status = digits.parse().ok().filter(|status| (100..700).contains(status) && ends)?;
        return Some(Start::Response { status });
    }
    let mut words = line.split(' ');
    let (method, uri, version) = (words.next()?, words.next()?, words.next()?);
    let whole = words.next().is_none() && version == "SIP/2.0" && !uri.is_empty();
    (whole && is_token(method)).then(|| Start::Request { method: method.to_owned() })
}

fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Vec<(String, String)>> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in lines {
        if has_controls(line) {
            return None;
        }
        if line.starts_with([' ', '\t']) {
            let (_, value) = headers.last_mut()?;
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let (name, value) = line.split_once(':')?;
        let name = name.trim_end();
        if !is_token(name) || headers.len() == MOST_HEADERS {
            return None;
        }
        headers.push((long_form(&name.to_ascii_lowercase()), value.trim().to_owned()));
    }
    Some(headers)
}

fn has_controls(line: &str) -> bool {
    line.chars().any(|c| c.is_control() && c != '\t')
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&b))
}

/// The compact forms of RFC 3261 section 7.3.3 that matter to us.
fn long_form(name: &str) -> String {
    match name {
        "v" => "via",
        "f" => "from",
        "t" => "to",
        "i" => "call-id",
        "m" => "contact",
        "l" => "content-length",
        "c" => "content-type",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RINGING: &str = "SIP/2.0 180 Ringing\r\nv: SIP/2.0/UDP 10.0.0.1:5070;rport;branch=z9hG4bKabc, \
        SIP/2.0/UDP 10.0.0.2\r\nf: \"A, B\" <sip:a@x>;tag=one\r\nTo: <sip:+49@x;user=phone>;\r\n tag=two\r\n\
        i: 77\r\nCSeq: 2 INVITE\r\nRecord-Route: <sip:p1;lr>,<sip:p2;lr>\r\nl: 3\r\n\r\nabcdef";

    #[test]
    fn a_response_is_read_with_folds_compact_forms_and_its_own_body() {
        let packet = read(RINGING.as_bytes()).expect("a message");
        assert_eq!((packet.status(), packet.method()), (Some(180), None));
        assert_eq!(packet.branch(), Some("z9hG4bKabc"));
        assert_eq!((packet.tag("from"), packet.tag("to")), (Some("one"), Some("two")));
        assert_eq!((packet.call_id(), packet.cseq()), (Some("77"), Some((2, "INVITE"))));
        assert_eq!(packet.body, b"abc");
    }

    #[test]
    fn what_is_odd_is_dropped() {
        assert!(read(b"BYE sip:a@x SIP/2.0\r\nCall-ID: 1\r\n\r\n").is_some());
        for odd in [
            "",
            "\r\n\r\n",
            "SIP/2.0 099 Low\r\n\r\n",
            "SIP/2.0 200OK\r\n\r\n",
            "SIP/2.0 2\u{e4}0 OK\r\n\r\n",
            "SIP/3.0 200 OK\r\n\r\n",
            "BYE sip:a@x SIP/1.0\r\n\r\n",
            "BYE  sip:a@x SIP/2.0\r\n\r\n",
            "BYE sip:a@x SIP/2.0\r\n folded: first\r\n\r\n",
            "BYE sip:a@x SIP/2.0\r\nno colon\r\n\r\n",
            "BYE sip:a@x SIP/2.0\r\nContact: <sip:a\rX>\r\n\r\n",
            "BYE sip:a@x SIP/2.0\r\nContact: <sip:a\nRoute: b>\r\n\r\n",
            "BYE sip:a@x SIP/2.0\r\nContent-Length: 9\r\n\r\nshort",
            "BYE sip:a@x SIP/2.0\r\nContent-Length: -1\r\n\r\n",
            "BYE sip:a@x SIP/2.0\r\nCall-ID: 1\r\n",
        ] {
            assert!(read(odd.as_bytes()).is_none(), "{odd:?}");
        }
        let many = format!("BYE sip:a@x SIP/2.0\r\n{}\r\n", "A: b\r\n".repeat(MOST_HEADERS + 1));
        assert!(read(many.as_bytes()).is_none());
    }

    proptest! {
        #[test]
        fn no_datagram_breaks_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = read(&bytes);
        }

        /// One changed byte in an honest message: read or dropped, and whatever is read can be looked at.
        #[test]
        fn no_changed_byte_breaks_what_looks_at_a_message(at in 0..RINGING.len(), byte: u8) {
            let mut bytes = RINGING.as_bytes().to_vec();
            bytes[at] = byte;
            if let Some(packet) = read(&bytes) {
                let _ = (packet.branch(), packet.cseq(), packet.tag("to"), packet.tag("from"));
                prop_assert!(packet.all("record-route").flat_map(super::super::list).count() < 99);
            }
        }
    }
}
