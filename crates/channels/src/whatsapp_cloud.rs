//! Codes through WhatsApp's Cloud API, in an authentication template.

mod refused;
mod request;
mod settings;
mod webhook;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use url::Url;

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use crate::callback::{Callback, CallbackRefused, CallbackRequest};
use crate::http::{self, Authorization, Http, Outgoing, Verb};
use crate::{Channel, Message, SendError, Sent, SetupError};
pub use settings::WhatsAppCloudSettings;
use webhook::Webhook;

/// Sends codes through one WhatsApp number.
///
/// The text is WhatsApp's own: the code, that it must not be shared, and how long it lasts. It cannot name an order, so codes of
/// orders are refused (CS-ORD-09). **Doubles:** the API knows no idempotency keys; a request whose answer is missing ends as
/// [`SendError::Unknown`].
pub struct WhatsAppCloud {
    settings: WhatsAppCloudSettings,
    number: Url,
    authorization: Authorization,
    webhook: Webhook,
    http: Http,
}

impl WhatsAppCloud {
    /// Checks the settings. Connects to nothing.
    pub fn new(settings: WhatsAppCloudSettings) -> Result<Self, SetupError> {
        let name = settings.name.as_str();
        let wrong = |why: &str| SetupError(format!("channel {name}: {why}"));
        settings.check()?;
        let api = http::address(name, "api_url", &settings.api_url)?;
        let number = api
            .join(&format!("/{}/{}", settings.api_version, settings.phone_number_id))
            .map_err(|_| wrong("the api_url cannot be used"))?;
        Ok(Self {
            authorization: Authorization::bearer(&settings.access_token)
                .ok_or_else(|| wrong("the access_token holds what no header may"))?,
            webhook: Webhook::new(&settings.app_secret, &settings.verify_token)
                .ok_or_else(|| wrong("app_secret or verify_token is empty"))?,
            http: Http::new(name, "the provider", &number, settings.timeout)?,
            number,
            settings,
        })
    }

    async fn ask(&self, message: &Message, now: Timestamp) -> Result<Sent, SendError> {
        let outgoing = Outgoing {
            verb: Verb::Post,
            url: self.below_the_number("messages"),
            headers: http::headers("application/json", Some(&self.authorization)),
            body: request::body(&self.settings, message, now)?,
        };
        let answer = self.http.ask(outgoing, now).await?;
        if !answer.is_success() {
            return Err(refused::of(&answer));
        }
        let id = answer
            .json()
            .and_then(|json| http::reference(json.pointer("/messages/0/id")?.as_str()?));
        Ok(Sent { reference: id })
    }

    async fn reach(&self) -> Result<(), String> {
        let mut url = self.number.clone();
        url.set_query(Some("fields=id"));
        let headers = http::headers("application/json", Some(&self.authorization));
        let outgoing = Outgoing { verb: Verb::Get, url, headers, body: Vec::new() };
        // A probe sends nothing that is dated by it.
        let answer =
            self.http.ask(outgoing, Timestamp::from_ms(0)).await.map_err(|e| e.to_string())?;
        if answer.is_success() { Ok(()) } else { Err(refused::of(&answer).to_string()) }
    }

    fn below_the_number(&self, resource: &str) -> Url {
        let mut url = self.number.clone();
        url.set_path(&format!("{}/{resource}", self.number.path()));
        url
    }
}

impl Channel for WhatsAppCloud {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn carries(&self) -> &[Method] {
        &[Method::WhatsApp]
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.ask(message, now).boxed()
    }

    fn callback(
        &self,
        request: &CallbackRequest<'_>,
        _now: Timestamp,
    ) -> Result<Callback, CallbackRefused> {
        self.webhook.read(request)
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        self.reach().boxed()
    }
}

impl std::fmt::Debug for WhatsAppCloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WhatsAppCloud").field("settings", &self.settings).finish_non_exhaustive()
    }
}
