//! Sign-ins at our own pages, for a portal.

pub(super) mod complete;
