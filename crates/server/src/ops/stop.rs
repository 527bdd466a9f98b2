//! The signal to stop.

use tokio::signal;

/// Returns when SIGTERM or SIGINT arrives. Where no signal can be awaited it never returns.
pub async fn asked() {
    #[cfg(unix)]
    {
        use signal::unix::{SignalKind, signal};
        let (Ok(mut term), Ok(mut int)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
