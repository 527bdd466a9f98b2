//! The line to the mail server: TCP, with TLS from the first byte where that is set. STARTTLS comes later, on the same line.

use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::SendError;
use crate::tls::{NoTls, Protected, Tls};

/// Opens it. Never the message's fault.
pub(super) async fn open(
    server: (&str, u16),
    tls: Option<&Tls>,
) -> Result<Box<dyn AsyncTokioStream>, SendError> {
    let tcp = TcpStream::connect(server)
        .await
        .map_err(|_| SendError::retry("the mail server cannot be reached"))?;
    // A mail and its end are written apart: the end would wait until the server has acknowledged the mail, which it does late because
    // it has nothing to say before the end has come. That is 40 ms a mail.
    drop(tcp.set_nodelay(true));
    let Some(tls) = tls else { return Ok(Box::new(tcp)) };
    let line = tls.over(tcp).await.map_err(|refused| {
        SendError::retry(match refused {
            NoTls::Certificate => "the mail server's certificate was refused",
            NoTls::Other => "the mail server speaks no TLS there, or none that is safe",
        })
    })?;
    Ok(Box::new(Wrapped(line)))
}

/// A line that is not bare TCP, as the client of the protocol takes it.
#[derive(Debug)]
pub(super) struct Wrapped<T>(pub(super) T);

impl AsyncTokioStream for Wrapped<Protected> {
    fn peer_addr(&self) -> std::io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Wrapped<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Wrapped<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
