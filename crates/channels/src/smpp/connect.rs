//! The line to the SMS centre: TCP, with TLS or through the operator's own tunnel.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::settings::SmppSettings;
use crate::SetupError;

/// An open line.
pub(super) trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

/// Where the line goes, and how it is protected.
pub(super) struct Way {
    host: String,
    port: u16,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl Way {
    /// Reads the certificates. Connects to nothing.
    pub fn new(settings: &SmppSettings) -> Result<Self, SetupError> {
        let tls = if settings.is_encrypted() { Some(tls(settings)?) } else { None };
        Ok(Self { host: settings.host.clone(), port: settings.port, tls })
    }

    /// Opens it. The error is a sentence for the operator.
    pub async fn open(&self) -> Result<Box<dyn Line>, String> {
        let tcp = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|_| "the SMS centre cannot be reached".to_owned())?;
        // Frames are small and answers are waited for; nothing may linger to be sent with the next one.
        drop(tcp.set_nodelay(true));
        let Some((connector, name)) = &self.tls else { return Ok(Box::new(tcp)) };
        let line = connector.connect(name.clone(), tcp).await.map_err(|error| {
            let is_certificate = error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<rustls::Error>())
                .is_some_and(|inner| matches!(inner, rustls::Error::InvalidCertificate(_)));
            if is_certificate {
                "the SMS centre's certificate was refused".to_owned()
            } else {
                "the SMS centre speaks no TLS there, or none that is safe".to_owned()
            }
        })?;
        Ok(Box::new(line))
    }
}

fn tls(settings: &SmppSettings) -> Result<(TlsConnector, ServerName<'static>), SetupError> {
    use rustls::pki_types::pem::PemObject as _;
    let wrong = |what: String| SetupError(format!("provider {}: {what}", settings.name));
    let mut roots = rustls::RootCertStore::empty();
    if let Some(path) = &settings.root_certificate {
        let shown = path.display();
        let certificates = rustls::pki_types::CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|_| wrong(format!("the root_certificate {shown} cannot be read as PEM")))?;
        if roots.add_parsable_certificates(certificates).0 == 0 {
            return Err(wrong(format!("the root_certificate {shown} holds no certificate")));
        }
    } else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(wrong(
                "this system has no certificates to trust; install ca-certificates, or set root_certificate"
                    .to_owned(),
            ));
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| wrong("TLS cannot be set up".to_owned()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(settings.host.clone())
        .map_err(|_| wrong(format!("{} is no host name", settings.host)))?;
    Ok((TlsConnector::from(Arc::new(config)), name))
}
