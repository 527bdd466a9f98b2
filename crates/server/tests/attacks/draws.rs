//! What must not be guessed is drawn from the system: no two alike, no letter likelier than another (CS-CRY-05).

use std::collections::HashSet;

use countersign_core::Entropy;
use countersign_core::people::{RecoveryCode, TotpSecret};
use countersign_core::ports::Bearer;
use countersign_server::world::World;

/// How far counts are from equal ones: chi-square.
fn unevenness(counts: &[u64]) -> f64 {
    let total: u64 = counts.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let (mean, squares) = (
        total as f64 / counts.len() as f64,
        counts.iter().map(|count| *count as f64).collect::<Vec<_>>(),
    );
    squares.iter().map(|count| (count - mean).powi(2) / mean).sum()
}

fn system() -> Box<dyn Entropy> {
    (World::of_the_system().entropy)()
}

/// CS-CRY-05: eight threads at once, each with a source of its own as every node has.
#[test]
fn no_two_handles_are_alike() {
    let draws: Vec<_> = (0..8)
        .map(|_| {
            std::thread::spawn(|| {
                let mut source = system();
                (0..25_000)
                    .map(|_| Bearer::short(&mut *source).reveal().to_owned())
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let mut seen = HashSet::new();
    for draw in draws {
        for handle in draw.join().expect("drawn") {
            assert_eq!(handle.len(), 22, "128 bits");
            assert!(seen.insert(handle), "drawn twice");
        }
    }
    assert_eq!(seen.len(), 200_000);
}

/// CS-TOTP-02: a thousand keys of 160 bits, none twice, every byte as likely as every other.
#[test]
fn a_thousand_app_keys_are_distinct_and_flat() {
    let mut source = system();
    let (mut seen, mut counts) = (HashSet::new(), [0u64; 256]);
    for _ in 0..1_000 {
        let key = TotpSecret::generate(&mut *source);
        let text = key.base32().to_string();
        assert!(text.len() == 32 && !text.contains('='), "{text}");
        key.bytes().iter().for_each(|byte| counts[usize::from(*byte)] += 1);
        assert!(seen.insert(text));
    }
    // 255 degrees of freedom: above 400 is less likely than one in ten million.
    assert!(unevenness(&counts) < 400.0, "{}", unevenness(&counts));
}

/// CS-RC-01: a thousand sets of ten, no code twice, twelve letters of Crockford's alphabet, each as likely.
#[test]
fn a_thousand_sets_of_recovery_codes_are_distinct_and_flat() {
    let alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    let mut source = system();
    let (mut seen, mut counts) = (HashSet::new(), [0u64; 32]);
    for _ in 0..1_000 * RecoveryCode::IN_A_SET {
        let code = RecoveryCode::generate(&mut *source).reveal().to_owned();
        assert_eq!(code.len(), 12);
        for letter in code.chars() {
            counts[alphabet.find(letter).expect("of the alphabet")] += 1;
        }
        assert!(seen.insert(code), "drawn twice");
    }
    // 31 degrees of freedom.
    assert!(unevenness(&counts) < 100.0, "{}", unevenness(&counts));
}
