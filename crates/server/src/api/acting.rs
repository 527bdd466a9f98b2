//! `acting_person` and `acting_session`: on whose behalf a portal asks.

use axum::extract::FromRequestParts;
use countersign_app::accounts::{Acting, By};
use http::request::Parts;

use super::shapes::{read_person, read_session};
use crate::http::cursor::ListQuery;
use crate::http::{Problem, Refused, Slug};

/// In whose name a request that is no list is made: its query holds both parameters, or nothing.
pub(super) struct ActingFor(pub(super) By);

impl<S: Send + Sync> FromRequestParts<S> for ActingFor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let mut query = ListQuery::from_request_parts(parts, state).await?;
        let by = take(&mut query)?;
        query.finish()?;
        query.is_no_list()?;
        Ok(Self(by))
    }
}

/// Takes both parameters out of a query.
pub(super) fn take(query: &mut ListQuery) -> Result<By, Refused> {
    match (query.take("acting_person"), query.take("acting_session")) {
        (None, None) => Ok(By::Portal),
        (Some(person), Some(session)) => Ok(By::Member(Acting {
            person: read_person(&person).map_err(|_| Slug::NotFound)?,
            session: read_session(&session).map_err(|_| Slug::NotFound)?,
        })),
        _ => Err(Problem::new(Slug::MalformedRequest)
            .detail("\"acting_person\" and \"acting_session\" go together.")
            .into()),
    }
}
