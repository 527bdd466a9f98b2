//! Remembers how each provider stands: the operator's switch, and the circuit breaker.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::delivery::{AttemptState, Seen, Trip};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    PROVIDERS_READ = "SELECT name, switch, breaker, trip, trips, open_until, changed_at FROM providers ORDER BY name";
    /// Switches a provider. Switching on also closes the breaker: the operator knows that it works again.
    PROVIDER_SWITCH = "INSERT INTO providers (name, switch, switched_at, breaker, trips, changed_at) \
        VALUES ($1, $2, $3, 'closed', 0, $3) ON CONFLICT (name) DO UPDATE SET switch = EXCLUDED.switch, \
        switched_at = EXCLUDED.switched_at, changed_at = EXCLUDED.changed_at, breaker = 'closed', trip = NULL, trips = 0, open_until = NULL";
    /// Opens a breaker that is closed. Of several workers that find the provider broken at once, one opens it.
    PROVIDER_OPEN = "INSERT INTO providers (name, switch, breaker, trip, trips, open_until, changed_at) \
        VALUES ($1, 'on', 'open', $2, 1, $3, $4) ON CONFLICT (name) DO UPDATE SET breaker = 'open', trip = EXCLUDED.trip, \
        trips = providers.trips + 1, open_until = EXCLUDED.open_until, changed_at = EXCLUDED.changed_at \
        WHERE providers.breaker = 'closed' RETURNING trips";
    /// Takes the right to probe: of all workers one gets it, and the others have to wait.
    PROVIDER_PROBE = "UPDATE providers SET open_until = $2 WHERE name = $1 AND breaker = 'open' AND open_until <= $3";
    PROVIDER_STAY_OPEN = "UPDATE providers SET open_until = $2, trips = trips + 1 WHERE name = $1 AND breaker = 'open'";
    PROVIDER_CLOSE = "UPDATE providers SET breaker = 'closed', trip = NULL, trips = 0, open_until = NULL, changed_at = $2 \
        WHERE name = $1 AND breaker = 'open'";
    ATTEMPTS_SEEN = "SELECT state, begun_at FROM attempts WHERE provider = $1 AND begun_at > $2 \
        ORDER BY begun_at DESC, number DESC, id DESC LIMIT 100";
}

/// How a provider stands; one that was never switched or left out has no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProvider {
    /// Its name.
    pub name: String,
    /// Whether the operator lets it be used.
    pub is_on: bool,
    /// Whether it is left out, why, and until when.
    pub open: Option<(Trip, Timestamp)>,
    /// How often it was left out, one after the other.
    pub trips: u32,
    /// When switch or breaker last changed; what is judged begins there.
    pub changed_at: Timestamp,
}

impl Tx {
    /// Switches a provider on or off.
    pub async fn provider_switch(
        &mut self,
        name: &str,
        on: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let word = if on { "on" } else { "off" };
        self.execute(&PROVIDER_SWITCH, &[name.into(), word.into(), now.into()]).await?;
        Ok(())
    }

    /// Leaves a provider out until `until`; false: it is left out already.
    pub async fn provider_open(
        &mut self,
        name: &str,
        trip: Trip,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [name.into(), trip.as_str().into(), until.into(), now.into()];
        Ok(self.fetch_optional(&PROVIDER_OPEN, &args).await?.is_some())
    }

    /// Takes the right to probe a provider whose time is over; true to one caller, and to nobody else for `lease`.
    pub async fn provider_probe(
        &mut self,
        name: &str,
        lease: Duration,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [name.into(), now.plus(lease).into(), now.into()];
        Ok(self.execute(&PROVIDER_PROBE, &args).await? == 1)
    }

    /// The probe failed: leaves the provider out until `until`.
    pub async fn provider_stay_open(
        &mut self,
        name: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&PROVIDER_STAY_OPEN, &[name.into(), until.into()]).await?;
        Ok(())
    }

    /// The provider works again.
    pub async fn provider_close(&mut self, name: &str, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(&PROVIDER_CLOSE, &[name.into(), now.into()]).await? == 1)
    }
}

impl ReadTx {
    /// Every provider that was ever switched or left out.
    pub async fn providers_read(&mut self) -> Result<Vec<StoredProvider>, StoreError> {
        self.fetch_all(&PROVIDERS_READ, &[]).await?.iter().map(provider_from).collect()
    }

    /// The newest 100 hand-overs of a provider after `since`, newest first.
    pub async fn attempts_seen(
        &mut self,
        provider: &str,
        since: Timestamp,
    ) -> Result<Vec<Seen>, StoreError> {
        let rows = self.fetch_all(&ATTEMPTS_SEEN, &[provider.into(), since.into()]).await?;
        let seen = |row: &Row| {
            let state = AttemptState::parse(&row.text("state")?);
            let state = state.ok_or_else(|| row.corrupt("state"))?;
            Ok(Seen { state, at: row.time("begun_at")? })
        };
        rows.iter().map(seen).collect()
    }
}

fn provider_from(row: &Row) -> Result<StoredProvider, StoreError> {
    let open = match (row.text("breaker")?.as_str(), row.opt_time("open_until")?) {
        ("open", Some(until)) => {
            let trip = row.opt_text("trip")?.and_then(|text| Trip::parse(&text));
            Some((trip.ok_or_else(|| row.corrupt("trip"))?, until))
        }
        _ => None,
    };
    Ok(StoredProvider {
        name: row.text("name")?,
        is_on: row.text("switch")? == "on",
        open,
        trips: u32::try_from(row.int("trips")?).unwrap_or(u32::MAX),
        changed_at: row.time("changed_at")?,
    })
}
