//! Listens, hands connections to the router within bounds, and stops without dropping what came in.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use crate::config::Config;
use crate::http::ClientAddress;
use crate::http::limits;
use crate::http::request_id::RequestIds;
use crate::pages;
use crate::state::AppState;
use crate::world::World;
use crate::{open, routes};

/// How long answers under way may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);
/// Most connections at once; others wait in the system's queue.
const CONNECTIONS: usize = 4_096;
/// What hyper itself reads of a header before it gives up; our own bound lies below and answers with words.
const HARD_HEADER_BYTES: usize = 128 * 1024;
/// The same for the number of fields.
const HARD_HEADER_FIELDS: usize = 512;

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    router: Router,
    state: AppState,
}

/// Opens everything and serves until `stop` returns; whoever stops it while it still opens ends it at once.
pub async fn serve(
    config: Config,
    world: World,
    stop: impl Future<Output = ()> + Send,
) -> anyhow::Result<()> {
    let mut stop = std::pin::pin!(stop);
    let server = tokio::select! {
        server = bind(config, world) => server?,
        () = &mut stop => return Ok(()),
    };
    server.run(stop).await
}

/// Begins to listen and opens everything. In this order a port that is taken is told before anything is opened, and whoever comes
/// early waits for an answer; that a connection is taken does not yet mean that the database is there.
pub async fn bind(config: Config, world: World) -> anyhow::Result<Server> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| {
        anyhow::anyhow!(
            "cannot listen on {}: {error}; change server.listen or stop what listens there",
            config.listen
        )
    })?;
    let wording = Arc::new(open::texts(&config)?);
    let ctx = open::open(&config, &world, wording, true).await?;
    let mut prefix = [0u8; 6];
    (world.entropy)().fill(&mut prefix);
    Ok(Server::new(listener, AppState::new(ctx, config)?, prefix))
}

impl Server {
    /// A server over a listener; `prefix` begins the ids of its requests.
    pub fn new(listener: TcpListener, state: AppState, prefix: [u8; 6]) -> Self {
        let ids = Arc::new(RequestIds::starting_with(prefix));
        let router =
            routes::build(state.clone(), ids, pages::trouble_page(state.pages.clone())).router;
        Self { listener, router, state }
    }

    /// Where it listens; the port is the real one where the configuration said 0.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What its handlers are given.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Serves until `stop` returns, then answers what came in, for at most 10 s.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) -> anyhow::Result<()> {
        let jobs = countersign_app::jobs::start(&self.state.ctx);
        tracing::info!(address = %self.listener.local_addr()?, "listening");
        let connections = GracefulShutdown::new();
        let places = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS));
        let mut stop = std::pin::pin!(stop);
        loop {
            let place = places.clone().acquire_owned();
            let accepted = tokio::select! {
                accepted = async { (place.await, self.listener.accept().await) } => accepted,
                () = &mut stop => break,
            };
            match accepted {
                (Ok(place), Ok((stream, peer))) => {
                    let connection =
                        connections.watch(connection(stream, peer, &self.router, &self.state));
                    tokio::spawn(async move {
                        if let Err(error) = connection.await {
                            tracing::debug!(%error, "connection ended");
                        }
                        drop(place);
                    });
                }
                // Out of file handles, mostly: waiting lets connections end.
                (_, Err(error)) => {
                    tracing::error!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                (Err(_), Ok(_)) => break,
            }
        }
        tracing::info!("stopping");
        if tokio::time::timeout(GRACE, connections.shutdown()).await.is_err() {
            tracing::warn!("answers under way were cut off after 10 s");
        }
        jobs.stop().await;
        Ok(())
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    state: &AppState,
) -> impl hyper_util::server::graceful::GracefulConnection<
    Error = hyper::Error,
    Output = Result<(), hyper::Error>,
> + use<> {
    let _ = stream.set_nodelay(true);
    let router = router.clone();
    let config = state.config.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        let client = ClientAddress::of(peer, request.headers(), &config.trusted_proxies);
        request.extensions_mut().insert(client);
        let router = router.clone();
        async move {
            Ok::<_, Infallible>(
                router.oneshot(request).await.unwrap_or_else(|never| match never {}),
            )
        }
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::ARRIVAL)
        .max_headers(HARD_HEADER_FIELDS)
        .max_buf_size(HARD_HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service)
}
