//! Erases a person: what names, reaches or traces them goes; the id stays, because records and receipts speak of it.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;

use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Of two erasures at once one changes the row and goes on.
    ERASE_PERSON = "UPDATE persons SET name = '', name_folded = '', country = NULL, sign_in_index = 'erased ' || id, password_hash = NULL, \
        state = 'disabled', erased_at = $2 WHERE id = $1 AND erased_at IS NULL";
    ERASE_CONTACTS = "UPDATE contacts SET value_sealed = '', value_index = 'erased ' || id, confirmed_at = NULL, \
        shared_from = NULL, label = NULL WHERE person = $1";
    ERASE_FORMER_CONTACTS = "DELETE FROM former_contacts WHERE person = $1";
    ERASE_AUTHENTICATORS = "UPDATE authenticators SET secret_sealed = NULL, name = NULL, state = 'removed' WHERE person = $1";
    ERASE_CHANGES = "UPDATE changes SET secret_sealed = NULL, name = NULL, state = 'closed' WHERE person = $1";
    ERASE_RECOVERY_CODES = "DELETE FROM recovery_codes WHERE set_id IN (SELECT id FROM recovery_sets WHERE person = $1)";
    ERASE_RECOVERY_SETS = "UPDATE recovery_sets SET state = 'void', salt = '', saved_by_sealed = NULL WHERE person = $1";
    ERASE_SESSIONS = "UPDATE sessions SET reference = '', reference_index = 'erased ' || id, device = NULL, client_sealed = NULL, \
        cookie_hash = NULL, cookie_before = NULL WHERE person = $1";
    ERASE_SIGN_INS = "DELETE FROM sign_ins WHERE person = $1";
    ERASE_CHALLENGES = "UPDATE challenges SET recipient = NULL, target = NULL WHERE person = $1";
    ERASE_VISITS = "DELETE FROM visits WHERE person = $1";
    ERASE_ORDERS = "UPDATE orders SET target = NULL, state = CASE WHEN state IN ('open', 'authorised') THEN 'cancelled' ELSE state END, \
        closed_at = COALESCE(closed_at, $2) WHERE person = $1";
    ERASE_KEPT_FORMS = "DELETE FROM kept_forms WHERE person = $1";
    ERASE_LEDGER = "DELETE FROM guess_ledgers WHERE person = $1";
    ERASE_RESET_LANES = "DELETE FROM reset_lanes WHERE person = $1";
    ERASE_LINKS = "DELETE FROM mailed_links WHERE person = $1";
    ERASE_NOTICES = "DELETE FROM security_notices WHERE person = $1";
    ERASE_PAUSES = "DELETE FROM notice_pauses WHERE person = $1";
    /// Whom it invited is personal too; a pending one of a person who is gone invites nobody.
    ERASE_INVITATIONS = "DELETE FROM invitations WHERE person = $1 OR (inviter = $1 AND state = 'pending')";
    ERASE_SUPPORT_PIN = "DELETE FROM support_pins WHERE person = $1";
    ERASE_CALL_CODE = "DELETE FROM call_codes WHERE person = $1";
    /// The salt lies with the facts and goes with them; the hash stays, and the chain holds.
    ERASE_FACTS = "UPDATE audit_events SET facts_sealed = NULL WHERE person = $1 AND facts_sealed IS NOT NULL";
}

impl Tx {
    /// Erases a person; false: there is none, or no longer. Sessions are ended before, by
    /// [`person_secured`](Self::person_secured).
    pub async fn person_erase(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        if self.execute(&ERASE_PERSON, &[person.into(), now.into()]).await? == 0 {
            return Ok(false);
        }
        self.execute(&ERASE_ORDERS, &[person.into(), now.into()]).await?;
        for statement in [
            &ERASE_CONTACTS,
            &ERASE_FORMER_CONTACTS,
            &ERASE_AUTHENTICATORS,
            &ERASE_CHANGES,
            &ERASE_RECOVERY_CODES,
            &ERASE_RECOVERY_SETS,
            &ERASE_SESSIONS,
            &ERASE_SIGN_INS,
            &ERASE_CHALLENGES,
            &ERASE_VISITS,
            &ERASE_KEPT_FORMS,
            &ERASE_LEDGER,
            &ERASE_RESET_LANES,
            &ERASE_LINKS,
            &ERASE_NOTICES,
            &ERASE_PAUSES,
            &ERASE_INVITATIONS,
            &ERASE_SUPPORT_PIN,
            &ERASE_CALL_CODE,
            &ERASE_FACTS,
        ] {
            self.execute(statement, &[person.into()]).await?;
        }
        self.recoveries_erase(person).await?;
        self.tickets_erase(person, now).await?;
        self.vouches_erase(person).await?;
        Ok(true)
    }
}
