//! A line to PostgreSQL that can be cut or made to hang.

use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

/// What the line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Carries everything.
    Open,
    /// Takes connections and carries nothing, like a machine that is gone.
    Hangs,
    /// Ends every connection at once.
    Cut,
}

/// Listens on a free port of this machine; [`url`](Self::url) leads through it.
pub struct PgProxy {
    /// The database's URL, through the line.
    pub url: String,
    line: Arc<watch::Sender<Line>>,
}

impl PgProxy {
    /// A line to the database behind `url`.
    pub async fn before(url: &str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = base.split_once('/').expect("the URL names a database");
        let (account, host) = authority.split_once('@').expect("the URL names an account");
        let socket = query.split('&').find_map(|pair| pair.strip_prefix("host="));
        let upstream = match socket {
            Some(folder) => Upstream::Socket(format!("{folder}/.s.PGSQL.5432")),
            None if host.contains(':') => Upstream::Port(host.to_owned()),
            None => Upstream::Port(format!("{host}:5432")),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let line = Arc::new(watch::Sender::new(Line::Open));
        tokio::spawn(serve(listener, upstream, line.clone()));
        let url = format!("postgres://{account}@127.0.0.1:{port}/{database}?sslmode=disable");
        Self { url, line }
    }

    /// Changes what the line does, for connections there are and for those to come.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

#[derive(Clone)]
enum Upstream {
    Socket(String),
    Port(String),
}

async fn serve(listener: TcpListener, upstream: Upstream, line: Arc<watch::Sender<Line>>) {
    while let Ok((client, _)) = listener.accept().await {
        let (upstream, line) = (upstream.clone(), line.subscribe());
        tokio::spawn(async move {
            match upstream {
                Upstream::Socket(path) => {
                    carry(client, UnixStream::connect(path).await, line).await;
                }
                Upstream::Port(address) => {
                    carry(client, TcpStream::connect(address).await, line).await;
                }
            }
        });
    }
}

async fn carry<S>(
    mut client: TcpStream,
    server: std::io::Result<S>,
    mut line: watch::Receiver<Line>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Ok(mut server) = server else { return };
    loop {
        let state = *line.borrow_and_update();
        match state {
            Line::Cut => {
                let _ = client.shutdown().await;
                return;
            }
            Line::Hangs => {
                if line.changed().await.is_err() {
                    return;
                }
            }
            Line::Open => {
                // What is under way when the state changes may be lost, as on a real line.
                tokio::select! {
                    _ = copy_bidirectional(&mut client, &mut server) => return,
                    changed = line.changed() => if changed.is_err() { return },
                }
            }
        }
    }
}
