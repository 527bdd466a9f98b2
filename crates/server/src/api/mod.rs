//! The service API: one endpoint, one file.

mod acting;
mod asked;
mod described;
mod shapes;
mod v1;
mod well_known;

use axum::response::{IntoResponse as _, Response};
use http::header::CONTENT_TYPE;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, SecurityRequirement,
};

use crate::http::problem::ProblemDocument;
use crate::routes::Routes;

/// The document before any endpoint is in it.
pub fn document() -> OpenApi {
    let licence = LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build();
    let info = InfoBuilder::new()
        .title("Countersign service API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(licence))
        .build();
    let mut components = Components::new();
    components.add_security_scheme(
        described::API_KEY,
        SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
    );
    let (name, schema) = shapes::named::<ProblemDocument>();
    components.schemas.insert(name, schema);
    described::share(&mut components);
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([SecurityRequirement::new(described::API_KEY, Vec::<String>::new())]))
        .build()
}

const DESCRIPTION: &str = "Sign-in, step-up and signed orders in front of a customer portal. JSON in and out; times are \
RFC 3339 in UTC; every error is a problem document (RFC 9457) whose `type` ends in a stable slug; every POST takes an \
`Idempotency-Key` (1 to 255 visible ASCII characters): the same key with the same body is answered with the first \
outcome, with another body it is refused.";

pub use described::describe;

/// Adds every endpoint.
pub fn add(routes: &mut Routes) {
    v1::add(routes);
    well_known::add(routes);
}

/// `GET /v1/openapi.json`.
pub fn openapi_json(document: &str) -> Response {
    ([(CONTENT_TYPE, "application/json")], document.to_owned()).into_response()
}
