//! `countersign operator`, run as the binary it is: the password comes from the terminal or a pipe, never from an argument.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const PASSWORD: &str = "seven ferns under glass";

fn run(folder: &Path, args: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .current_dir(folder)
        .args(args)
        .env_remove("COUNTERSIGN_CONFIG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // A command that refuses before it reads closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(typed.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn set_up() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run(folder.path(), &["init", "--origin", "https://confirm.example"], "");
    assert!(made.status.success(), "{}", text(&made.stderr));
    folder
}

fn create(folder: &Path, email: &str, password: &str, more: &[&str]) -> Output {
    let args = ["operator", "create", "--email", email, "--name", "Anna Berg"];
    run(folder, &[&args[..], more].concat(), &format!("{password}\n"))
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn staff_are_made_listed_stopped_and_let_in_again() {
    let folder = set_up();
    let at = folder.path();
    let made = lines(&create(at, "anna@example.com", PASSWORD, &["--json"]));
    let id = made[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!((&made[0]["role"], &made[0]["state"]), (&"operator".into(), &"active".into()));
    let agent = create(at, "sam@example.com", PASSWORD, &["--role", "support-agent"]);
    assert!(
        agent.status.success() && text(&agent.stdout).starts_with("per_"),
        "{}",
        text(&agent.stderr)
    );
    assert!(
        text(&agent.stderr).contains("https://confirm.example/sign-in"),
        "{}",
        text(&agent.stderr)
    );

    let list = || lines(&run(at, &["operator", "list", "--json"], ""));
    let listed = list();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0]["email"], "anna@example.com");
    assert_eq!(
        (&listed[0]["second_factor"], &listed[1]["role"]),
        (&false.into(), &"support-agent".into())
    );
    assert_eq!(
        lines(&run(at, &["operator", "disable", &id, "--json"], ""))[0]["state"],
        "disabled"
    );
    assert_eq!(list()[0]["state"], "disabled");
    let again = run(at, &["operator", "disable", &id], "");
    assert!(!again.status.success() && text(&again.stderr).contains("operator list"));
    assert_eq!(lines(&run(at, &["operator", "enable", &id, "--json"], ""))[0]["state"], "active");
    assert_eq!(list()[0]["state"], "active");
    let odd = run(at, &["operator", "disable", "anna@example.com"], "");
    assert!(!odd.status.success() && text(&odd.stderr).contains("per_"), "{}", text(&odd.stderr));
    for kind in ["staff.created", "staff.disabled", "staff.enabled"] {
        let trail = text(&run(at, &["audit", "export"], "").stdout);
        assert!(trail.contains(kind), "{kind}: {trail}");
    }
}

/// CS-PW-03: listed and context words are refused here as everywhere; the reason is told, the value never.
#[test]
fn a_weak_password_is_refused_and_not_repeated() {
    let folder = set_up();
    for (password, why) in [
        ("password123", "well known"),
        ("qwertyuiop", "well known"),
        ("anna@example.com", "well known"),
        ("Anna Berg", "well known"),
        ("annaannaanna", "well known"),
        ("seven", "at least 8"),
        ("", "no password"),
    ] {
        let refused = create(folder.path(), "anna@example.com", password, &[]);
        let said = text(&refused.stderr);
        assert!(!refused.status.success() && said.contains(why), "{password}: {said}");
        assert!(password.is_empty() || !said.contains(password), "{said}");
    }
    for (email, why) in [("no address", "email"), ("", "email")] {
        let refused = create(folder.path(), email, PASSWORD, &[]);
        assert!(!refused.status.success() && text(&refused.stderr).contains(why));
    }
    let argument = create(folder.path(), "anna@example.com", "", &["--password", PASSWORD]);
    assert!(!argument.status.success(), "a password is no argument");
    assert!(text(&run(folder.path(), &["operator", "list"], "").stdout).is_empty());
    assert!(create(folder.path(), "anna@example.com", PASSWORD, &[]).status.success());
    let taken = create(folder.path(), "Anna@example.com", PASSWORD, &[]);
    assert!(text(&taken.stderr).contains("already"), "{}", text(&taken.stderr));
    for file in ["countersign.db", "countersign.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
        assert!(!bytes.windows(PASSWORD.len()).any(|part| part == PASSWORD.as_bytes()), "{file}");
    }
}

/// At a terminal: asked twice, never shown. `script` gives the command a terminal of its own.
#[test]
fn at_a_terminal_nothing_that_is_typed_is_shown() {
    let folder = set_up();
    let typed = |second: &str| {
        let command = format!(
            "{} operator create --email anna@example.com --name Anna",
            env!("CARGO_BIN_EXE_countersign")
        );
        let mut child = Command::new("script")
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .current_dir(folder.path())
            .env_remove("COUNTERSIGN_CONFIG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("script runs");
        let mut keys = child.stdin.take().expect("a pipe");
        let mut screen = child.stdout.take().expect("a pipe");
        let mut seen = Vec::new();
        for (prompt, line) in [("Password: ", PASSWORD), ("The same again: ", second)] {
            let mut byte = [0];
            while !text(&seen).ends_with(prompt) && screen.read(&mut byte).expect("readable") == 1 {
                seen.push(byte[0]);
            }
            assert!(text(&seen).ends_with(prompt), "{}", text(&seen));
            keys.write_all(format!("{line}\n").as_bytes()).expect("typed");
        }
        screen.read_to_end(&mut seen).expect("readable");
        (child.wait().expect("it ends").success(), text(&seen))
    };
    let (made, seen) = typed("another one");
    assert!(!made && seen.contains("do not agree"), "{seen}");
    let (made, seen) = typed(PASSWORD);
    assert!(made && seen.contains("per_"), "{seen}");
    assert!(!seen.contains(PASSWORD), "{seen}");
}

/// CS-PW-03: the twenty-five values that the pages refuse too, at both commands that set a password: each with its reason, nobody is
/// made, and none is repeated.
#[test]
fn no_command_sets_a_weak_password() {
    let folder = set_up();
    let settings = folder.path().join("countersign.toml");
    let text_of = std::fs::read_to_string(&settings).expect("settings");
    assert!(text_of.contains("\n[portal]\n"), "{text_of}");
    let named = text_of.replace("\n[portal]\n", "\n[portal]\nname = \"Nordlicht Hosting\"\n");
    std::fs::write(&settings, named).expect("written");
    let weak = include_str!("data/weak-passwords.txt");
    let email = "mara.weber@example.com";
    for value in weak.lines() {
        let args = ["operator", "create", "--email", email, "--name", "Mara Weber"];
        let refused = run(folder.path(), &args, &format!("{value}\n"));
        let said = text(&refused.stderr);
        assert!(!refused.status.success() && said.contains("well known"), "{value}: {said}");
        assert!(!said.contains(value) || value == email, "{said}");
    }
    let lines: Vec<String> = weak
        .lines()
        .map(|value| {
            serde_json::json!({"email": email, "name": "Mara Weber", "password": value}).to_string()
        })
        .collect();
    std::fs::write(folder.path().join("persons.jsonl"), lines.join("\n")).expect("written");
    let import = run(folder.path(), &["person", "import", "persons.jsonl", "--json"], "");
    let said = text(&import.stderr);
    assert!(!import.status.success() && import.stdout.is_empty(), "{said}");
    assert_eq!(said.matches("well known").count(), 25, "{said}");
    assert!(said.contains("0 brought in, 0 there already, 25 refused"), "{said}");
    assert!(weak.lines().all(|value| !said.contains(value)), "{said}");
}
