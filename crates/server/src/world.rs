//! The world as ports: the system's clock and the system's randomness. Nothing else in the server asks for them.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use countersign_app::ctx::Clock;
use countersign_core::{Entropy, Timestamp};

/// The ports the server is run with.
#[derive(Clone)]
pub struct World {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Opens a source of randomness.
    pub entropy: fn() -> Box<dyn Entropy>,
}

impl World {
    /// The world of this machine.
    pub fn of_the_system() -> Self {
        Self { clock: Arc::new(SystemClock), entropy: || Box::new(SystemEntropy) }
    }
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        // A clock before 1970 reads as 1970: everything has then expired or not begun, and nothing opens.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, buf: &mut [u8]) {
        use rand::TryRng as _;
        // Without randomness every handle would be guessable: better no server at all (CS-CRY-05).
        rand::rngs::SysRng.try_fill_bytes(buf).expect("the system gives random bytes");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// CS-CRY-05: nothing is kept between draws that a fork, or a copy of the machine, could repeat: each draw asks the system.
    #[test]
    fn the_source_of_randomness_keeps_no_state() {
        assert_eq!(size_of::<SystemEntropy>(), 0);
    }

    /// CS-CRY-05: a million tokens of 128 bits, drawn by 64 threads at once, no two alike.
    #[test]
    fn a_million_tokens_of_many_threads_are_distinct() {
        let world = World::of_the_system();
        let threads: Vec<_> = (0..64)
            .map(|_| {
                let entropy = world.entropy;
                std::thread::spawn(move || {
                    let mut source = entropy();
                    (0..15_625)
                        .map(|_| {
                            let mut token = [0u8; 16];
                            source.fill(&mut token);
                            token
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let mut seen = HashSet::new();
        for thread in threads {
            for token in thread.join().expect("it ends") {
                assert!(seen.insert(token), "drawn twice");
            }
        }
        assert_eq!(seen.len(), 1_000_000);
    }
}
