//! Ids in paths: one that is none reads as unknown (CS-ENUM-04).

use axum::extract::{FromRequestParts, RawPathParams};
use countersign_core::access::Holder;
use countersign_core::ids::{
    AccountId, AuthenticatorId, CaseId, ChallengeId, ChangeId, CheckId, ContactId, ContactPersonId,
    DeviceId, GroupId, InvitationId, KeptFormId, NotAnId, OrderId, PersonId, RecoveryId,
    ResourceId, SessionId, SignInId, TicketId, VisitId,
};
use http::request::Parts;

use super::problem::{Refused, Slug};

/// The one `{id}` of a path.
#[derive(Clone, Debug)]
pub struct PathId<I>(pub I);

/// The `{id}` of an account, and the one of something of that account behind it.
#[derive(Clone, Debug)]
pub struct InAccount<I>(pub AccountId, pub I);

/// The `{id}` of an account, of something in it, and of whom it is about.
#[derive(Clone, Debug)]
pub struct InAccountTo<I, T>(pub AccountId, pub I, pub T);

/// The `{id}` of an account and the `{role}` behind it, which may be no role.
#[derive(Clone, Debug)]
pub struct RoleOf(pub AccountId, pub String);

/// An id that stands in paths.
pub trait IdInPath: Sized + Send {
    /// Reads it.
    fn read(text: &str) -> Result<Self, NotAnId>;
}

macro_rules! in_path {
    ($($id:ty),*) => {$(
        impl IdInPath for $id {
            fn read(text: &str) -> Result<Self, NotAnId> {
                Self::parse(text)
            }
        }
    )*};
}

in_path!(
    AccountId,
    AuthenticatorId,
    ChallengeId,
    ChangeId,
    CaseId,
    CheckId,
    ContactId,
    ContactPersonId,
    DeviceId,
    GroupId,
    InvitationId,
    KeptFormId,
    OrderId,
    PersonId,
    RecoveryId,
    ResourceId,
    SessionId,
    SignInId,
    TicketId,
    VisitId
);

impl<S: Send + Sync, I: IdInPath> FromRequestParts<S> for PathId<I> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let params =
            RawPathParams::from_request_parts(parts, state).await.map_err(|_| Slug::NotFound)?;
        let text = params.iter().find(|(name, _)| *name == "id").map(|(_, value)| value);
        Ok(Self(text.and_then(|text| I::read(text).ok()).ok_or(Slug::NotFound)?))
    }
}

impl<S: Send + Sync, I: IdInPath> FromRequestParts<S> for InAccount<I> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let texts = texts(parts, state).await?;
        match texts.as_slice() {
            [account, inner, ..] => Ok(Self(read(account)?, read(inner)?)),
            _ => Err(Slug::NotFound.into()),
        }
    }
}

impl<S, I, T> FromRequestParts<S> for InAccountTo<I, T>
where
    S: Send + Sync,
    I: IdInPath,
    T: IdInPath,
{
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let texts = texts(parts, state).await?;
        match texts.as_slice() {
            [account, inner, to] => Ok(Self(read(account)?, read(inner)?, read(to)?)),
            _ => Err(Slug::NotFound.into()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RoleOf {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let texts = texts(parts, state).await?;
        match texts.as_slice() {
            [account, role] => Ok(Self(read(account)?, role.clone())),
            _ => Err(Slug::NotFound.into()),
        }
    }
}

impl IdInPath for Holder {
    fn read(text: &str) -> Result<Self, NotAnId> {
        Self::parse(text).ok_or(NotAnId)
    }
}

async fn texts<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Vec<String>, Refused> {
    let params =
        RawPathParams::from_request_parts(parts, state).await.map_err(|_| Slug::NotFound)?;
    Ok(params.iter().map(|(_, value)| value.to_owned()).collect())
}

fn read<I: IdInPath>(text: &str) -> Result<I, Refused> {
    I::read(text).map_err(|_| Slug::NotFound.into())
}
