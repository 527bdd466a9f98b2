//! Remembers tries of codes that confirm a contact: charged to the challenge and to the value, never to the guess ledger.

use countersign_core::Timestamp;
use countersign_core::challenge::Refusal;
use countersign_core::ids::ContactId;

use crate::challenges::StoredChallenge;
use crate::charges::{CHALLENGE_GIVE_BACK, Charge, Meter};
use crate::db::Tx;
use crate::error::StoreError;

impl Tx {
    /// Charges a try that was counted at its challenge to the value too. Where the day's tries are used up, by whomever, the
    /// try is taken back and nothing is looked at (CS-ENR-12).
    pub(crate) async fn contact_charge(
        &mut self,
        stored: StoredChallenge,
        contact: &ContactId,
        now: Timestamp,
    ) -> Result<Result<Charge, Refusal>, StoreError> {
        let known = self.contact_read(&stored.person, contact).await?;
        let (Some(contact), Some(open)) = (known, stored.to_send()) else {
            self.execute(&CHALLENGE_GIVE_BACK, &[(&stored.id).into()]).await?;
            return Ok(Err(Refusal::Closed));
        };
        if !self.contact_budget_try(&contact, now).await? {
            self.execute(&CHALLENGE_GIVE_BACK, &[(&stored.id).into()]).await?;
            return Ok(Err(Refusal::ContactSpent));
        }
        let challenge = open.charged(stored.tries_left());
        let target = stored.target.clone();
        let mut meter = Meter::outside_the_ledger(stored);
        (meter.contact, meter.target) = (Some(contact), target);
        Ok(Ok(Charge { challenge, meter }))
    }
}
