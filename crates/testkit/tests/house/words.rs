//! One word, one thing: the words for which the house has another do not come in.

/// The word, the word that stands for it here.
const BANNED: &[(&str, &str)] = &[
    ("user", "person"),
    ("users", "persons"),
    ("username", "e-mail or sign-in name"),
    ("tenant", "account"),
    ("tenants", "accounts"),
    ("login", "sign-in"),
    ("logins", "sign-ins"),
    ("logon", "sign-in"),
    ("logout", "sign-out"),
    ("signin", "sign-in"),
    ("signout", "sign-out"),
    ("stepup", "step-up"),
    ("mfa", "second factor"),
    ("passcode", "code"),
];

/// Texts that other people's standards and programs fixed; they are taken out before looking.
const FOREIGN: &[&str] = &[
    // HTTP's own header (RFC 9110 section 10.1.5), the contract's field for it, and the client that sends it.
    "user-agent",
    "user_agent",
    "useragent",
    "user agent",
    // RFC 9470's error code.
    "insufficient_user_authentication",
    // CSS properties.
    "user-select",
    // HTML's autocomplete value for a sign-in name, and the part of a URL (RFC 3986 calls it userinfo).
    "autocomplete=\"username\"",
    "autocomplete=\"username webauthn\"",
    "userinfo",
    // The url crate's name for the part before the password.
    "url.username()",
    // The tool that makes a service's own system account.
    "useradd",
];

/// Places where a foreign word is the right one: (path begins with, word, why).
const PLACES: &[(&str, &str, &str)] = &[
    ("crates/channels/src/smtp", "username", "SMTP AUTH names it so (RFC 4954)"),
    ("crates/channels/tests/smpp/", "username", "a parameter of Kannel's HTTP interface"),
    ("crates/channels/", "login", "a mechanism of SMTP AUTH: AUTH LOGIN"),
    (
        "crates/channels/src/sip",
        "user",
        "the part of a SIP URI before the @ (RFC 3261 section 19.1)",
    ),
    ("crates/channels/src/sip", "username", "digest's parameter (RFC 7616 section 3.4)"),
    ("docs/operators/install.md", "user", "systemd's keys"),
    ("crates/server/src/cli/person_import/keycloak.rs", "", "names of Keycloak's export"),
    ("crates/server/src/cli/person_import/authentik.rs", "", "names of authentik's API"),
    ("crates/server/tests/process/person_import.rs", "", "files of Keycloak and authentik"),
    ("docs/operators/persons.md", "users", "files of Keycloak and authentik, and its API's path"),
    ("crates/server/src/cli/person_import", "users", "the files of Keycloak and authentik"),
    ("crates/testkit/tests/house/words.rs", "", "this list"),
];

/// The table of words in ARCHITECTURE.md holds in code, columns, templates, texts and documents.
#[test]
fn the_house_has_one_word_for_one_thing() {
    let folders = ["crates", "demo", "docs", "tests", "scripts", "README.md", "ARCHITECTURE.md"];
    let endings = [".rs", ".sql", ".html", ".ftl", ".toml", ".css", ".js", ".mjs", ".txt", ".md"];
    let mut strangers = Vec::new();
    for (path, text) in crate::texts(&folders, &endings) {
        for (number, line) in text.lines().enumerate() {
            for word in words(&without_foreign(line)) {
                let Some((_, ours)) = BANNED.iter().find(|(banned, _)| *banned == word) else {
                    continue;
                };
                let placed = PLACES.iter().any(|(place, allowed, _)| {
                    path.starts_with(place) && (allowed.is_empty() || *allowed == word)
                });
                if !placed {
                    strangers.push(format!("{path}:{}: {word} -> {ours}", number + 1));
                }
            }
        }
    }
    assert!(strangers.is_empty(), "{strangers:#?}");
}

fn without_foreign(line: &str) -> String {
    let mut line = split_camel(line);
    for text in FOREIGN {
        line = line.replace(text, " ");
    }
    line
}

/// Lower case, with a break where an identifier's next word begins: `UserAgent` reads `user agent`.
fn split_camel(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    for c in line.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
        before = c;
    }
    out
}

fn words(line: &str) -> Vec<String> {
    line.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The scan itself: an identifier is read word by word, and standards' own names pass.
#[test]
fn identifiers_are_read_word_by_word() {
    let read = |line: &str| words(&without_foreign(line));
    assert!(read("let userName = current_user;").contains(&"user".to_owned()));
    assert!(read("fn by_login_name()").contains(&"login".to_owned()));
    assert!(!read("headers[USER_AGENT], UserAgent, \"User-Agent\"").contains(&"user".to_owned()));
}
