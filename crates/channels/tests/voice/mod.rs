//! Starts the trunk (Kamailio) and the phone (baresip) of tests/voice, and listens to what the phone recorded.

mod heard;

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub use heard::{Digit, digits, loud_seconds};

const CONFIGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/voice");
const FIX: &str = "did not start. Run the tests with scripts/test, or `apt-get install kamailio baresip-core espeak-ng`";
/// Longer than a peer needs on a machine that does much else.
const PATIENCE: Duration = Duration::from_mins(1);

/// A trunk at 127.0.0.3 and a phone at 127.0.0.1 (where its voice comes from, wherever it listens) behind it. They end with this value.
pub struct Voice {
    pub trunk_port: u16,
    control: TcpStream,
    unread: Vec<u8>,
    processes: Vec<Child>,
    folder: TempDir,
}

impl Voice {
    /// Starts both. `answer` is `auto` or `manual` (it rings and nobody answers); `codec` is `PCMU` or `PCMA`.
    pub fn start(answer: &str, codec: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (phone, control, phone_port) = start_phone(folder.path(), answer, codec);
        let (trunk, trunk_port) = start_trunk(folder.path(), phone_port);
        Self { trunk_port, control, unread: Vec::new(), processes: vec![phone, trunk], folder }
    }

    /// Waits until the phone tells that event: `CALL_RINGING`, `CALL_ESTABLISHED`, `CALL_CLOSED`.
    pub fn wait_for(&mut self, event: &str) -> Value {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let message = self.message(until);
            if message["type"] == event {
                return message;
            }
        }
        panic!("the phone tells no {event}");
    }

    /// Presses keys at the phone.
    pub fn press(&mut self, keys: &str) {
        self.command("sndcode", keys);
    }

    /// The phone hangs up.
    pub fn hang_up(&mut self) {
        self.command("hangup", "");
    }

    /// What the phone heard, after its call has ended: 8000 samples a second.
    pub fn recording(&mut self) -> Vec<i16> {
        // The file is whole once the phone has ended.
        self.stop();
        let files = std::fs::read_dir(self.folder.path()).expect("the folder");
        let recorded = files
            .flatten()
            .map(|file| file.path())
            .find(|path| path.to_string_lossy().ends_with("-dec.wav"))
            .expect("a recording");
        heard::read(&recorded)
    }

    fn command(&mut self, command: &str, params: &str) {
        let text = serde_json::json!({"command": command, "params": params}).to_string();
        let framed = format!("{}:{text},", text.len());
        self.control.write_all(framed.as_bytes()).expect("the phone listens");
    }

    /// The next message of the control connection, a netstring of JSON.
    fn message(&mut self, until: Instant) -> Value {
        loop {
            if let Some(colon) = self.unread.iter().position(|byte| *byte == b':') {
                let length: usize =
                    String::from_utf8_lossy(&self.unread[..colon]).parse().expect("a length");
                if self.unread.len() >= colon + length + 2 {
                    let message = self.unread[colon + 1..=colon + length].to_vec();
                    self.unread.drain(..colon + length + 2);
                    return serde_json::from_slice(&message).expect("JSON");
                }
            }
            assert!(Instant::now() < until, "the phone says nothing");
            let mut buf = [0; 4096];
            match self.control.read(&mut buf) {
                Ok(0) => panic!("the phone is gone"),
                Ok(length) => self.unread.extend_from_slice(&buf[..length]),
                Err(error)
                    if matches!(
                        error.kind(),
                        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                    ) => {}
                Err(error) => panic!("the phone is gone: {error}"),
            }
        }
    }

    fn stop(&mut self) {
        for mut process in self.processes.drain(..) {
            end(&mut process);
        }
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Asks a process to end, so that it ends its own children and closes its files; then makes sure.
fn end(process: &mut Child) {
    let _ = Command::new("kill").arg(process.id().to_string()).status();
    for _ in 0..100 {
        if !matches!(process.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = process.kill();
    let _ = process.wait();
}

fn start_trunk(folder: &Path, phone_port: u16) -> (Child, u16) {
    let modules = modules("kamailio/modules/tm.so");
    for _ in 0..5 {
        let port = free_port("127.0.0.3");
        let config = fill(
            "kamailio.cfg",
            &[
                ("PORT", port.to_string()),
                ("MODULES", modules.clone()),
                ("CALLEE", format!("127.0.0.1:{phone_port}")),
            ],
        );
        let path = folder.join("kamailio.cfg");
        std::fs::write(&path, config).expect("written");
        let mut trunk = Command::new("/usr/sbin/kamailio")
            .args(["-f", &path.display().to_string(), "-DD", "-E", "-m", "16", "-M", "4"])
            .args(["-Y", &folder.display().to_string(), "-w", &folder.display().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("kamailio {FIX}: {error}"));
        if answers_options(port, &mut trunk) {
            return (trunk, port);
        }
        end(&mut trunk);
    }
    panic!("kamailio {FIX}");
}

fn start_phone(folder: &Path, answer: &str, codec: &str) -> (Child, TcpStream, u16) {
    let modules = modules("baresip/modules/ctrl_tcp.so");
    std::fs::write(folder.join("silence.wav"), heard::silence()).expect("written");
    for _ in 0..5 {
        let (port, control) = (free_port("127.0.0.1"), free_port("127.0.0.1"));
        let config = fill(
            "baresip.config",
            &[
                ("PORT", port.to_string()),
                ("CONTROL", control.to_string()),
                ("MODULES", modules.clone()),
                ("FOLDER", folder.display().to_string()),
            ],
        );
        let account = format!(
            "<sip:phone@127.0.0.1:{port}>;regint=0;answermode={answer};audio_codecs={codec}/8000/1\n"
        );
        std::fs::write(folder.join("config"), config).expect("written");
        std::fs::write(folder.join("accounts"), account).expect("written");
        let mut phone = Command::new("/usr/bin/baresip")
            .args(["-f", &folder.display().to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("baresip {FIX}: {error}"));
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until && matches!(phone.try_wait(), Ok(None)) {
            if let Ok(stream) = TcpStream::connect(("127.0.0.1", control)) {
                stream.set_read_timeout(Some(Duration::from_millis(200))).expect("set");
                return (phone, stream, port);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        end(&mut phone);
    }
    panic!("baresip {FIX}");
}

/// Asks the trunk whether it is there, until it says so or has ended (its port was taken).
fn answers_options(port: u16, trunk: &mut Child) -> bool {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    socket.set_read_timeout(Some(Duration::from_millis(200))).expect("set");
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until && matches!(trunk.try_wait(), Ok(None)) {
        let at = socket.local_addr().expect("bound");
        let ask = format!(
            "OPTIONS sip:127.0.0.3 SIP/2.0\r\nVia: SIP/2.0/UDP {at};branch=z9hG4bKready;rport\r\nMax-Forwards: 9\r\n\
             From: <sip:test@{at}>;tag=1\r\nTo: <sip:127.0.0.3>\r\nCall-ID: ready\r\nCSeq: 1 OPTIONS\r\n\
             Content-Length: 0\r\n\r\n"
        );
        let _ = socket.send_to(ask.as_bytes(), ("127.0.0.3", port));
        if socket.recv(&mut [0; 2000]).is_ok() {
            return true;
        }
    }
    false
}

fn fill(config: &str, values: &[(&str, String)]) -> String {
    let text = std::fs::read_to_string(format!("{CONFIGS}/{config}")).expect("the configuration");
    values.iter().fold(text, |text, (name, value)| text.replace(&format!("@{name}@"), value))
}

/// The folder of a Debian program's modules; it may lie below the machine's architecture.
fn modules(known: &str) -> String {
    let architectures = std::fs::read_dir("/usr/lib").expect("/usr/lib");
    let mut folders: Vec<PathBuf> = architectures.flatten().map(|entry| entry.path()).collect();
    folders.insert(0, "/usr/lib".into());
    let found = folders.into_iter().map(|folder| folder.join(known)).find(|path| path.exists());
    let found = found.unwrap_or_else(|| panic!("/usr/lib/…/{known} is missing: a peer {FIX}"));
    format!("{}/", found.parent().expect("a folder").display())
}

/// A port that is free for UDP and TCP at that moment.
fn free_port(ip: &str) -> u16 {
    loop {
        let socket = UdpSocket::bind((ip, 0)).expect("a socket");
        let port = socket.local_addr().expect("bound").port();
        if std::net::TcpListener::bind((ip, port)).is_ok() {
            return port;
        }
    }
}
