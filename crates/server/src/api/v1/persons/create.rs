//! `POST /v1/persons`: registers a person of the portal's.

use axum::Json;
use axum::extract::State;
use countersign_app::people::{self, NewPersonAsk, NewPhone};
use http::StatusCode;
use http::header::LOCATION;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Person, read_time};
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A person as the portal knows them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPerson {
    /// The sign-in address.
    #[schema(example = "mara@example.com")]
    email: String,
    /// The portal saw it confirmed; needs the scope contacts:confirm.
    #[serde(default)]
    email_confirmed: bool,
    /// The name.
    #[schema(example = "Mara Meier")]
    name: String,
    /// A password, if Countersign is to know one.
    password: Option<String>,
    /// A language tag; "en" unless given.
    #[schema(example = "de")]
    language: Option<String>,
    /// ISO 3166-1 alpha-2; numbers without a country code are read as of there.
    #[schema(example = "DE")]
    country: Option<String>,
    /// Phone numbers; at most 10.
    #[serde(default)]
    phones: Vec<Phone>,
}

/// A phone number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phone {
    /// Any way of writing.
    #[schema(example = "+49 1512 3456789")]
    number: String,
    /// When the portal saw it confirmed; needs the scope contacts:confirm. A new number's 24 hours run from here.
    confirmed_at: Option<String>,
}

/// Register a person.
#[utoipa::path(
    post,
    path = "/v1/persons",
    tag = "persons",
    request_body = NewPerson,
    responses(
        (status = 201, description = "Registered.", body = Person),
        (status = 403, description = "`scope-missing`: a confirmed value without the scope contacts:confirm.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`email-taken`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_person(
    State(state): State<AppState>,
    frame: Frame,
    Strict(new): Strict<NewPerson>,
) -> Result<(StatusCode, [(http::HeaderName, String); 1], Json<Person>), Refused> {
    let confirms =
        new.email_confirmed || new.phones.iter().any(|phone| phone.confirmed_at.is_some());
    if confirms {
        frame.caller.must("contacts:confirm")?;
    }
    let phones = new.phones.into_iter().enumerate().map(|(at, phone)| {
        let field = format!("phones[{at}].confirmed_at");
        let confirmed_at = phone.confirmed_at.map(|text| read_time(&field, &text)).transpose()?;
        Ok(NewPhone { number: phone.number, confirmed_at })
    });
    let ask = NewPersonAsk {
        password_hash: None,
        totp: None,
        staff: None,
        phones: phones.collect::<Result<_, Refused>>()?,
        email: new.email,
        email_confirmed: new.email_confirmed,
        name: new.name,
        password: new.password.map(Into::into),
        language: new.language,
        country: new.country,
    };
    let person =
        trouble::told(people::create(&state.ctx, &frame.asked, ask).await, frame.asked.now)?;
    let location = [(LOCATION, format!("/v1/persons/{}", person.id))];
    Ok((StatusCode::CREATED, location, Json(person.into())))
}
