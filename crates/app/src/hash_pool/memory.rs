//! The memory that hashes are made in: each takes one piece, leaves it to the next while others wait, and gives it back to the system
//! after that.

use std::sync::{Mutex, PoisonError};

use argon2::{Argon2, Block};

use crate::AppError;

/// Blocks of 1 KiB that are reserved for a hash, however few it needs. glibc maps what is larger than 32 MiB by itself and gives it back
/// whole; smaller pieces it begins to carve from one heap, between everything else, and keeps: five hundred sign-ins at once left a
/// gigabyte there, with four hashes at a time (CS-PW-05). What is reserved and not touched costs nothing.
const RESERVED: usize = 33 * 1_024;

/// Pieces that wait for the next hash.
pub(super) struct Memory {
    kept: Mutex<Vec<Vec<Block>>>,
}

impl Memory {
    pub(super) fn new() -> Self {
        Self { kept: Mutex::new(Vec::new()) }
    }

    /// Computes one hash into `out`.
    pub(super) fn hash(
        &self,
        argon2: &Argon2<'_>,
        password: &[u8],
        salt: &[u8],
        out: &mut [u8],
    ) -> Result<(), AppError> {
        let blocks = argon2.params().block_count();
        let mut piece = self.piece(blocks);
        let made = argon2.hash_password_into_with_memory(password, salt, out, &mut piece[..blocks]);
        self.kept().push(piece);
        made.map_err(|_| AppError::Internal("hash-failed"))
    }

    /// Lets go of pieces until so many are left.
    pub(super) fn keep(&self, most: usize) {
        let over = {
            let mut kept = self.kept();
            let most = most.min(kept.len());
            kept.split_off(most)
        };
        drop(over);
    }

    fn piece(&self, blocks: usize) -> Vec<Block> {
        let mut piece =
            self.kept().pop().unwrap_or_else(|| Vec::with_capacity(RESERVED.max(blocks)));
        if piece.len() < blocks {
            piece.resize(blocks, Block::default());
        }
        piece
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
