//! The settings of an SMTP channel.

use std::path::PathBuf;
use std::time::Duration;

use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use secrecy::SecretString;

use crate::tls::Tls;
use crate::{SetupError, is_loopback};

/// How the connection is protected. There is no "if the server can": a stranger on the line would say that it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (RFC 8314), usually port 465. Preferred.
    ImplicitTls,
    /// STARTTLS or nothing (RFC 3207), usually port 587.
    StartTls,
    /// No encryption.
    ///
    /// # Danger
    ///
    /// Codes and passwords cross the line readable. Accepted only for `localhost`, `127.0.0.0/8` and `::1`.
    DangerousPlaintextOnLoopback,
}

/// What the server signs in with: AUTH PLAIN, or AUTH LOGIN where PLAIN is not offered. Debug hides the password.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The name.
    pub name: String,
    /// The password.
    pub password: SecretString,
}

/// The settings of an SMTP channel.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// The name the operator gave it.
    pub name: String,
    /// Name or address of the server; the certificate must be for it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// `None`: the server knows us otherwise.
    pub credentials: Option<Credentials>,
    /// A PEM file with the certificates to trust instead of the system's.
    pub root_certificate: Option<PathBuf>,
    /// The name we greet with (EHLO); `None`: this machine's.
    pub hello_name: Option<String>,
    /// The name mails come from: the brand.
    pub from_name: String,
    /// The address mails come from.
    pub from_address: String,
    /// Where answers go: the support's address.
    pub reply_to: Option<String>,
    /// For connecting, encrypting and signing in; at least a second.
    pub connect_timeout: Duration,
    /// For the whole of one send, connecting included; not below `connect_timeout`.
    pub send_timeout: Duration,
}

impl SmtpSettings {
    pub(super) fn check(&self) -> Result<(), SetupError> {
        let wrong = |why: String| Err(SetupError(format!("channel {}: {why}", self.name)));
        if self.host.trim().is_empty() {
            return wrong("host is empty; set it to your SMTP server".into());
        }
        if self.security == Security::DangerousPlaintextOnLoopback && !is_loopback(&self.host) {
            return wrong(format!(
                "{} may only be reached with TLS; plaintext is for localhost",
                self.host
            ));
        }
        if self.connect_timeout < Duration::from_secs(1) {
            return wrong("the connect timeout is below 1 second".into());
        }
        if self.send_timeout < self.connect_timeout {
            return wrong("the send timeout is below the connect timeout; it spans both".into());
        }
        Ok(())
    }

    pub(super) fn first_byte(&self) -> Result<Tls, SetupError> {
        let root = self.root_certificate.as_deref();
        Tls::to(&self.host, root)
            .map_err(|what| SetupError(format!("channel {}: {what}", self.name)))
    }

    pub(super) fn starttls(&self) -> Result<TlsParameters, SetupError> {
        let name = &self.name;
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(path) = &self.root_certificate {
            let shown = path.display();
            let pem = std::fs::read(path).map_err(|e| {
                SetupError(format!("channel {name}: cannot read the root certificate {shown}: {e}"))
            })?;
            let certificate = Certificate::from_pem(&pem).map_err(|_| {
                SetupError(format!("channel {name}: {shown} holds no PEM certificate"))
            })?;
            builder =
                builder.certificate_store(CertificateStore::None).add_root_certificate(certificate);
        }
        builder
            .build()
            .map_err(|_| SetupError(format!("channel {name}: the root certificate cannot be used")))
    }
}
