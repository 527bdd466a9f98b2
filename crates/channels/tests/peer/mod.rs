//! Starts the mail servers of tests/mail and reads the mails they accepted.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/mail");
const FIX: &str = "the mail server did not start. Run the tests with scripts/test, or `apt-get install \
    exim4-daemon-light`, `pip install aiosmtpd trustme` into a Python, and name that in COUNTERSIGN_TEST_PYTHON";

/// A running server. It ends with this value.
pub struct Peer {
    pub port: u16,
    pub ca: PathBuf,
    accepted: Receiver<Value>,
    child: Child,
    stdin: Option<ChildStdin>,
}

impl Peer {
    /// A programmable server (aiosmtpd). `mode` is `starttls`, `implicit`, `plain` or `misnamed`.
    pub fn start(mode: &str) -> Self {
        Self::run("smtp_peer.py", mode)
    }

    /// A private Exim that offers one mechanism of AUTH: `plain` or `login`.
    pub fn exim(mechanism: &str) -> Self {
        Self::run("exim_peer.py", mechanism)
    }

    fn run(script: &str, argument: &str) -> Self {
        let python =
            std::env::var("COUNTERSIGN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let mut child = Command::new(&python)
            .args([&format!("{SCRIPTS}/{script}"), argument])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("{python}: {e}: {FIX}"));
        let stdin = child.stdin.take();
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_else(|| panic!("{FIX}"));
        let ready: Value = serde_json::from_str(&first).expect("a JSON line");
        let (sender, accepted) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mail = serde_json::from_str(&line).expect("a JSON line");
                if sender.send(mail).is_err() {
                    break;
                }
            }
        });
        Self {
            port: ready["port"].as_u64().and_then(|port| port.try_into().ok()).expect("a port"),
            ca: ready["ca"].as_str().expect("a path").into(),
            accepted,
            child,
            stdin,
        }
    }

    /// The next mail that was accepted.
    pub fn mail(&self) -> Value {
        self.accepted.recv_timeout(Duration::from_secs(10)).expect("a mail is accepted")
    }

    /// Whether no mail was accepted since the last one that was taken. The caller knows that the server has answered.
    pub fn is_empty(&self) -> bool {
        self.accepted.recv_timeout(Duration::from_millis(200)).is_err()
    }
}

impl Drop for Peer {
    /// Asks the server to end by closing its input, so that it can clear up behind itself.
    fn drop(&mut self) {
        drop(self.stdin.take());
        for _ in 0..100 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
