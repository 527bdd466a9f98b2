//! E-mail through the operator's SMTP server (RFC 5321, 3207, 4954, 8314).

mod compose;
mod connect;
mod dialogue;
mod outcome;
mod settings;

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use lettre::transport::smtp::authentication::{self, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::{ClientId, Extension};
use tokio::time::timeout;

use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use crate::tls::Tls;
use crate::{Channel, Message, SendError, Sent, SetupError};
use compose::Composer;
pub use settings::{Credentials, Security, SmtpSettings};

/// How long a signed-in connection is kept for the next mail. Shorter than the patience of common servers (300 s, RFC
/// 5321 section 4.5.3.2.7), so that a reused one is mostly alive.
const KEPT_FOR: Duration = Duration::from_secs(30);
/// How long a server may take over its goodbye; what the mail became is known by then.
const FAREWELL: Duration = Duration::from_secs(1);
/// How many connections are kept.
const KEPT_AT_MOST: usize = 4;

/// Sends mail through one SMTP server; several servers are several channels.
///
/// **Doubles.** A server accepts a mail by its answer to the content's last line. When that line had left and the answer is
/// missing, the send ends as [`SendError::Unknown`]: asked again, the same server gets the same Message-ID, by which servers
/// and clients recognise a repetition.
pub struct Smtp {
    settings: SmtpSettings,
    protection: Protection,
    hello: ClientId,
    composer: Composer,
    // lettre's own pool is not used: a send that is given up in the middle would put its connection back, and the next
    // mail would read the answers meant for this one.
    kept: Mutex<Vec<(AsyncSmtpConnection, Timestamp)>>,
}

/// How a connection becomes one that nobody reads along.
enum Protection {
    FirstByte(Tls),
    StartTls(TlsParameters),
    Loopback,
}

impl Smtp {
    /// Checks the settings and reads the root certificate. Connects to nothing.
    pub fn new(settings: SmtpSettings) -> Result<Self, SetupError> {
        settings.check()?;
        Ok(Self {
            protection: match settings.security {
                Security::ImplicitTls => Protection::FirstByte(settings.first_byte()?),
                Security::StartTls => Protection::StartTls(settings.starttls()?),
                Security::DangerousPlaintextOnLoopback => Protection::Loopback,
            },
            hello: settings.hello_name.clone().map_or_else(ClientId::default, ClientId::Domain),
            composer: Composer::new(&settings)?,
            settings,
            kept: Mutex::new(Vec::new()),
        })
    }

    async fn deliver(
        &self,
        message: &Message,
        now: Timestamp,
        left: &AtomicBool,
    ) -> Result<Sent, SendError> {
        let mail = self.composer.compose(message, now)?;
        let mut connection = self.connection(now).await?;
        if mail.needs_smtputf8
            && !connection.server_info().supports_feature(Extension::SmtpUtfEight)
        {
            self.keep(connection, now);
            return Err(SendError::permanent(
                "the mail server takes no addresses with letters outside ASCII (SMTPUTF8)",
            ));
        }
        if let Err(error) = dialogue::hand_over(&mut connection, &mail, left).await {
            let _ = timeout(FAREWELL, connection.abort()).await;
            return Err(outcome::of_mail(&error, left.load(Relaxed)));
        }
        self.keep(connection, now);
        Ok(Sent { reference: Some(mail.message_id) })
    }

    async fn connection(&self, now: Timestamp) -> Result<AsyncSmtpConnection, SendError> {
        while let Some(mut kept) = self.take_kept(now) {
            if kept.test_connected().await {
                return Ok(kept);
            }
        }
        timeout(self.settings.connect_timeout, self.open())
            .await
            .unwrap_or_else(|_| Err(SendError::retry("the mail server did not answer in time")))
    }

    /// Connects, encrypts and signs in.
    async fn open(&self) -> Result<AsyncSmtpConnection, SendError> {
        let server = (self.settings.host.as_str(), self.settings.port);
        let from_first_byte = match &self.protection {
            Protection::FirstByte(tls) => Some(tls),
            Protection::StartTls(_) | Protection::Loopback => None,
        };
        let line = connect::open(server, from_first_byte).await?;
        let mut connection = AsyncSmtpConnection::connect_with_transport(line, &self.hello)
            .await
            .map_err(|e| outcome::of_connect(&e))?;
        if let Protection::StartTls(tls) = &self.protection {
            if !connection.can_starttls() {
                return Err(SendError::retry("the mail server offers no STARTTLS"));
            }
            connection
                .starttls(tls.clone(), &self.hello)
                .await
                .map_err(|e| outcome::of_connect(&e))?;
        }
        if let Some(ours) = &self.settings.credentials {
            use secrecy::ExposeSecret as _;
            let credentials = authentication::Credentials::new(
                ours.name.clone(),
                ours.password.expose_secret().to_owned(),
            );
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .await
                .map_err(|e| outcome::of_sign_in(&e))?;
        }
        Ok(connection)
    }

    fn take_kept(&self, now: Timestamp) -> Option<AsyncSmtpConnection> {
        let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.retain(|(_, since)| now.since(*since) < KEPT_FOR);
        kept.pop().map(|(connection, _)| connection)
    }

    fn keep(&self, connection: AsyncSmtpConnection, now: Timestamp) {
        let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if kept.len() < KEPT_AT_MOST && !connection.has_broken() {
            kept.push((connection, now));
        }
    }
}

impl Channel for Smtp {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn carries(&self) -> &[Method] {
        &[Method::Email]
    }

    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        async move {
            if message.method != Method::Email {
                return Err(SendError::permanent("this channel carries e-mail only"));
            }
            let left = AtomicBool::new(false);
            timeout(self.settings.send_timeout, self.deliver(message, now, &left))
                .await
                .unwrap_or_else(|_| Err(outcome::of_silence(left.load(Relaxed))))
        }
        .boxed()
    }

    fn probe(&self) -> BoxFuture<'_, Result<(), String>> {
        async move {
            let mut connection = timeout(self.settings.connect_timeout, self.open())
                .await
                .map_err(|_| "the mail server did not answer in time".to_owned())?
                .map_err(|e| e.to_string())?;
            let _ = timeout(FAREWELL, connection.quit()).await;
            Ok(())
        }
        .boxed()
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("settings", &self.settings).finish_non_exhaustive()
    }
}
