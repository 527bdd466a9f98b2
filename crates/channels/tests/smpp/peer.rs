//! Starts the SMS centres of tests/sms, and reads what reached them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/sms");
const FIX: &str = "the SMS centre did not start. Run the tests with scripts/test, or `npm ci` in tests/sms, `apt-get \
    install kannel`, and `pip install smpp34` into a Python that COUNTERSIGN_TEST_PYTHON names";
/// Longer than anything takes that comes at all, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program of tests/sms. It ends with this value.
pub struct Peer {
    pub port: u16,
    pub ca: PathBuf,
    facts: UnboundedReceiver<Value>,
    child: Child,
    stdin: Option<ChildStdin>,
}

impl Peer {
    /// The centre that misbehaves on demand (npm's smpp).
    pub fn start(options: &Value) -> Self {
        Self::run("node", &["smsc.mjs", &options.to_string()])
    }

    /// As a test mostly wants it.
    pub fn plain() -> Self {
        Self::start(&json!({}))
    }

    /// Another program; it must say `ready` and its port first.
    pub fn run(program: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(SCRIPTS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("{program}: {e}: {FIX}"));
        let stdin = child.stdin.take();
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_else(|| panic!("{FIX}"));
        let ready: Value = serde_json::from_str(&first).expect("a JSON line");
        let (tell, facts) = unbounded_channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let fact = serde_json::from_str(&line).expect("a JSON line");
                if tell.send(fact).is_err() {
                    break;
                }
            }
        });
        Self {
            port: ready["port"].as_u64().and_then(|port| port.try_into().ok()).expect("a port"),
            ca: ready["ca"].as_str().unwrap_or_default().into(),
            facts,
            child,
            stdin,
        }
    }

    /// The next fact of a kind; others before it are passed over.
    pub async fn next(&mut self, ev: &str) -> Value {
        loop {
            let fact = timeout(PATIENCE, self.facts.recv()).await;
            let fact = fact.unwrap_or_else(|_| panic!("no {ev} came")).expect("the centre lives");
            if fact["ev"] == ev {
                return fact;
            }
        }
    }

    /// All facts so far, once nothing came for a while.
    pub async fn facts(&mut self) -> Vec<Value> {
        let mut facts = Vec::new();
        while let Ok(Some(fact)) = timeout(Duration::from_millis(500), self.facts.recv()).await {
            facts.push(fact);
        }
        facts
    }

    /// Tells the centre to do something.
    pub fn order(&mut self, what: &str) {
        let stdin = self.stdin.as_mut().expect("not closed");
        writeln!(stdin, "{}", json!({ "do": what })).expect("the centre reads");
    }
}

impl Drop for Peer {
    /// Asks the program to end by closing its input, so that it can clear up behind itself.
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
