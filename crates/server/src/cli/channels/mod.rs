//! `countersign channels …`: providers, routes and taps, live, beside the server.

mod list;
mod numbers;
mod reload;
mod route;
mod switch;
mod tap;
mod test;

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use countersign_app::{Actor, Asked};
use countersign_core::people::Method;
use countersign_core::session::Client;

use crate::world::World;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Channels {
    /// Show every provider with its switch, its breaker and its last 24 hours.
    List(list::List),
    /// Send a message without a code through one provider.
    Test(test::Test),
    /// Switch a provider off, on every node, within a second.
    Disable(switch::Disable),
    /// Switch a provider on again; it is no longer left out either.
    Enable(switch::Enable),
    /// Show where a message to a number would go, and what it costs.
    Route(route::Route),
    /// Check the file of routes; the server reads it within a second.
    Reload(reload::Reload),
    /// Open the tap of a country that the brake closed in error.
    OpenTap(tap::OpenTap),
    /// Note that a number or address wants no messages: its holder wrote STOP.
    Stop(numbers::Stop),
    /// Note that it wants them again: its holder wrote START.
    Start(numbers::Start),
}

impl Channels {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        match self {
            Self::List(list) => list.run(path, world).await,
            Self::Test(test) => test.run(path, world).await,
            Self::Disable(disable) => disable.run(path, world).await,
            Self::Enable(enable) => enable.run(path, world).await,
            Self::Route(route) => route.run(path, world).await,
            Self::Reload(_) => reload::run(path),
            Self::OpenTap(tap) => tap.run(path, world).await,
            Self::Stop(stop) => stop.run(path, world).await,
            Self::Start(start) => start.run(path, world).await,
        }
    }
}

/// The operator asks, at the command line.
fn asked(world: &World) -> Asked {
    Asked {
        now: world.clock.now(),
        by: Actor::Operator,
        request: String::new(),
        client: Client::default(),
        once: None,
    }
}

fn method(text: &str) -> anyhow::Result<Method> {
    match Method::parse(text).filter(|method| method.is_delivered()) {
        Some(method) => Ok(method),
        None => bail!("{text:?} is no method; write sms, call, whatsapp or email"),
    }
}

/// An amount in millionths as a decimal.
fn money(micros: i64) -> String {
    let whole = micros / 1_000_000;
    let part = format!("{:06}", micros.unsigned_abs() % 1_000_000);
    let part = part.trim_end_matches('0');
    format!("{whole}.{part:0<2}")
}
