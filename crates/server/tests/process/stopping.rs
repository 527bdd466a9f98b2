//! The signal to stop, at the worst moment.

use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::running::set_up;

/// Whoever stops it while it still starts is heard: it ends by itself, and nothing is left half made. (It used to die of the signal
/// until the database was open, which service managers take for a crash.)
#[test]
fn a_server_that_is_stopped_while_it_starts_ends_well() {
    for wait_ms in [0, 1, 2, 5, 10, 20, 40, 80, 160, 320] {
        let folder = set_up();
        let settings =
            std::fs::read_to_string(folder.path().join("countersign.toml")).expect("settings");
        let address = settings.split("listen = \"").nth(1).and_then(|rest| rest.split('"').next());
        let address = address.expect("an address").to_owned();
        let mut child = Command::new(env!("CARGO_BIN_EXE_countersign"))
            .current_dir(folder.path())
            .arg("serve")
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let begun = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not listen");
        }
        // How far it has come by then is another matter each time; that is the point.
        std::thread::sleep(Duration::from_millis(wait_ms));
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
        let ended = child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0), "after {wait_ms} ms");
        let again = crate::running::Serving::begin(&folder, &[]);
        assert_eq!(again.stop().0, Some(0), "what it left is fit to be served");
    }
}
