//! Shapes that several endpoints share, as they stand on the wire.

mod access;
mod account;
mod challenge;
mod duty;
mod invitation;
mod order;
mod person;
mod read;

pub(super) use access::{AccessGrant, Group, GroupMember, Resource, SeenResource};
pub(super) use account::{Account, Member};
pub(super) use challenge::{Grant, NewChallenge, Window};
pub(super) use duty::Duty;
pub(super) use invitation::Invitation;
pub(super) use order::{Money, NewOrder, Order, SlipLine};
pub(super) use person::Person;
pub(super) use read::{
    invalid, read_account, read_contact, read_method, read_order, read_person, read_session,
    read_time,
};

use countersign_app::signing::rfc3339;
use countersign_core::Timestamp;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A schema with its name.
pub(super) fn named<T: ToSchema>() -> (String, RefOr<Schema>) {
    (T::name().into_owned(), <T as PartialSchema>::schema())
}

/// Milliseconds as RFC 3339 in UTC.
pub(super) fn time(ms: i64) -> String {
    rfc3339(Timestamp::from_ms(ms))
}
