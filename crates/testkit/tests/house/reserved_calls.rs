//! Calls that only one room may make: what turns a counted attempt into a grant, and a typed value into a password.

/// The call, and the places that may make it: counting and burning are guarded UPDATEs, and only the store runs those; a password is
/// hashed only behind the one check of every place that sets one (CS-PW-03), and a support PIN is none.
const RESERVED: [(&str, &[&str]); 3] = [
    ("charged", &["crates/store/src/"]),
    ("granted", &["crates/store/src/"]),
    ("hash_pool.hash", &["crates/app/src/people/password.rs", "crates/app/src/support/pin.rs"]),
];

/// "Count before you look" and "burn before you grant" hold only while nobody else can claim to have counted or burnt; one check of
/// passwords, only while nobody else hashes one.
#[test]
fn reserved_calls_are_made_at_home() {
    let mut strangers = Vec::new();
    let mut at_home = [0; RESERVED.len()];
    for (path, text) in crate::texts(&["crates", "demo"], &[".rs"]) {
        if path.ends_with("house/reserved_calls.rs") {
            continue;
        }
        for (at, (call, homes)) in RESERVED.iter().enumerate() {
            for (number, line) in text.lines().enumerate() {
                if !calls(line, call) {
                    continue;
                }
                if homes.iter().any(|home| path.starts_with(home)) {
                    at_home[at] += 1;
                } else if !is_core_test(&path, &text, number) {
                    strangers.push(format!("{path}:{} calls {call}", number + 1));
                }
            }
        }
    }
    assert!(strangers.is_empty(), "reserved for another place: {strangers:#?}");
    assert!(at_home.iter().all(|calls| *calls > 0), "a reserved call was renamed: {RESERVED:?}");
}

/// Whether a line calls it on a value or by its path. A type's own method of the same name is something else.
fn calls(line: &str, call: &str) -> bool {
    let line = line.replace(&format!("self.{call}("), "");
    line.contains(&format!(".{call}(")) || line.contains(&format!("::{call}("))
}

/// The core's own tests play the store's part.
fn is_core_test(path: &str, text: &str, line: usize) -> bool {
    path.starts_with("crates/core/tests/")
        || path.starts_with("crates/core/src/")
            && text.lines().take(line).any(|above| above.trim() == "#[cfg(test)]")
}
