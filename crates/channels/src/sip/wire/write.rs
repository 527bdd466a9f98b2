//! Writes SIP messages; a line break in a value can become neither a header nor a second message.

use super::Packet;

/// A message being written.
pub(in crate::sip) struct Draft(String);

impl Draft {
    /// Begins a request.
    pub(in crate::sip) fn request(method: &str, uri: &str) -> Self {
        Self(format!("{method} {} SIP/2.0\r\n", plain(uri)))
    }

    /// Adds a header.
    #[must_use]
    pub(in crate::sip) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push_str(name);
        self.0.push_str(": ");
        self.0.push_str(&plain(value));
        self.0.push_str("\r\n");
        self
    }

    /// Adds a header for each value.
    #[must_use]
    pub(in crate::sip) fn with_all<'a>(
        self,
        name: &str,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        values.into_iter().fold(self, |draft, value| draft.with(name, value))
    }

    /// Ends it. A body says its type.
    pub(in crate::sip) fn end(self, body: Option<(&str, &str)>) -> Vec<u8> {
        let draft = match body {
            Some((kind, _)) => self.with("Content-Type", kind),
            None => self,
        };
        let body = body.map_or("", |(_, text)| text);
        let mut bytes = draft.with("Content-Length", &body.len().to_string()).0.into_bytes();
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body.as_bytes());
        bytes
    }
}

/// Begins the answer to a request (RFC 3261 section 8.2.6): its `Via`, `From`, `To`, `Call-ID` and `CSeq` come back. A
/// request outside a call gets `tag` for its `To`.
pub(in crate::sip) fn answer(request: &Packet, status: u16, reason: &str, tag: &str) -> Draft {
    let to = request.header("to").unwrap_or_default();
    let to = if request.tag("to").is_some() { to.to_owned() } else { format!("{to};tag={tag}") };
    Draft(format!("SIP/2.0 {status} {reason}\r\n"))
        .with_all("Via", request.all("via"))
        .with("From", request.header("from").unwrap_or_default())
        .with("To", &to)
        .with("Call-ID", request.header("call-id").unwrap_or_default())
        .with("CSeq", request.header("cseq").unwrap_or_default())
}

fn plain(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn a_line_break_in_a_value_makes_no_header() {
        let bytes = Draft::request("BYE", "sip:a@x\r\nEvil:1")
            .with("To", "<sip:b@x>\r\n\r\nBYE sip:c SIP/2.0")
            .end(Some(("text/plain", "hello")));
        let packet = read(&bytes).expect("one message");
        assert!(packet.header("evil").is_none());
        assert_eq!(packet.body, b"hello");
    }

    #[test]
    fn an_answer_brings_back_what_finds_its_request() {
        let bytes =
            b"BYE sip:a@x SIP/2.0\r\nVia: SIP/2.0/UDP p;branch=z9hG4bK1\r\nVia: SIP/2.0/UDP q\r\n\
            From: <sip:b@x>;tag=b\r\nTo: <sip:a@x>\r\nCall-ID: 9\r\nCSeq: 3 BYE\r\n\r\n";
        let answered = answer(&read(bytes).expect("read"), 200, "OK", "ours").end(None);
        let packet = read(&answered).expect("an answer");
        assert_eq!((packet.status(), packet.branch()), (Some(200), Some("z9hG4bK1")));
        assert_eq!((packet.all("via").count(), packet.tag("to")), (2, Some("ours")));
        assert_eq!((packet.call_id(), packet.cseq()), (Some("9"), Some((3, "BYE"))));
    }
}
