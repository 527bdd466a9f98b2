//! The line to the SMS centre: TCP, with TLS or through the operator's own tunnel.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::settings::SmppSettings;
use crate::SetupError;
use crate::tls::{NoTls, Tls};

/// An open line.
pub(super) trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

/// Where the line goes, and how it is protected.
pub(super) struct Way {
    host: String,
    port: u16,
    tls: Option<Tls>,
}

impl Way {
    /// Reads the certificates. Connects to nothing.
    pub fn new(settings: &SmppSettings) -> Result<Self, SetupError> {
        let wrong = |what| SetupError(format!("provider {}: {what}", settings.name));
        let root = settings.root_certificate.as_deref();
        let tls = settings.is_encrypted().then(|| Tls::to(&settings.host, root).map_err(wrong));
        let tls = tls.transpose()?;
        Ok(Self { host: settings.host.clone(), port: settings.port, tls })
    }

    /// Opens it. The error is a sentence for the operator.
    pub async fn open(&self) -> Result<Box<dyn Line>, String> {
        let tcp = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|_| "the SMS centre cannot be reached".to_owned())?;
        // Frames are small and answers are waited for; nothing may linger to be sent with the next one.
        drop(tcp.set_nodelay(true));
        let Some(tls) = &self.tls else { return Ok(Box::new(tcp)) };
        let line = tls.over(tcp).await.map_err(|refused| {
            match refused {
                NoTls::Certificate => "the SMS centre's certificate was refused",
                NoTls::Other => "the SMS centre speaks no TLS there, or none that is safe",
            }
            .to_owned()
        })?;
        Ok(Box::new(line))
    }
}
