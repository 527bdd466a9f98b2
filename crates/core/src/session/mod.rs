//! Sessions: ours, or the portal's own by reference; and where requests come from.

mod client;
mod hosted;
mod own_path;
mod session;

pub use client::Client;
pub(crate) use client::harmless;
pub use hosted::{Factor, HostedSession, Standing};
pub use own_path::OwnPath;
pub use session::Session;
