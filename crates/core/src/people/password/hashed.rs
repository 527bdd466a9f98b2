//! What another system stores instead of a password, and what must not become one here.

/// How the hashes that systems store begin: modular crypt, PHC strings, directories, frameworks.
const BEGINNINGS: [&str; 19] = [
    "$argon2", "$scrypt", "$pbkdf2", "$bcrypt", "$2a$", "$2b$", "$2x$", "$2y$", "$1$", "$5$",
    "$6$", "$7$", "$y$", "$apr1$", "{ssha", "{sha", "{crypt}", "pbkdf2_", "scrypt:",
];

/// Whether this is the hash of a password, by how it begins. Bare hexadecimal is not told from a password that a program drew.
pub(super) fn is_hash(text: &str) -> bool {
    let text = text.trim_start().as_bytes();
    BEGINNINGS.iter().any(|begins| {
        text.get(..begins.len()).is_some_and(|start| start.eq_ignore_ascii_case(begins.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::is_hash;

    #[test]
    fn a_hash_is_known_by_how_it_begins_and_a_password_is_none() {
        for hash in [
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
            " $2b$12$abcdefghijklmnopqrstuu",
            "$6$rounds=5000$salt$hash",
            "{SSHA512}Zm9v",
            "{crypt}$6$x",
            "pbkdf2_sha256$600000$salt$hash",
            "scrypt:32768:8:1$salt$hash",
        ] {
            assert!(is_hash(hash), "{hash}");
        }
        for password in ["", "$", "$2", "korrekt pferd batterie", "argon2 is my horse", "{shiny}"] {
            assert!(!is_hash(password), "{password}");
        }
    }
}
