//! The vendor's own library, in a process of its own: signs callbacks and reads TwiML.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/gateways/twilio_peer.py");
const FIX: &str = "the vendor's library did not start. Run the tests with scripts/test, or `pip install twilio` into a \
    Python, and name that in COUNTERSIGN_TEST_PYTHON";

/// The running library. It ends with this value.
pub struct Vendor {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Vendor {
    pub fn start(token: &str) -> Self {
        let python =
            std::env::var("COUNTERSIGN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let mut child = Command::new(&python)
            .args([SCRIPT, token])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("{python}: {e}: {FIX}"));
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, stdin, stdout }
    }

    /// The signature of a request with this form.
    pub fn sign(&mut self, url: &str, form: &[(&str, &str)]) -> String {
        let form: serde_json::Map<String, Value> =
            form.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let answer = self.ask(&json!({"sign": url, "form": form}));
        answer["signature"].as_str().expect("a signature").to_owned()
    }

    /// The verbs of a document.
    pub fn read(&mut self, twiml: &str) -> Vec<Value> {
        self.ask(&json!({"read": twiml}))["steps"].as_array().expect("steps").clone()
    }

    fn ask(&mut self, question: &Value) -> Value {
        let stdin = self.stdin.as_mut().expect("a pipe");
        writeln!(stdin, "{question}").expect("a question");
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("an answer");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{FIX}"))
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}
