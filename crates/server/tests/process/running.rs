//! The binary, run as the process it is.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub fn countersign(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    command.current_dir(folder).args(args).env_remove("COUNTERSIGN_CONFIG");
    command.output().expect("the binary runs")
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn set_up() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let port = free_port();
    let made = countersign(
        folder.path(),
        &[
            "init",
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--origin",
            &format!("http://127.0.0.1:{port}"),
        ],
    );
    assert!(made.status.success(), "{}", err(&made));
    folder
}

pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// The binary, serving.
pub struct Serving {
    child: Child,
    /// Reads what it logs: a pipe that nobody reads fills up, and then whoever logs waits.
    log: Option<JoinHandle<String>>,
    pub address: String,
}

impl Serving {
    pub fn begin(folder: &TempDir, environment: &[(&str, &str)]) -> Self {
        Self::begin_as(folder, environment, Command::new(env!("CARGO_BIN_EXE_countersign")))
    }

    /// With files of at most this many blocks of 512 bytes, as if the disk were full.
    pub fn begin_on_a_full_disk(folder: &TempDir, blocks: u32) -> Self {
        let mut command = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_countersign")]);
        Self::begin_as(folder, &[("COUNTERSIGN_LOG__FORMAT", "json")], command)
    }

    fn begin_as(folder: &TempDir, environment: &[(&str, &str)], mut command: Command) -> Self {
        let text =
            std::fs::read_to_string(folder.path().join("countersign.toml")).expect("the file");
        let address = text
            .split("listen = \"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("an address")
            .to_owned();
        let mut child = command
            .current_dir(folder.path())
            .arg("serve")
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut stderr = child.stderr.take().expect("a pipe");
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            let _ = stderr.read_to_string(&mut log);
            log
        });
        let serving = Self { child, log: Some(log), address };
        let begun = Instant::now();
        while !serving.is_ready() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it is not ready");
            std::thread::sleep(Duration::from_millis(10));
        }
        serving
    }

    /// Whether it answers from its database. That a connection is taken says less: it listens before the database is open.
    fn is_ready(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(&self.address) else { return false };
        let asked =
            stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        asked.is_ok()
            && stream.read_to_string(&mut answer).is_ok()
            && answer.starts_with("HTTP/1.1 200 ")
    }

    /// A call of the service API: its status and its body.
    pub fn call(&self, key: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.ask(&format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        parsed(&answer).unwrap_or_else(|| panic!("no answer: {answer:?}"))
    }

    /// SIGKILL: no handler runs and nothing is tidied up.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("it ends");
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether the process is still there.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    pub fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.write_all(request.as_bytes()).expect("written");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// SIGTERM; its exit code and what it logged.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
        let code = self.child.wait().expect("it ends").code();
        (code, self.log.take().expect("once").join().expect("text"))
    }
}

/// A test that fails leaves no server behind.
impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and body of an answer; `None`: it was cut off, or none came.
pub fn parsed(answer: &str) -> Option<(u16, Value)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    if length.is_some_and(|length: usize| body.len() < length) {
        return None;
    }
    Some((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}

/// A key of the service API with every scope.
pub fn api_key(folder: &TempDir) -> String {
    let made =
        countersign(folder.path(), &["api-key", "create", "--name", "portal", "--scope", "all"]);
    assert!(made.status.success(), "{}", err(&made));
    out(&made).trim().to_owned()
}
