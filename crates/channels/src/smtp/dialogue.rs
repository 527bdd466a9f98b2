//! One mail's dialogue with the server, with a note of when its fate leaves our hands.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter};

use super::compose::Composed;

/// Hands the mail over. `left` is set once all of its content is written and before its end is: from then on the server may
/// have accepted it (RFC 5321 section 4.1.1.4). A connection whose hand-over failed must not be used again.
pub(super) async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    mail: &Composed,
    left: &AtomicBool,
) -> Result<(), Error> {
    let mut parameters = Vec::new();
    if mail.needs_smtputf8 {
        parameters.push(MailParameter::SmtpUtfEight);
    }
    // Bodies are ASCII; the address of such a recipient, which stands in a header, is not.
    if !mail.bytes.is_ascii() {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    connection.command(Mail::new(mail.envelope.from().cloned(), parameters)).await?;
    for to in mail.envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    connection.command(Data).await?;
    let content = std::iter::once(mail.bytes.as_slice());
    // The iterator is asked for more when the content was written; the end follows.
    let end = std::iter::from_fn(|| {
        left.store(true, Relaxed);
        None
    });
    connection.message_iter(content.chain(end)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use lettre::address::Envelope;
    use lettre::transport::smtp::client::AsyncTokioStream;
    use lettre::transport::smtp::extension::ClientId;
    use tokio::io::{
        AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream,
        duplex,
    };

    use super::*;
    use crate::smtp::connect::Wrapped;

    impl AsyncTokioStream for Wrapped<DuplexStream> {
        fn peer_addr(&self) -> std::io::Result<SocketAddr> {
            Ok(SocketAddr::from(([127, 0, 0, 1], 25)))
        }
    }

    /// Whether the fate was out of our hands when a server went away after `read` bytes of the content.
    async fn left_after(read: usize) -> bool {
        // It holds 64 bytes, so that what is written has arrived but for those.
        let (ours, theirs) = duplex(64);
        let server = async move {
            let mut wire = BufReader::new(theirs);
            wire.write_all(b"220 peer.test\r\n").await.expect("a greeting");
            for answer in ["250 peer.test", "250 ok", "250 ok", "354 go on"] {
                wire.read_line(&mut String::new()).await.expect("a command");
                wire.write_all(format!("{answer}\r\n").as_bytes()).await.expect("an answer");
            }
            wire.read_exact(&mut vec![0; read]).await.expect("content");
        };
        let left = AtomicBool::new(false);
        let client = async {
            let address = |text: &str| text.parse::<lettre::Address>().expect("an address");
            let mail = Composed {
                envelope: Envelope::new(Some(address("a@b.example")), vec![address("c@d.example")])
                    .expect("an envelope"),
                bytes: b"x".repeat(1000),
                message_id: String::new(),
                needs_smtputf8: false,
            };
            let hello = ClientId::Domain("us.test".into());
            let mut connection =
                AsyncSmtpConnection::connect_with_transport(Box::new(Wrapped(ours)), &hello)
                    .await
                    .expect("a server");
            hand_over(&mut connection, &mail, &left).await.expect_err("the server went away");
        };
        tokio::join!(server, client);
        left.load(Relaxed)
    }

    /// Without its end no server accepts a mail, so that another one may be asked; with it, only the same one.
    #[tokio::test]
    async fn the_fate_of_a_mail_is_open_from_its_end_on_and_not_before() {
        assert!(!left_after(0).await);
        assert!(!left_after(900).await);
        assert!(left_after(1000 + "\r\n.\r\n".len()).await);
    }
}
