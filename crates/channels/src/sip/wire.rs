//! SIP messages as they travel (RFC 3261 section 7): read strictly and within bounds, written without injection.

mod read;
mod value;
mod write;

pub(super) use read::read;
pub(super) use value::{Address, list, param, parameter_list};
pub(super) use write::{Draft, answer};

/// The largest datagram that is read; a longer one is cut off by the socket and then refused for its length.
pub(super) const LARGEST: usize = 16 * 1024;

/// A SIP message that was received. It has no Debug: it holds numbers and credentials.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Packet {
    /// The first line.
    pub(super) start: Start,
    /// Names in lower case and long form, values trimmed, in the order they came.
    headers: Vec<(String, String)>,
    /// What follows the empty line.
    pub(super) body: Vec<u8>,
}

/// The first line of a message.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Start {
    /// Somebody asks us; who is asked is of no interest, it can only be us.
    Request {
        /// In capitals, as it came.
        method: String,
    },
    /// Somebody answers us.
    Response {
        /// 100 to 699.
        status: u16,
    },
}

impl Packet {
    /// The status of a response.
    pub(super) fn status(&self) -> Option<u16> {
        match self.start {
            Start::Response { status } => Some(status),
            Start::Request { .. } => None,
        }
    }

    /// The method of a request.
    pub(super) fn method(&self) -> Option<&str> {
        match &self.start {
            Start::Request { method } => Some(method),
            Start::Response { .. } => None,
        }
    }

    /// The first header of that name (lower case, long form).
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut known = self.headers.iter().filter(|(known, _)| known == name);
        known.next().map(|(_, value)| value.as_str())
    }

    /// Every header of that name, in order.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Which call it belongs to.
    pub(super) fn call_id(&self) -> Option<&str> {
        self.header("call-id").filter(|id| !id.is_empty())
    }

    /// Number and method of `CSeq`.
    pub(super) fn cseq(&self) -> Option<(u32, &str)> {
        let (number, method) = self.header("cseq")?.split_once(' ')?;
        Some((number.parse().ok()?, method.trim()))
    }

    /// The branch of the topmost `Via`, by which a response finds its request (RFC 3261 section 17.1.3).
    pub(super) fn branch(&self) -> Option<&str> {
        let top = list(self.header("via")?).next()?;
        param(top.split_once(';')?.1, "branch")
    }

    /// The tag of `From` or `To`.
    pub(super) fn tag(&self, name: &str) -> Option<&str> {
        param(Address::read(self.header(name)?)?.params, "tag")
    }
}
