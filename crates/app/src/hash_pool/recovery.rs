//! The hash of a recovery code: keyed and slow like a password's, but under one salt a set, so that a try costs one.

use std::sync::Arc;

use argon2::Params;
use countersign_core::limits::Lane;
use countersign_core::people::{RecoveryCode, RecoveryHash};
use zeroize::Zeroizing;

use super::{HashPool, argon2, keyed};
use crate::AppError;

/// Memory in KiB and passes. Fixed: a set is hashed once, and its codes are compared for years.
const COST: (u32, u32) = (19_456, 2);

impl HashPool {
    /// Hashes a recovery code under the salt of its set.
    pub(crate) async fn recovery_hash(
        &self,
        code: &RecoveryCode,
        salt: &[u8],
    ) -> Result<RecoveryHash, AppError> {
        // The word in front keeps a recovery code apart from a password of the same letters.
        let text = Zeroizing::new(format!("recovery-code\n{}", code.reveal()));
        let (key, salt) = (Arc::clone(&self.key), salt.to_vec());
        self.on_the_pool(&Lane::Unrecognised, move |memory| {
            let params = Params::new(COST.0, COST.1, 1, None)
                .map_err(|_| AppError::Internal("hash-parameters"))?;
            let mut hash = [0u8; 32];
            memory.hash(&argon2(params), &keyed(&key, &text)?, &salt, &mut hash)?;
            Ok(RecoveryHash::from_bytes(hash))
        })
        .await
    }
}
