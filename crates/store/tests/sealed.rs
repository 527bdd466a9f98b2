//! A sealed value opens only where it was sealed; what is looked for is found without opening anything.

use countersign_core::challenge::KeyId;
use countersign_store::{MasterKeys, Sealer, StoreError, Subkey};
use countersign_testkit::SeededEntropy;

const SECRET: &[u8] = b"JBSWY3DPEHPK3PXP";

fn keys(text: &str) -> MasterKeys {
    MasterKeys::parse(text).expect("the key file is taken")
}

fn key_file() -> String {
    MasterKeys::generate(&mut SeededEntropy::new(7))
}

/// The same file after a rotation: another key stands first.
fn rotated() -> String {
    let other = MasterKeys::generate(&mut SeededEntropy::new(8));
    let new =
        other.lines().find(|line| line.starts_with("key ")).expect("a key").replace("k1", "k2");
    key_file().replacen("key k1", &format!("{new}\nkey k1"), 1)
}

/// CS-CRY-01: what was moved, swapped, changed or cut short fails closed, and never reads as "there is no secret".
#[test]
fn a_sealed_value_opens_in_its_own_place_only() {
    let sealer = Sealer::new(&keys(&key_file()));
    let sealed = sealer.seal("authenticators", "secret", "aut_a", SECRET);
    let open = |table, column, row, text: &str| sealer.unseal(table, column, row, text);
    let closed = |table: &str, column: &str| {
        Err(StoreError::Sealed { table: table.to_owned(), column: column.to_owned() })
    };
    assert_eq!(
        &**open("authenticators", "secret", "aut_a", &sealed).expect("its own place"),
        SECRET
    );
    for (table, column, row) in [
        ("authenticators", "secret", "aut_b"),
        ("authenticators", "secre", "taut_a"),
        ("contacts", "secret", "aut_a"),
        ("authenticators", "name", "aut_a"),
    ] {
        assert_eq!(
            open(table, column, row, &sealed),
            closed(table, column),
            "{table}.{column} {row}"
        );
    }
    for cut in 0..sealed.len() {
        let short = open("authenticators", "secret", "aut_a", &sealed[..cut]);
        assert_eq!(short, closed("authenticators", "secret"), "cut to {cut}");
    }
    for at in 0..sealed.len() {
        let mut bytes = sealed.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).expect("still text");
        let opened = open("authenticators", "secret", "aut_a", &changed);
        assert_eq!(opened, closed("authenticators", "secret"), "changed at {at}");
    }
}

/// Equal secrets in two rows, or sealed twice, do not look equal in a copy of the database.
#[test]
fn equal_secrets_are_sealed_differently() {
    let sealer = Sealer::new(&keys(&key_file()));
    let sealed = || sealer.seal("authenticators", "secret", "aut_a", SECRET);
    let texts: std::collections::HashSet<String> = (0..1000).map(|_| sealed()).collect();
    assert_eq!(texts.len(), 1000);
}

/// CS-CRY-03: old records stay readable until they are sealed again, and name the key they need.
#[test]
fn a_rotation_keeps_what_was_sealed_and_found() {
    let (before, after) = (Sealer::new(&keys(&key_file())), Sealer::new(&keys(&rotated())));
    let old = before.seal("contacts", "value", "con_a", SECRET);
    assert_eq!(
        &**after.unseal("contacts", "value", "con_a", &old).expect("the old key is there"),
        SECRET
    );
    assert_eq!(Sealer::key_of(&old), Some(KeyId("k1".to_owned())));
    let new = after.seal("contacts", "value", "con_a", SECRET);
    assert_eq!(Sealer::key_of(&new), Some(KeyId("k2".to_owned())));
    assert!(before.unseal("contacts", "value", "con_a", &new).is_err());
    assert_eq!(
        before.blind_index("phone", "+4930123456"),
        after.blind_index("phone", "+4930123456")
    );
}

/// A blind index tells equal values of one kind, and nothing without the key.
#[test]
fn a_blind_index_depends_on_kind_value_and_key() {
    let sealer = Sealer::new(&keys(&key_file()));
    let index = sealer.blind_index("phone", "+4930123456");
    assert_eq!(index.len(), 64);
    assert_eq!(index, sealer.blind_index("phone", "+4930123456"));
    let other_key = Sealer::new(&keys(&MasterKeys::generate(&mut SeededEntropy::new(9))));
    for other in [
        sealer.blind_index("phone", "+4930123457"),
        sealer.blind_index("address", "+4930123456"),
        sealer.blind_index("phone+", "4930123456"),
        other_key.blind_index("phone", "+4930123456"),
    ] {
        assert_ne!(index, other);
    }
}

/// A key of one purpose says nothing about another: one that leaks does not open the rest.
#[test]
fn purposes_and_master_keys_have_keys_of_their_own() {
    let keys = keys(&rotated());
    let purposes = [
        Subkey::Sealing,
        Subkey::Codes,
        Subkey::Receipts,
        Subkey::Forms,
        Subkey::Links,
        Subkey::Passwords,
    ];
    let mut seen = std::collections::HashSet::new();
    for id in keys.ids() {
        for purpose in purposes {
            assert!(
                seen.insert(keys.subkey(id, purpose).expect("a known key")),
                "{id:?} {purpose:?}"
            );
        }
    }
    assert_eq!(keys.subkey(&KeyId("k9".to_owned()), Subkey::Codes), None);
}

/// CS-CRY-02: without proper keys nothing starts, and the error names the line and the fix, never the key.
#[test]
fn an_improper_key_file_is_refused_with_its_line() {
    let good = key_file();
    let value = |prefix: &str| {
        let line = good.lines().find(|line| line.starts_with(prefix)).expect("such a line");
        line.rsplit(' ').next().expect("a value").to_owned()
    };
    let (key, index) = (value("key k1"), value("index"));
    let zeroes = "A".repeat(43);
    let sample = data_encoding::BASE64URL_NOPAD.encode(b"0123456789abcdef0123456789abcdef");
    let words = data_encoding::BASE64URL_NOPAD.encode(b"please change me before you start");
    let counting = data_encoding::BASE64URL_NOPAD.encode(&(0..32).collect::<Vec<u8>>());
    for (text, says) in [
        (String::new(), "no master key"),
        ("# nothing\n\n".to_owned(), "no master key"),
        (good.replace("epoch 1", ""), "no epoch"),
        (good.replace(&format!("index {index}"), ""), "no index key"),
        (good.replace(&key, ""), "line 4"),
        (good.replace(&key, &key[..42]), "line 4"),
        (good.replace(&key, &key[..22]), "256 bits"),
        (good.replace(&key, &zeroes), "all zeroes"),
        (good.replace(&key, &sample), "sample"),
        (good.replace(&key, &words[..43]), "line 4"),
        (good.replace(&key, &counting), "sample"),
        (good.replace(&key, &index), "line 5"),
        (good.replace(&index, &key), "line 5"),
        (format!("{good}key k1 {}\n", value_of_another()), "line 6"),
        (format!("{good}key k2 {key}\n"), "line 6"),
        (format!("{good}key K.2 {}\n", value_of_another()), "line 6"),
        (format!("{good}epoch 2\n"), "line 6"),
        (format!("{good}index {}\n", value_of_another()), "line 6"),
        (format!("{good}secret {key}\n"), "line 6"),
        (good.replace("epoch 1", "epoch one"), "line 3"),
    ] {
        let error = MasterKeys::parse(&text).expect_err(says).to_string();
        assert!(error.contains(says), "{error:?} does not say {says:?}");
        assert!(!error.contains(&key) && !error.contains(&index), "{error:?} shows a key");
    }
    let shown = format!("{:?}", keys(&good));
    assert!(!shown.contains(&key) && shown.contains("k1"), "{shown}");
}

fn value_of_another() -> String {
    let other = MasterKeys::generate(&mut SeededEntropy::new(11));
    other.lines().last().expect("a line").rsplit(' ').next().expect("a value").to_owned()
}
