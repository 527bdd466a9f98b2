//! What a password hash costs: the defender's price for each guess at a stolen copy.

/// Parameters of Argon2id; its lanes are always one, since hashes run side by side anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashCost {
    /// Memory in KiB: 19,456 to 1,048,576, default 19,456 (CS-PW-04).
    pub memory_kib: u32,
    /// Passes over it: 2 to 10, default 2.
    pub passes: u32,
}

impl Default for HashCost {
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2 }
    }
}

impl HashCost {
    /// Whether a hash made at this cost is cheaper than one made now, in memory or passes.
    pub const fn rose_since(self, then: Self) -> bool {
        self.memory_kib > then.memory_kib || self.passes > then.passes
    }

    /// How many hashes may run at once: two for each processor, so that none stands still, and never more than fit into
    /// a quarter of the memory (CS-PW-05). One always may.
    pub fn at_once(self, processors: usize, memory_bytes: u64) -> usize {
        let quarter = memory_bytes / 4 / (u64::from(self.memory_kib) * 1_024);
        usize::try_from(quarter).unwrap_or(usize::MAX).min(processors.saturating_mul(2)).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-PW-05: n hashes of m take at most a quarter of the memory.
    #[test]
    fn hashes_fit_into_a_quarter_of_the_memory() {
        const GIB: u64 = 1 << 30;
        let cost = HashCost { memory_kib: 65_536, passes: 2 };
        assert_eq!(HashCost::default().at_once(2, 4 * GIB), 4);
        assert_eq!(HashCost::default().at_once(64, GIB), 13);
        assert_eq!(cost.at_once(64, 4 * GIB), 16);
        assert_eq!(cost.at_once(2, 64 << 20), 1);
    }
}
