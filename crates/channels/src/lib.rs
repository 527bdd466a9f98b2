//! Channels send one message each: the trait, and one file per provider.
#![deny(missing_docs)]

pub mod callback;
mod http;
pub mod http_gateway;
mod message;
mod number;
mod report;
pub mod sip;
pub mod smpp;
pub mod smtp;
mod tls;
pub mod twilio;
pub mod webhook;
pub mod whatsapp_cloud;
mod wish;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::mpsc;

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use callback::{Callback, CallbackRefused, CallbackRequest};
pub use http_gateway::HttpGateway;
pub use message::{Message, SendError, Sent, Spoken};
pub use report::{Delivery, News, Report};
pub use sip::Sip;
pub use smpp::Smpp;
pub use smtp::Smtp;
pub use twilio::Twilio;
pub use webhook::Webhook;
pub use whatsapp_cloud::WhatsAppCloud;
pub use wish::Wish;

/// A way to get messages out. Boxed, because the list of providers comes from the settings.
pub trait Channel: Send + Sync {
    /// The name the operator knows it by; it appears in logs and in `doctor`.
    fn name(&self) -> &str;

    /// The methods it can deliver.
    fn carries(&self) -> &[Method];

    /// Sends one message. `now` dates and signs it; the channel reads no clock.
    ///
    /// Ends within the channel's configured time, whatever the provider does. It may run again with the same
    /// message: the provider sees the same id each time, and a person gets the message twice at worst.
    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>>;

    /// Where goes what the channel is told over a connection that it keeps. Called once, at start, within a running tokio
    /// runtime; a channel whose news come as requests to our server keeps nothing.
    fn report_to(&self, news: mpsc::Sender<News>) {
        drop(news);
    }

    /// Reads a request that came to our server under `/callbacks/{name}`. Looks nothing up, and believes nothing that the
    /// provider has not signed (CS-API-05).
    fn callback(
        &self,
        request: &CallbackRequest<'_>,
        now: Timestamp,
    ) -> Result<Callback, CallbackRefused> {
        let _ = (request, now);
        Err(CallbackRefused::NotFound)
    }

    /// Connects and signs in as a send would, and sends nothing. The error is one sentence for the operator, without
    /// secrets.
    fn probe(&self) -> BoxFuture<'_, Result<(), String>>;

    /// Says goodbye over a connection that it keeps, once nobody sends any more; what is sent later may fail. Ends within
    /// seconds.
    fn stop(&self) -> BoxFuture<'_, ()> {
        std::future::ready(()).boxed()
    }
}

/// A channel's settings that cannot work. Shown at start-up, so it names the setting and the fix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub(crate) String);

/// Whether a host can only be this machine: `localhost`, `127.0.0.0/8` or `::1`. Other names are not resolved; what
/// they resolve to may change after the check.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn loopback_is_this_machine_and_nothing_that_looks_like_it() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.example.com", "127.0.0.1.example.com", "10.0.0.1", "0.0.0.0", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
