//! A trunk that a test plays itself, message by message, to do what an honest one does not.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use countersign_channels::sip::SipSettings;
use tokio::net::UdpSocket;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(30);

/// The trunk's two sockets: for messages and for voice.
pub struct Trunk {
    pub signals: UdpSocket,
    pub voice: UdpSocket,
    /// Whoever sent the last message.
    peer: Mutex<Option<SocketAddr>>,
}

/// A message that was received.
#[derive(Clone, Debug)]
pub struct Heard {
    pub text: String,
}

impl Heard {
    pub fn method(&self) -> &str {
        self.text.split(' ').next().expect("a word")
    }

    /// The first header of that name, as we write it.
    pub fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }

    /// The port where we expect voice.
    pub fn voice_port(&self) -> u16 {
        let line = self.text.lines().find_map(|line| line.strip_prefix("m=audio "));
        line.and_then(|line| line.split(' ').next()?.parse().ok()).expect("a port")
    }
}

impl Trunk {
    pub async fn start() -> Self {
        let bind = async || UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        Self { signals: bind().await, voice: bind().await, peer: Mutex::default() }
    }

    /// Settings that know this trunk; it asks for no registration unless a test says so.
    pub fn settings(&self) -> SipSettings {
        let port = self.signals.local_addr().expect("bound").port();
        SipSettings {
            register: false,
            local: None,
            ring: Duration::from_secs(30),
            ..super::caller::settings("127.0.0.1", port)
        }
    }

    /// The next message.
    pub async fn hear(&self) -> Heard {
        let mut buf = vec![0; 4096];
        let received = timeout(PATIENCE, self.signals.recv_from(&mut buf)).await;
        let (length, from) = received.expect("a message in time").expect("a message");
        *self.peer.lock().expect("whole") = Some(from);
        Heard { text: String::from_utf8(buf[..length].to_vec()).expect("text") }
    }

    /// The next message of that method.
    pub async fn hear_method(&self, method: &str) -> Heard {
        loop {
            let heard = self.hear().await;
            if heard.method() == method {
                return heard;
            }
        }
    }

    /// Answers a request. `tag` is ours; `more` are header lines, each with its end.
    pub async fn answer(&self, to: &Heard, status: &str, tag: &str, more: &str, body: &str) {
        let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        let text = format!(
            "SIP/2.0 {status}\r\nVia: {}\r\nFrom: {}\r\nTo: {};tag={tag}\r\nCall-ID: {}\r\nCSeq: {}\r\n\
             Contact: <sip:{tag}@far.example>\r\n{more}{kind}Content-Length: {}\r\n\r\n{body}",
            to.header("Via"),
            to.header("From"),
            to.header("To"),
            to.header("Call-ID"),
            to.header("CSeq"),
            body.len()
        );
        self.say(text.as_bytes()).await;
    }

    /// Sends a request within the call that `invite` began and `tag` answered.
    pub async fn ask(&self, method: &str, invite: &Heard, tag: &str, more: &str, body: &str) {
        let text = format!(
            "{method} sip:us SIP/2.0\r\nVia: SIP/2.0/UDP far;branch=z9hG4bK{method}\r\nFrom: {};tag={tag}\r\n\
             To: {}\r\nCall-ID: {}\r\nCSeq: 7 {method}\r\n{more}Content-Length: {}\r\n\r\n{body}",
            invite.header("To"),
            invite.header("From"),
            invite.header("Call-ID"),
            body.len()
        );
        self.say(text.as_bytes()).await;
    }

    /// Lets the phone ring and answers; the INVITE.
    pub async fn pick_up(&self) -> Heard {
        let invite = self.hear_method("INVITE").await;
        self.answer(&invite, "180 Ringing", "far", "", "").await;
        self.answer(&invite, "200 OK", "far", "", &sdp(&self.voice)).await;
        assert_eq!(
            self.hear_method("ACK").await.header("To"),
            format!("{};tag=far", invite.header("To"))
        );
        invite
    }

    /// Presses a key at the voice socket.
    pub async fn press(&self, invite: &Heard, key: u8) {
        press(&self.voice, invite, key).await;
    }

    /// Waits for our BYE and agrees.
    pub async fn hear_bye(&self) -> Heard {
        let bye = self.hear_method("BYE").await;
        self.answer(&bye, "200 OK", "far", "", "").await;
        bye
    }

    pub async fn say(&self, bytes: &[u8]) {
        let peer = self.peer.lock().expect("whole").expect("somebody sent something");
        self.signals.send_to(bytes, peer).await.expect("sent");
    }
}

/// Sends a telephone event (RFC 4733) from a socket to where we expect voice.
pub async fn press(from: &UdpSocket, invite: &Heard, key: u8) {
    let event = [0x80, 101, 0, 1, 0, 0, 0, key, 0, 0, 0, 9, key, 10, 0, 160];
    from.send_to(&event, ("127.0.0.1", invite.voice_port())).await.expect("sent");
}

/// A session description that wants voice at a socket.
pub fn sdp(at: &UdpSocket) -> String {
    let at = at.local_addr().expect("bound");
    format!(
        "v=0\r\no=- 1 1 IN IP4 {0}\r\ns=-\r\nc=IN IP4 {0}\r\nt=0 0\r\nm=audio {1} RTP/AVP 0 101\r\n\
         a=rtpmap:101 telephone-event/8000\r\n",
        at.ip(),
        at.port()
    )
}
