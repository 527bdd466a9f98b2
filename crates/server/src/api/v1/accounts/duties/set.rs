//! `PUT /v1/accounts/{id}/duties/…`: requires a second factor.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts::By;
use countersign_app::duty::{self, DutyAsk, DutySet};
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::policy::DutyOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{member, read_role, read_ways};
use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::{Duty, read_time};
use crate::http::json::Strict;
use crate::http::path_id::{InAccount, PathId, RoleOf};
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// What is required.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDuty {
    /// What meets it: `any` real second factor, or `app-or-passkey`.
    #[serde(default = "any")]
    #[schema(example = "any", default = "any")]
    ways: String,
    /// From when; missing: from the next sign-in on. At most a year ahead.
    from: Option<String>,
    /// Open sessions of those who do not meet it end at once.
    #[serde(default)]
    end_sessions: bool,
}

fn any() -> String {
    "any".to_owned()
}

/// A duty that is set, and whom it hits.
#[derive(Serialize, ToSchema)]
pub(crate) struct SetDuty {
    /// The duty.
    duty: Duty,
    /// For how many persons it is.
    people: u32,
    /// How many of them have to set something up: they are led through it at their next sign-in.
    unmet: u32,
    /// Sessions that were ended.
    sessions_ended: u64,
}

impl From<DutySet> for SetDuty {
    fn from(set: DutySet) -> Self {
        Self {
            duty: set.duty.into(),
            people: set.people,
            unmet: set.unmet,
            sessions_ended: set.sessions_ended,
        }
    }
}

async fn set(
    state: &AppState,
    frame: &Frame,
    by: By,
    (account, of): (AccountId, DutyOf),
    new: NewDuty,
) -> Result<Json<SetDuty>, Refused> {
    let acting = member(by)?;
    let ask = DutyAsk {
        account,
        of,
        ways: read_ways(&new.ways)?,
        from: new.from.map(|text| read_time("from", &text)).transpose()?,
        end_sessions: new.end_sessions,
    };
    let set = duty::set(&state.ctx, &frame.asked, acting, ask).await;
    Ok(Json(trouble::told(set, frame.asked.now)?.into()))
}

/// Require a second factor of everybody of an account.
///
/// Only on behalf of an owner whose session proved a second factor, in an open window. Whoever does not meet it is told by mail,
/// and reminded a week and a day before it begins. Set it again to change it.
#[utoipa::path(
    put,
    path = "/v1/accounts/{id}/duties/account",
    tag = "duties",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = String, Query, description = "The member on whose behalf it is asked: an owner."),
        ("acting_session" = String, Query, description = "That member's session."),
    ),
    request_body = NewDuty,
    responses(
        (status = 200, description = "It is so, now or before.", body = SetDuty),
        (status = 400, description = "`malformed-request`: no member is named.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`, `second-factor-required`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_account_duty(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    ActingFor(by): ActingFor,
    Strict(new): Strict<NewDuty>,
) -> Result<Json<SetDuty>, Refused> {
    set(&state, &frame, by, (account, DutyOf::Account), new).await
}

/// Require a second factor of everybody of a role.
///
/// On behalf of an owner or administrator whose session proved a second factor, in an open window, and never of a higher role.
#[utoipa::path(
    put,
    path = "/v1/accounts/{id}/duties/roles/{role}",
    tag = "duties",
    params(
        ("id" = String, Path, description = "The account."),
        ("role" = String, Path, description = "`owner`, `administrator`, `member` or `technical-administrator`."),
        ("acting_person" = String, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = String, Query, description = "That member's session."),
    ),
    request_body = NewDuty,
    responses(
        (status = 200, description = "It is so, now or before.", body = SetDuty),
        (status = 400, description = "`malformed-request`: no member is named.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`, `second-factor-required`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_role_duty(
    State(state): State<AppState>,
    frame: Frame,
    RoleOf(account, role): RoleOf,
    ActingFor(by): ActingFor,
    Strict(new): Strict<NewDuty>,
) -> Result<Json<SetDuty>, Refused> {
    let of = DutyOf::Role(read_role(&role)?);
    set(&state, &frame, by, (account, of), new).await
}

/// Require a second factor of one person.
///
/// On behalf of an owner or administrator, in an open window, never of oneself and never of a higher role. The person is told
/// by mail.
#[utoipa::path(
    put,
    path = "/v1/accounts/{id}/duties/persons/{person}",
    tag = "duties",
    params(
        ("id" = String, Path, description = "The account."),
        ("person" = String, Path, description = "The person."),
        ("acting_person" = String, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = String, Query, description = "That member's session."),
    ),
    request_body = NewDuty,
    responses(
        (status = 200, description = "It is so, now or before.", body = SetDuty),
        (status = 400, description = "`malformed-request`: no member is named.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_person_duty(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, person): InAccount<PersonId>,
    ActingFor(by): ActingFor,
    Strict(new): Strict<NewDuty>,
) -> Result<Json<SetDuty>, Refused> {
    set(&state, &frame, by, (account, DutyOf::Person(person)), new).await
}
