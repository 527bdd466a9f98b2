//! A server that answers every request alike and hands the requests on.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// One request as it came over the wire.
pub struct Request {
    pub head: String,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
            .unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }
}

fn read(stream: &mut TcpStream) -> Request {
    let mut bytes = Vec::new();
    let mut chunk = [0u8; 4096];
    loop {
        let at = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(at) = at {
            let head = String::from_utf8(bytes[..at].to_vec()).expect("text");
            let request = Request { head, body: bytes[at + 4..].to_vec() };
            let whole = request.head.starts_with("HEAD")
                || request.head.starts_with("GET")
                || request.header("content-length").parse() == Ok(request.body.len());
            if whole {
                return request;
            }
        }
        let count = stream.read(&mut chunk).expect("a request");
        assert_ne!(count, 0, "the request was cut off");
        bytes.extend_from_slice(&chunk[..count]);
    }
}

/// Answers every request with `answer`, and hands the requests on.
pub fn receiver(answer: &'static str) -> (String, Receiver<Request>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/messages?token=t0ken", listener.local_addr().expect("an address"));
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut stream = stream;
            let _ = sender.send(read(&mut stream));
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, requests)
}

/// A whole answer with a JSON body.
pub fn json(status: u16, body: &str) -> &'static str {
    let length = body.len();
    String::leak(format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}

/// The origin of a URL that [`receiver`] gave.
pub fn origin(url: &str) -> String {
    url.split('/').take(3).collect::<Vec<_>>().join("/")
}

/// The next request; none within a generous time is a failure.
pub fn next(requests: &Receiver<Request>) -> Request {
    requests.recv_timeout(Duration::from_secs(10)).expect("a request")
}
