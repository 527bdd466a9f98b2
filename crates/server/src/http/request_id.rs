//! Names every request, so that an answer and its log line find each other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::HeaderName;

/// The header of the answer that carries the id.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of one request: not secret, never taken from the caller.
#[derive(Clone, Debug)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The `instance` of problem details.
    pub fn instance(&self) -> String {
        format!("urn:countersign:request:{}", self.0)
    }
}

/// Gives out ids: a random start per process, then counted, so that an id costs no randomness.
#[derive(Debug)]
pub struct RequestIds {
    prefix: String,
    next: AtomicU64,
}

impl RequestIds {
    /// Ids that begin with these bytes in hexadecimal.
    pub fn starting_with(prefix: [u8; 6]) -> Self {
        Self { prefix: data_encoding::HEXLOWER.encode(&prefix), next: AtomicU64::new(1) }
    }

    /// The next id.
    pub fn next(&self) -> RequestId {
        let count = self.next.fetch_add(1, Ordering::Relaxed);
        RequestId(format!("{}-{count:x}", self.prefix).into())
    }
}
