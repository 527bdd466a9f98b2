//! What every operation of the API shares, added to its description: the scope it needs, the idempotency key of a POST, and the
//! problems that any of them may answer.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem, Paths};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{
    Components, Content, Ref, RefOr, Required, ResponseBuilder, SecurityRequirement,
};

/// The name of the scheme.
pub const API_KEY: &str = "api_key";

const IDEMPOTENCY_KEY: &str = "IdempotencyKey";

/// Problems of every operation: status, name, words.
const SHARED: [(&str, &str, &str); 4] = [
    ("401", "Unauthenticated", "`unauthenticated`: send an API key that has not ended."),
    ("403", "ScopeMissing", "`scope-missing`: the key lacks the scope; `scope` names it."),
    ("500", "Internal", "`internal`: nothing was changed; `instance` finds the log line."),
    (
        "503",
        "Unavailable",
        "`unavailable`: the database does not answer; `Retry-After` says when to try again.",
    ),
];

/// Puts into the components what operations point to.
pub fn share(components: &mut Components) {
    for (_, name, words) in SHARED {
        let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
        let response =
            ResponseBuilder::new().description(words).content("application/problem+json", content);
        components.responses.insert(name.to_owned(), response.build().into());
    }
    components.parameters.insert(IDEMPOTENCY_KEY.to_owned(), RefOr::T(idempotency_key()));
}

fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Makes a repeated request the same request: with the same body it is answered with the first outcome, with \
another it is refused (`idempotency-key-reused`).",
        ))
        .schema(Some(text))
        .build()
}

/// Describes the operations of these paths, which need this scope.
pub fn describe(paths: &mut Paths, scope: &'static str) {
    for item in paths.paths.values_mut() {
        if let Some(post) = &mut item.post {
            let key = Ref::new(format!("#/components/parameters/{IDEMPOTENCY_KEY}"));
            post.parameters.get_or_insert_default().push(RefOr::Ref(key));
        }
        for operation in operations(item) {
            operation.security = Some(vec![SecurityRequirement::new(API_KEY, [scope])]);
            for (status, name, _) in SHARED {
                let shared = RefOr::Ref(Ref::from_response_name(name));
                operation.responses.responses.entry(status.to_owned()).or_insert(shared);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
}
