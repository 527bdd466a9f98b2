//! The desk as this node sees it: routes from a file, how the providers stand from the database, both read again and again.

use std::sync::{Arc, PoisonError, RwLock};

use countersign_core::delivery::brake::Caps;
use countersign_core::delivery::{Desk, Routes, Standing};
use countersign_core::people::Method;
use countersign_store::{ReadTx, StoredProvider};

use crate::{AppError, Ctx};

/// Where routes and tariffs come from; a file, that an operator changes while the server runs.
pub trait RouteSource: Send + Sync {
    /// What changes when the source does, such as the file's time and size. `None`: it cannot be looked at.
    fn mark(&self) -> Option<String>;

    /// Reads it. The error is for the operator: where, why and the fix.
    fn read(&self) -> Result<Routes, String>;
}

/// What the operator decided about sending.
#[derive(Clone, Default)]
pub struct DeskSettings {
    /// Countries that phone messages may go to, ISO 3166-1 alpha-2; empty: to none.
    pub countries: Vec<String>,
    /// The routes in force at start.
    pub routes: Routes,
    /// Where newer ones come from.
    pub source: Option<Arc<dyn RouteSource>>,
    /// The most that is sent.
    pub caps: Caps,
}

/// The newest view of the desk. What is shown hangs on it; what is sent is decided anew from the database.
pub(crate) struct Board {
    source: Option<Arc<dyn RouteSource>>,
    seen: RwLock<Seen>,
}

struct Seen {
    desk: Arc<Desk>,
    mark: Option<String>,
}

impl Board {
    pub(crate) fn new(settings: DeskSettings, carriers: Vec<(String, Vec<Method>)>) -> Self {
        let standings =
            standings(&carriers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), &[]);
        let desk = Desk {
            countries: settings.countries,
            routes: settings.routes,
            carriers,
            standings,
            closed: Vec::new(),
            at: None,
        };
        let mark = settings.source.as_ref().and_then(|source| source.mark());
        let seen = Seen { desk: Arc::new(desk), mark };
        Self { source: settings.source, seen: RwLock::new(seen) }
    }

    pub(crate) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.seen.read().unwrap_or_else(PoisonError::into_inner).desk)
    }

    fn change(&self, change: impl FnOnce(&mut Desk)) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        let mut desk = Desk::clone(&seen.desk);
        change(&mut desk);
        seen.desk = Arc::new(desk);
    }

    /// Reads the routes again if their source changed, or if it must be.
    fn reload(&self, always: bool) -> Result<bool, String> {
        let Some(source) = &self.source else { return Ok(false) };
        let mark = source.mark();
        let is_known = self.seen.read().unwrap_or_else(PoisonError::into_inner).mark == mark;
        if is_known && !always {
            return Ok(false);
        }
        let read = source.read();
        // A file that cannot be used is told of once and not every second; the routes before it stay in force.
        self.seen.write().unwrap_or_else(PoisonError::into_inner).mark = mark;
        let routes = read?;
        self.change(|desk| desk.routes = routes);
        Ok(true)
    }
}

/// Reads routes and standings again. A database that is away leaves the view as it was.
pub(crate) async fn refresh(ctx: &Ctx) -> Result<(), AppError> {
    if let Err(wrong) = ctx.board.reload(false) {
        metrics::gauge!("countersign_alarm", "kind" => "routes-unreadable").set(1.0);
        tracing::error!(wrong, alarm = "routes-unreadable", "the routes before stay in force");
    }
    let now = ctx.clock.now();
    let (stored, closed) = ctx
        .store
        .read(async move |tx: &mut ReadTx| {
            Ok((tx.providers_read().await?, tx.taps_closed("country", now).await?))
        })
        .await?;
    ctx.board.change(|desk| {
        desk.standings = standings_of(desk, &stored);
        // What is only told of closes no way.
        desk.closed = if ctx.caps.only_records { Vec::new() } else { closed };
        desk.at = Some(now);
    });
    Ok(())
}

/// Reads the routes again, whether or not their source looks changed. The error is for the operator.
pub fn reload(ctx: &Ctx) -> Result<(), String> {
    if ctx.board.reload(true)? {
        metrics::gauge!("countersign_alarm", "kind" => "routes-unreadable").set(0.0);
        Ok(())
    } else {
        Err("there is no file of routes; name it with sending.routes".to_owned())
    }
}

/// How every provider of a desk stands.
pub(crate) fn standings_of(desk: &Desk, stored: &[StoredProvider]) -> Vec<Standing> {
    let names: Vec<_> = desk.carriers.iter().map(|(name, _)| name.as_str()).collect();
    standings(&names, stored)
}

fn standings(names: &[&str], stored: &[StoredProvider]) -> Vec<Standing> {
    let standing = |name: &&str| {
        let known = stored.iter().find(|known| known.name == *name);
        Standing {
            provider: (*name).to_owned(),
            is_on: known.is_none_or(|known| known.is_on),
            open: known.and_then(|known| known.open),
        }
    };
    names.iter().map(standing).collect()
}
