//! What still works where short codes are no longer looked at.

use countersign_core::Timestamp;
use countersign_core::challenge::{Payload, PurposeKind};
use countersign_core::limits::RESET_LANES;
use countersign_store::{StoreError, StoredChallenge, Tx};

/// The ways that are left to whoever answers this challenge, as slugs, the nearest first. Areas and orders take no recovery code.
pub(super) async fn ways_left(
    tx: &mut Tx,
    challenge: &StoredChallenge,
    everywhere: bool,
    now: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let mut ways = Vec::new();
    let kind = challenge.payload.kind();
    if matches!(kind, PurposeKind::SignIn | PurposeKind::ChangeAuthenticator) {
        let stored = tx.person_read(&challenge.person).await?;
        if stored.is_some_and(|stored| stored.person.recovery_codes > 0) {
            ways.push("recovery-code");
        }
    }
    let sign_in = match &challenge.payload {
        Payload::SignIn { attempt } => tx.sign_in_read(attempt).await?,
        _ => None,
    };
    match sign_in {
        _ if everywhere => ways.push("assisted-recovery"),
        Some(at) if at.device.is_some() => ways.push("another-browser"),
        Some(at) => {
            ways.push("recognised-device");
            let used = at.lane.is_some();
            if !used && tx.reset_lanes_opened(&challenge.person, now).await? < RESET_LANES {
                ways.push("password-reset");
            }
        }
        None => ways.push("recognised-device"),
    }
    Ok(ways.into_iter().map(str::to_owned).collect())
}
