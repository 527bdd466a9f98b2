//! Counts refusals of strangers by address, kind and minute, so that a flood leaves one record and not a flood of them.

use countersign_core::Timestamp;
use countersign_core::audit::Facts;
use countersign_core::ids::EventId;
use countersign_core::session::Client;

use crate::audit::AuditRecord;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

const MINUTE_MS: i64 = 60_000;

statements! {
    STRANGER_REFUSED = "INSERT INTO stranger_refusals (address_index, kind, reason, minute, event, address_sealed, refusals) \
        VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (address_index, kind, reason, minute) \
        DO UPDATE SET refusals = stranger_refusals.refusals + 1";
    /// Takes what is over: of two nodes that take at once one gets the row.
    STRANGERS_TAKE = "DELETE FROM stranger_refusals WHERE event IN \
        (SELECT event FROM stranger_refusals WHERE minute < $1 ORDER BY minute, event LIMIT 100 /* skip locked */) \
        RETURNING kind, reason, minute, event, address_sealed, refusals";
}

/// A refusal of somebody who is nobody we know.
#[derive(Clone, Debug)]
pub struct StrangerRefused {
    /// The id of the record, if this is the first of its minute.
    pub event: EventId,
    /// When.
    pub at: Timestamp,
    /// What was tried: a stable slug such as `sign-in.refused`.
    pub kind: &'static str,
    /// Why it was refused, as a slug.
    pub reason: &'static str,
    /// Where it came from.
    pub client: Client,
}

impl Tx {
    /// Counts a refusal.
    pub async fn stranger_refused(&mut self, refused: &StrangerRefused) -> Result<(), StoreError> {
        let address = refused.client.address().map(|ip| ip.to_string()).unwrap_or_default();
        let index = self.sealer().blind_index("stranger-address", &address);
        let event = refused.event.as_str();
        let sealed = self.sealer().seal("stranger_refusals", "address", event, address.as_bytes());
        let args = [
            index.into(),
            refused.kind.into(),
            refused.reason.into(),
            refused.at.ms().div_euclid(MINUTE_MS).into(),
            event.into(),
            sealed.into(),
        ];
        self.execute(&STRANGER_REFUSED, &args).await?;
        Ok(())
    }

    /// Writes one record for each address, kind and minute that is over; how many.
    pub async fn strangers_record(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        let before = now.ms().div_euclid(MINUTE_MS);
        let over = self.fetch_all(&STRANGERS_TAKE, &[before.into()]).await?;
        for row in &over {
            let id = EventId::parse(&row.text("event")?).map_err(|_| row.corrupt("event"))?;
            let sealed = row.text("address_sealed")?;
            let address =
                self.sealer().unseal("stranger_refusals", "address", id.as_str(), &sealed)?;
            let mut facts = Facts::default().with("count", &row.int("refusals")?.to_string());
            if !address.is_empty() {
                facts = facts.with("address", &String::from_utf8_lossy(&address));
            }
            let at = Timestamp::from_ms(row.int("minute")?.saturating_mul(MINUTE_MS));
            let record = AuditRecord { facts, ..AuditRecord::new(id, at, "strangers", "stranger") }
                .refused()
                .because(row.text("reason")?);
            self.audit_insert_as(&record, &row.text("kind")?).await?;
        }
        Ok(over.len())
    }
}
