//! The signal to stop.

use std::future::Future;

use tokio::signal;

/// Listens for SIGTERM and SIGINT from this call on, and returns what ends when one arrives: whoever asks while the server still
/// starts is heard as well. Where no signal can be awaited it never ends.
pub fn asked() -> impl Future<Output = ()> + Send {
    #[cfg(unix)]
    let signals = {
        use signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).ok().zip(signal(SignalKind::interrupt()).ok())
    };
    async move {
        #[cfg(unix)]
        if let Some((mut term, mut int)) = signals {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
            return;
        }
        #[cfg(not(unix))]
        if signal::ctrl_c().await.is_ok() {
            return;
        }
        std::future::pending::<()>().await;
    }
}
