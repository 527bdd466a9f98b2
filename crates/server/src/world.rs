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
