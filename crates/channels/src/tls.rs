//! TLS from the first byte, to one host, with the system's certificates or the operator's own.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A line that nobody reads along.
pub(crate) type Protected = TlsStream<TcpStream>;

/// What is needed to speak it with one host.
pub(crate) struct Tls {
    connector: TlsConnector,
    name: ServerName<'static>,
}

/// Why a line is not protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoTls {
    /// The host's certificate is not one to trust.
    Certificate,
    /// The host speaks none, or none that is safe.
    Other,
}

impl Tls {
    /// Reads the certificates: those of the file, or the system's. The error is half a sentence for the operator.
    pub(crate) fn to(host: &str, root_certificate: Option<&Path>) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        if let Some(path) = root_certificate {
            let shown = path.display();
            let certificates = CertificateDer::pem_file_iter(path)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(|_| format!("the root_certificate {shown} cannot be read as PEM"))?;
            if roots.add_parsable_certificates(certificates).0 == 0 {
                return Err(format!("the root_certificate {shown} holds no certificate"));
            }
        } else {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() {
                return Err("this system has no certificates to trust; install ca-certificates, or set root_certificate".to_owned());
            }
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| "TLS cannot be set up".to_owned())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name =
            ServerName::try_from(host.to_owned()).map_err(|_| format!("{host} is no host name"))?;
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), name })
    }

    /// Protects an open line.
    pub(crate) async fn over(&self, tcp: TcpStream) -> Result<Protected, NoTls> {
        self.connector.connect(self.name.clone(), tcp).await.map_err(|error| {
            let is_certificate = error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<rustls::Error>())
                .is_some_and(|inner| matches!(inner, rustls::Error::InvalidCertificate(_)));
            if is_certificate { NoTls::Certificate } else { NoTls::Other }
        })
    }
}
