//! Randomness drawn before a plan, for ids whose number only the plan learns.

use sha2::{Digest as _, Sha256};

use countersign_core::Entropy;

use crate::Ctx;

/// 256 random bits. A plan that is run again draws the same ids from it, as it must.
#[derive(Clone)]
pub(crate) struct Drawn([u8; 32]);

impl Drawn {
    pub(crate) fn of(ctx: &Ctx) -> Self {
        let mut seed = [0; 32];
        ctx.random(|entropy| entropy.fill(&mut seed));
        Self(seed)
    }

    /// A source for one use; of two uses with different names neither repeats the other.
    pub(crate) fn source(&self, name: &str) -> impl Entropy + use<> {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(name.as_bytes());
        Source { seed: hash.finalize().into(), block: 0 }
    }
}

struct Source {
    seed: [u8; 32],
    block: u64,
}

impl Entropy for Source {
    fn fill(&mut self, buf: &mut [u8]) {
        for part in buf.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed);
            hash.update(self.block.to_be_bytes());
            self.block += 1;
            part.copy_from_slice(&hash.finalize()[..part.len()]);
        }
    }
}
