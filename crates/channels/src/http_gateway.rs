//! Any gateway with an HTTP interface, described by a template.

mod body;
mod check;
mod settings;
mod success;
mod template;
mod values;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use url::Url;

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use crate::http::{self, Http, Outgoing, Verb};
use crate::{Channel, Message, SendError, Sent, SetupError};
use check::Checked;
pub use settings::{GatewayBody, GatewayVerb, HttpGatewaySettings, SuccessRule};
use template::{as_is, in_url};
use values::Values;

/// Sends messages through a gateway as its template says.
///
/// **Doubles:** a request whose answer is missing, or says nothing where the success rule looks, ends as
/// [`SendError::Unknown`]; give the gateway `{id}`, so that it can recognise a repetition.
pub struct HttpGateway {
    checked: Checked,
    http: Http,
}

impl HttpGateway {
    /// Checks the settings: templates, places, rule. Connects to nothing.
    pub fn new(settings: HttpGatewaySettings) -> Result<Self, SetupError> {
        let timeout = settings.timeout;
        let checked = Checked::of(settings)?;
        let http = Http::new(&checked.name, "the gateway", &checked.origin, timeout)?;
        Ok(Self { checked, http })
    }

    async fn ask(&self, message: &Message, now: Timestamp) -> Result<Sent, SendError> {
        let checked = &self.checked;
        if !checked.carries.contains(&message.method) {
            return Err(SendError::permanent("this channel does not carry the method"));
        }
        let values = Values::new(message, checked.secret.as_ref(), checked.sender.as_deref())?;
        let unusable = || SendError::permanent("the request cannot be written with this message");
        let url = checked.url.fill(|slot| values.of(slot), in_url)?;
        let mut headers = http::HeaderMap::new();
        if let Some(kind) = checked.body.kind() {
            headers = http::headers(kind, None);
        }
        for (name, template) in &checked.headers {
            let value = template.fill(|slot| values.of(slot), as_is)?;
            headers.insert(name.clone(), http::secret_header(&value).ok_or_else(unusable)?);
        }
        let outgoing = Outgoing {
            verb: checked.verb,
            url: Url::parse(&url).map_err(|_| unusable())?,
            headers,
            body: checked.body.fill(|slot| values.of(slot))?,
        };
        checked.success.read(&self.http.ask(outgoing, now).await?)
    }

    async fn reach(&self) -> Result<(), String> {
        let url = self.checked.origin.clone();
        let outgoing =
            Outgoing { verb: Verb::Head, url, headers: http::HeaderMap::new(), body: Vec::new() };
        // A probe sends nothing that is dated by it. Any answer says that the server is there; what it would say to a message is
        // seen with a message alone.
        self.http.ask(outgoing, Timestamp::from_ms(0)).await.map(|_| ()).map_err(|e| e.to_string())
    }
}

impl Channel for HttpGateway {
    fn name(&self) -> &str {
        &self.checked.name
    }

    fn carries(&self) -> &[Method] {
        &self.checked.carries
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        self.ask(message, now).boxed()
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        self.reach().boxed()
    }
}

impl std::fmt::Debug for HttpGateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpGateway").field("name", &self.checked.name).finish_non_exhaustive()
    }
}
