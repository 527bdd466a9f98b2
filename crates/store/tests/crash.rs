//! Whoever was answered is found after `kill -9` (CS-RL-10).

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use countersign_testkit::{TestDb, db, probe};

/// Answers after which the process is killed, in the middle of the next ones.
const ANSWERS: usize = 1500;

/// Five times; the file is the same, so that recovery meets what recovery left.
#[test]
fn what_was_answered_survives_kill_9() {
    db::run(TestDb::sqlite, |db| async move {
        probe::make(&db.store).await;
        let TestDb { store, url, key_file, .. } = db;
        drop(store);
        let mut answered = Vec::new();
        for _ in 0..5 {
            let mut child = Command::new(until_killed())
                .args([&url, &key_file])
                .stdout(Stdio::piped())
                .spawn()
                .expect("the other process starts");
            let mut lines =
                BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
            let mut told: Vec<String> =
                lines.by_ref().map_while(Result::ok).take(ANSWERS).collect();
            child.kill().expect("it can be killed");
            // What it had said before it died is still in the pipe.
            told.extend(lines.map_while(Result::ok));
            child.wait().expect("it is gone");
            answered.extend(
                told.iter().filter_map(|line| Some(line.split_once("done ")?.1.to_owned())),
            );
        }
        assert!(answered.len() > 5 * ANSWERS / 2, "only {} answers", answered.len());
        let store = db::open(&url, &key_file).await;
        let found = probe::ids(&store).await;
        let lost: Vec<_> = answered.iter().filter(|id| found.binary_search(id).is_err()).collect();
        assert!(lost.is_empty(), "{} of {} answers were lost", lost.len(), answered.len());
    });
}

/// The process that is killed; built with the tests, beside them.
fn until_killed() -> PathBuf {
    let this = std::env::current_exe().expect("this program has a path");
    let folder = this.parent().and_then(Path::parent).expect("target/debug/deps");
    let program = folder.join("examples").join("until_killed");
    assert!(program.exists(), "build it: cargo build -p countersign-store --example until_killed");
    program
}
