//! Starts the mock that checks requests against a published API description.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests");
const FIX: &str =
    "the mock did not start. Run the tests with scripts/test, or `npm ci` in tests/gateways";

/// A running mock. It ends with this value.
pub struct Prism {
    pub origin: String,
    child: Child,
}

impl Prism {
    /// Serves one description of tests/specs. It takes some seconds to start: one for all cases of a provider.
    pub fn start(description: &str) -> Self {
        // Another process may take the port between its choice and its use; then the mock ends, and another port is tried.
        (0..3).find_map(|_| Self::try_start(description)).unwrap_or_else(|| panic!("{FIX}"))
    }

    fn try_start(description: &str) -> Option<Self> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address: SocketAddr = free.expect("a port");
        let mut child = Command::new("node")
            .args([
                &format!("{ROOT}/gateways/node_modules/@stoplight/prism-cli/dist/index.js"),
                "mock",
                "--host",
                "127.0.0.1",
                "--port",
                &address.port().to_string(),
                "--errors",
                &format!("{ROOT}/specs/{description}"),
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("node: {e}: {FIX}"));
        // Two minutes: the machine may be busy with other tests.
        for _ in 0..1200 {
            if TcpStream::connect(address).is_ok() {
                return Some(Self { origin: format!("http://{address}"), child });
            }
            if !matches!(child.try_wait(), Ok(None)) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = child.kill();
        let _ = child.wait();
        None
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
