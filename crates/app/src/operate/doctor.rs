//! Looks at everything the server needs and says what is wrong and how to mend it.

use std::sync::Arc;
use std::time::Duration;

use countersign_channels::Channel;
use countersign_channels::webhook::SignedPost;
use countersign_core::Timestamp;
use countersign_store::Store;

/// How long one look may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// 2026-01-01T00:00:00Z: no clock that is right shows less.
const BUILT: Timestamp = Timestamp::from_ms(1_767_225_600_000);

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What.
    pub part: String,
    /// Whether it is well.
    pub ok: bool,
    /// What was seen.
    pub seen: String,
    /// What to do, where something is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl Finding {
    /// All is well.
    pub fn well(part: &str, seen: impl Into<String>) -> Self {
        Self { part: part.to_owned(), ok: true, seen: seen.into(), fix: None }
    }

    /// Something is wrong.
    pub fn wrong(part: &str, seen: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { part: part.to_owned(), ok: false, seen: seen.into(), fix: Some(fix.into()) }
    }
}

/// Looks at the database: reachable, writable, up to date, bytewise.
pub async fn database(store: &Store) -> Vec<Finding> {
    let ready = match tokio::time::timeout(PATIENCE, store.is_ready()).await {
        Ok(Ok(())) => Finding::well("database", "read and written, schema up to date"),
        Ok(Err(error)) => Finding::wrong(
            "database",
            error.to_string(),
            "run `countersign migrate`; check the disk and the database server",
        ),
        Err(_) => Finding::wrong(
            "database",
            "no answer in 5 s",
            "check that the database server runs and can be reached",
        ),
    };
    let collation = match store.collation_is_bytewise().await {
        Ok(true) => Finding::well("collation", "text compares bytewise"),
        Ok(false) => Finding::wrong(
            "collation",
            "text does not compare bytewise",
            "make the database with LC_COLLATE 'C'",
        ),
        Err(error) => {
            Finding::wrong("collation", error.to_string(), "check that the database can be reached")
        }
    };
    vec![ready, collation]
}

/// Looks at the operator's own ticket system; hands nothing over.
pub async fn ticket_system(system: &SignedPost) -> Finding {
    let part = "tickets";
    match tokio::time::timeout(PATIENCE, system.reach()).await {
        Ok(Ok(())) => Finding::well(part, "answers"),
        Ok(Err(why)) => Finding::wrong(
            part,
            why,
            "check tickets.url and that the ticket system runs; tickets wait meanwhile",
        ),
        Err(_) => Finding::wrong(
            part,
            "no answer in 5 s",
            "check tickets.url and that the ticket system runs; tickets wait meanwhile",
        ),
    }
}

/// Looks at the channels; sends nothing.
pub async fn channels(channels: &[Arc<dyn Channel>]) -> Vec<Finding> {
    if channels.is_empty() {
        let fix = "set up [channels.smtp] or [channels.webhook]; without them only authenticator apps work";
        return vec![Finding::wrong("channels", "none is set up", fix)];
    }
    let mut findings = Vec::new();
    for channel in channels {
        let part = format!("channel {}", channel.name());
        findings.push(match tokio::time::timeout(PATIENCE, channel.probe()).await {
            Ok(Ok(())) => Finding::well(&part, "answers"),
            Ok(Err(why)) => Finding::wrong(
                &part,
                why,
                "check its settings and that it can be reached from here",
            ),
            Err(_) => Finding::wrong(&part, "no answer in 5 s", "check host, port and firewall"),
        });
    }
    findings
}

/// Looks at the clock: app codes and time spans hang on it (CS-OPS-04).
pub fn clock(now: Timestamp) -> Finding {
    if now < BUILT {
        let fix = "set the clock and let a time service keep it";
        return Finding::wrong("clock", crate::signing::rfc3339(now), fix);
    }
    Finding::well("clock", crate::signing::rfc3339(now))
}
