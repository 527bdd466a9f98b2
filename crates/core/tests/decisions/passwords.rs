//! Passwords: length in code points, the list, the words around them, the estimate, and the switches.

use countersign_core::people::{PasswordContext, PasswordPolicy, PasswordRefused};

fn policy() -> PasswordPolicy {
    let words = ["Acme Hosting", "Customer Center", "Countersign"].map(str::to_owned).to_vec();
    PasswordPolicy { words, ..PasswordPolicy::default() }
}

fn check(policy: &PasswordPolicy, password: &str) -> Result<(), PasswordRefused> {
    let person = PasswordContext::of(&["mara.meier+portal@example.com", "Mara Meier"]);
    policy.check(password, &person, false).map(drop)
}

/// Random code points that a seeded walk gives: signs of ASCII, Latin, Greek and Cyrillic letters.
fn random(length: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).expect("31 bits")
    };
    let mut sign = || match next() % 4 {
        0 => char::from(b"!$%&/()=?#*+-_.:;,<>|"[next() % 21]),
        1 => char::from(b"abcdefghijkmnpqrstuvwxyz23456789"[next() % 32]),
        2 => char::from_u32(0x3b1 + u32::try_from(next() % 16).expect("small")).expect("Greek"),
        _ => char::from_u32(0x430 + u32::try_from(next() % 32).expect("small")).expect("Cyrillic"),
    };
    (0..length).map(|_| sign()).collect()
}

/// CS-PW-01: 7 is refused, 8, 64 and 128 random code points pass, emoji count one each, 1,024 bytes are the end.
#[test]
fn length_counts_code_points_and_ends_at_1024_bytes() {
    let policy = policy();
    for seed in 1..20 {
        let short = check(&policy, &random(7, seed));
        assert_eq!(short, Err(PasswordRefused::TooShort { least: 8 }));
        for length in [8, 15, 64, 128, 512] {
            assert_eq!(check(&policy, &random(length, seed)), Ok(()), "{}", random(length, seed));
        }
    }
    let most = "sailed 7 kayaks;".repeat(64);
    assert_eq!((most.len(), check(&policy, &most)), (1_024, Ok(())));
    assert_eq!(check(&policy, &format!("{most}!")), Err(PasswordRefused::TooLong));
    assert_eq!(check(&policy, "🦊🌵🎺🧊🪁🍋🛶🐙"), Ok(()));
    assert_eq!(check(&policy, "🦊🌵🎺🧊🪁🍋🛶"), Err(PasswordRefused::TooShort { least: 8 }));
}

/// CS-PW-01: the switch raises the floor for persons without a second factor, and for nobody else.
#[test]
fn fifteen_characters_may_be_asked_of_persons_without_a_second_factor() {
    let policy = PasswordPolicy { long_without_second_factor: true, ..policy() };
    let none = PasswordContext::default();
    let eleven = random(11, 3);
    let refused = Err(PasswordRefused::TooShort { least: 15 });
    assert_eq!(policy.check(&eleven, &none, false), refused);
    assert_eq!(policy.check(&eleven, &none, true).map(drop), Ok(()));
    assert_eq!(policy.check(&random(15, 3), &none, false).map(drop), Ok(()));
}

/// CS-PW-02: no class of characters is asked for, unless the operator's switch does.
#[test]
fn phrases_and_digits_pass_unless_a_mixture_is_asked_for() {
    let mixed = PasswordPolicy { mixture: true, ..policy() };
    for plain in ["anchor velvet thunder pickle orbit", "830174629518347"] {
        assert_eq!(check(&policy(), plain), Ok(()), "{plain}");
        assert_eq!(check(&mixed, plain), Err(PasswordRefused::Unmixed), "{plain}");
    }
    assert_eq!(check(&mixed, "Anchor velvet thunder pickle orbit"), Ok(()));
    assert_eq!(check(&mixed, "ANCHOR VELVET THUNDER!"), Err(PasswordRefused::Unmixed));
}

/// A hash out of another system is strong by every estimate, and opens the account to whoever has read it there.
#[test]
fn the_hash_of_a_password_is_none() {
    let hash =
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ";
    assert_eq!(check(&policy(), hash), Err(PasswordRefused::Hashed));
}

/// CS-PW-03: listed values and what is made of the names around, with the reason.
#[test]
fn well_known_values_and_names_are_refused() {
    for listed in [
        "password",
        "12345678",
        "qwertyuiop",
        "iloveyou",
        "trustno1",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "starwars",
        "superman",
        "1qaz2wsx",
        "Passw0rd",
        "MICHELLE",
        "corvette",
        "11111111",
        "mercedes",
        "samantha",
        "whatever",
        "jennifer",
    ] {
        assert_eq!(check(&policy(), listed), Err(PasswordRefused::WellKnown), "{listed}");
    }
    for named in [
        "acmehosting",
        "Acme Hosting 2026!",
        "countersigncountersign",
        "customer-center",
        "mara.meier+portal",
        "MaraMeierMaraMeier",
        "mara.meier+portal@example.com",
        "meier-1984",
    ] {
        assert_eq!(check(&policy(), named), Err(PasswordRefused::WellKnown), "{named}");
    }
    // A name may stand in a password that would do without it.
    assert_eq!(check(&policy(), "mara sails 9 green kayaks upriver"), Ok(()));
}

/// CS-PW-03: what an estimate calls guessable is refused, long or short.
#[test]
fn guessable_values_are_refused() {
    for easy in ["abcdefghijkl", "aaaaaaaaaaaaaaaa", "19.05.1984", "P@ssw0rd123", "asdfghjkl;'"] {
        let refused = check(&policy(), easy).expect_err(easy);
        assert!(matches!(refused, PasswordRefused::TooEasy | PasswordRefused::WellKnown), "{easy}");
    }
    assert_eq!(check(&policy(), "aaaaaaaaaaaaaaaa"), Err(PasswordRefused::TooEasy));
}
