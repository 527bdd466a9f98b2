//! Remembers tries of recovery codes: charged in a commit of their own, because the slow hash runs between it and the answer.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::{Challenge, Expected, PurposeKind, Refusal};
use countersign_core::ids::ChallengeId;
use countersign_core::people::Method;

use crate::challenges::{answerable, challenge_columns, challenge_from};
use crate::charges::{CHALLENGE_FAIL_IF_SPENT, CHALLENGE_GIVE_BACK, Charge, Meter};
use crate::db::Tx;
use crate::error::StoreError;
use crate::recovery::RecoverySalt;
use crate::statements::statements;

statements! {
    /// Counts a try before the code is hashed. Guards that only a sign-in or a change takes one (CS-RC-07).
    RECOVERY_CHARGE = concat!("UPDATE challenges SET tries = tries + 1, method = 'recovery-code' \
        WHERE id = $1 AND purpose = $2 AND purpose IN ('sign-in', 'change-authenticator') AND state = 'open' \
        AND tries < tries_limit AND (method IS NULL OR method = 'recovery-code')", answerable!("$3"), " RETURNING ", challenge_columns!());
    /// Holds the charged challenge while the answer is settled, and looks again at what it depends on.
    RECOVERY_SETTLE = concat!("UPDATE challenges SET tries = tries WHERE id = $1 AND purpose = $2 AND state = 'open' \
        AND method = 'recovery-code'", answerable!("$3"), " RETURNING ", challenge_columns!());
    /// Takes the lock that tries from one address queue at, so that the count is not old when it is used.
    RECOVERY_ADDRESS_LOCK = "INSERT INTO recovery_addresses (address, version, tries, touched_at) VALUES ($1, 1, '', $2) \
        ON CONFLICT (address) DO UPDATE SET version = recovery_addresses.version + 1, touched_at = $2 RETURNING tries";
    RECOVERY_ADDRESS_WRITE = "UPDATE recovery_addresses SET tries = $2 WHERE address = $1";
    RECOVERY_ADDRESSES_FORGET = "DELETE FROM recovery_addresses WHERE address IN \
        (SELECT address FROM recovery_addresses WHERE touched_at <= $1 ORDER BY touched_at, address LIMIT 500)";
}

/// Tries from one address in any 60 minutes (CS-RC-08).
const TRIES_AN_HOUR: usize = 20;
const HOUR: Duration = Duration::from_hours(1);

impl Tx {
    /// Charges a recovery code to its challenge and to the address it came from; never to the guess ledger, so that nobody
    /// can close this way for another. Gives what the code is to be hashed with; `None`: the person has no valid set, and a
    /// hash is spent all the same.
    pub async fn recovery_charge(
        &mut self,
        id: &ChallengeId,
        purpose: PurposeKind,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<Result<Option<RecoverySalt>, Refusal>, StoreError> {
        let args = [id.into(), purpose.as_str().into(), now.into()];
        let Some(row) = self.fetch_optional(&RECOVERY_CHARGE, &args).await? else {
            return Ok(Err(Refusal::Closed));
        };
        let stored = challenge_from(&row)?;
        if let Some(address) = address
            && let Some(until) = self.recovery_address(address, now).await?
        {
            self.execute(&CHALLENGE_GIVE_BACK, &[id.into()]).await?;
            return Ok(Err(Refusal::Wait { until }));
        }
        Ok(Ok(self.recovery_salt(&stored.person).await?))
    }

    /// The charged challenge, ready to be checked. `hashed_with` is what the code was hashed with: a set that was renewed
    /// meanwhile makes it wrong.
    pub async fn recovery_settle(
        &mut self,
        id: &ChallengeId,
        purpose: PurposeKind,
        hashed_with: Option<&RecoverySalt>,
        now: Timestamp,
    ) -> Result<Result<Charge, Refusal>, StoreError> {
        let args = [id.into(), purpose.as_str().into(), now.into()];
        let Some(row) = self.fetch_optional(&RECOVERY_SETTLE, &args).await? else {
            return Ok(Err(Refusal::Closed));
        };
        let stored = challenge_from(&row)?;
        let Some(RecoverySalt { set, .. }) = hashed_with else {
            // Nothing to compare with is a wrong code like any other.
            self.execute(&CHALLENGE_FAIL_IF_SPENT, &[id.into()]).await?;
            let tries_left = stored.tries_left();
            return Ok(Err(Refusal::Wrong { tries_left, clock_off_minutes: None }));
        };
        let codes = self.recovery_unused(set).await?;
        let challenge = Challenge::open(
            stored.id.clone(),
            stored.person.clone(),
            stored.payload.clone(),
            Method::RecoveryCode,
            stored.expires_at,
            Expected::RecoveryCodes { set: set.clone(), codes },
        )
        .charged(stored.tries_left());
        Ok(Ok(Charge { challenge, meter: Meter::outside_the_ledger(stored) }))
    }

    /// Settles a wrong recovery code: the last try ends the challenge.
    pub async fn recovery_miss(&mut self, meter: &Meter) -> Result<(), StoreError> {
        self.execute(&CHALLENGE_FAIL_IF_SPENT, &[(&meter.id).into()]).await?;
        Ok(())
    }

    /// Forgets addresses that nothing came from since; at most 500 a call.
    pub async fn recovery_addresses_forget(
        &mut self,
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        self.execute(&RECOVERY_ADDRESSES_FORGET, &[before.into()]).await
    }

    /// Counts a try from this address; when the next one may come, if the hour's are used up.
    async fn recovery_address(
        &mut self,
        address: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let index = self.sealer().blind_index("recovery-address", address);
        let args = [index.as_str().into(), now.into()];
        let row =
            self.fetch_optional(&RECOVERY_ADDRESS_LOCK, &args).await?.ok_or(StoreError::Busy)?;
        let text = row.text("tries")?;
        let mut tries = Vec::new();
        for word in text.split_ascii_whitespace() {
            tries.push(Timestamp::from_ms(word.parse().map_err(|_| row.corrupt("tries"))?));
        }
        tries.retain(|at| now.since(*at) < HOUR);
        if let Some(leaves) = tries.len().checked_sub(TRIES_AN_HOUR) {
            return Ok(Some(tries[leaves].plus(HOUR)));
        }
        tries.push(now);
        let words: Vec<String> = tries.iter().map(|at| at.ms().to_string()).collect();
        let args = [index.as_str().into(), words.join(" ").into()];
        self.execute(&RECOVERY_ADDRESS_WRITE, &args).await?;
        Ok(None)
    }
}
