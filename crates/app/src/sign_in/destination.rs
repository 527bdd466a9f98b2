//! Where a browser goes after signing in.

use countersign_core::session::OwnPath;

use crate::Ctx;
use crate::challenge::check_return_to;

/// Longest `state` of a portal, in bytes.
const LONGEST_STATE: usize = 200;

/// A page of ours, or the portal that sent the browser here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// One of our own pages.
    Own(OwnPath),
    /// A registered address of the portal's, with what it wants back.
    Portal {
        /// Exactly as registered.
        return_to: String,
        /// Opaque to us.
        state: Option<String>,
    },
    /// Nothing that may be gone to was named.
    Default,
}

impl Destination {
    /// From the values of a query. What is neither a path of ours nor exactly registered leads to the default page (CS-WEB-04).
    pub fn read(
        ctx: &Ctx,
        next: Option<&str>,
        return_to: Option<&str>,
        state: Option<&str>,
    ) -> Self {
        if let Some(return_to) = return_to {
            let fits = state.is_none_or(|state| {
                state.len() <= LONGEST_STATE && !state.chars().any(char::is_control)
            });
            return match check_return_to(ctx, Some(return_to)) {
                Ok(()) if fits => Self::Portal {
                    return_to: return_to.to_owned(),
                    state: state.map(str::to_owned),
                },
                _ => Self::Default,
            };
        }
        next.and_then(OwnPath::read).map_or(Self::Default, Self::Own)
    }

    /// The query that names it again; empty, or beginning with a question mark.
    pub fn query(&self) -> String {
        match self {
            Self::Own(path) => format!("?next={}", escaped(path.as_str())),
            Self::Portal { return_to, state } => {
                let state = state.as_ref().map(|state| format!("&state={}", escaped(state)));
                format!("?return_to={}{}", escaped(return_to), state.unwrap_or_default())
            }
            Self::Default => String::new(),
        }
    }

    /// The registered address of the portal's, for the page's policy.
    pub fn return_to(&self) -> Option<&str> {
        match self {
            Self::Portal { return_to, .. } => Some(return_to),
            Self::Own(_) | Self::Default => None,
        }
    }
}

/// The address with a one-time result and the portal's own state in its query.
pub(super) fn with_result(return_to: &str, result: &str, state: Option<&str>) -> String {
    let joint = if return_to.contains('?') { '&' } else { '?' };
    let state = state.map(|state| format!("&state={}", escaped(state))).unwrap_or_default();
    format!("{return_to}{joint}result={result}{state}")
}

/// Percent-encoded but for what RFC 3986 calls unreserved.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    out
}
