//! A bare axum handler, the yardstick of scripts/bench: the same listener and runtime, and nothing behind it.

use axum::Router;
use axum::routing::get;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("{}", listener.local_addr()?);
    let router = Router::new().route("/", get(|| async { r#"{"windows":[]}"# }));
    axum::serve(listener, router).await
}
