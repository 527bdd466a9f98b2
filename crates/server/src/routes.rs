//! Every route of the server in one list, each with who may use it. There is no other way to serve something.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use countersign_core::people::Staff;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt as _};

use crate::http::answer::{self, Answering};
use crate::http::request_id::RequestIds;
use crate::http::trouble_page::TroublePage;
use crate::http::{Problem, Slug, auth, detach, limits};
use crate::ops;
use crate::state::AppState;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// A key with this scope.
    Key(&'static str),
    /// A browser that opened a confirm link, by its cookie.
    Visit,
    /// A person who is signed in here, by the session's cookie.
    Session,
    /// Somebody at this desk who has shown a second factor here: `SignedIn::enter_as`. For others it does not exist.
    Staff(Staff),
    /// A browser that opened a mailed link, by the link's secret part.
    Link,
    /// A provider of messages, by its signature over the request.
    Provider,
    /// Anybody: it shows nothing of a person and changes nothing.
    Anyone,
}

/// One route as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The verb.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: String,
    /// Who may use it.
    pub guard: Guard,
}

/// The routes while they are gathered.
pub struct Routes {
    state: AppState,
    api: OpenApiRouter<AppState>,
    plain: Router<AppState>,
    served: Vec<Served>,
}

impl Routes {
    /// Adds an endpoint of the service API; its path and verb are those of its documentation.
    pub fn api(&mut self, scope: &'static str, mut endpoint: UtoipaMethodRouter<AppState>) {
        crate::api::describe(&mut endpoint.1, scope);
        for (path, item) in &endpoint.1.paths {
            for (method, described) in [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("DELETE", item.delete.is_some()),
            ] {
                if described {
                    self.served.push(Served {
                        method,
                        path: path.clone(),
                        guard: Guard::Key(scope),
                    });
                }
            }
        }
        let guard = from_fn_with_state((self.state.clone(), scope), auth::scoped);
        let api = std::mem::take(&mut self.api);
        self.api = api.routes(endpoint.layer(guard));
    }

    /// Adds a route of another kind: a page, a file, an operation.
    pub fn plain(
        &mut self,
        guard: Guard,
        methods: &[&'static str],
        path: &str,
        handlers: MethodRouter<AppState>,
    ) {
        for method in methods {
            self.served.push(Served { method, path: path.to_owned(), guard });
        }
        let plain = std::mem::take(&mut self.plain);
        self.plain = plain.route(path, handlers);
    }
}

/// Everything that is served, and the list of it.
pub struct Built {
    /// The service.
    pub router: Router,
    /// The API's description.
    pub openapi: utoipa::openapi::OpenApi,
    /// Every route.
    pub served: Vec<Served>,
}

/// Builds the service: the routes, and around them what every request passes through.
pub fn build(state: AppState, ids: Arc<RequestIds>, trouble_page: TroublePage) -> Built {
    let mut routes = Routes {
        state: state.clone(),
        api: OpenApiRouter::with_openapi(crate::api::document()),
        plain: Router::new(),
        served: Vec::new(),
    };
    crate::api::add(&mut routes);
    crate::pages::add(&mut routes);
    crate::callbacks::add(&mut routes);
    operations(&mut routes);
    let Routes { api, plain, served, .. } = routes;
    let (api, openapi) = api.split_for_parts();
    let document: Arc<str> = openapi.to_json().unwrap_or_default().into();
    let router = plain
        .route(
            "/v1/openapi.json",
            get(move || std::future::ready(crate::api::openapi_json(&document))),
        )
        .merge(api)
        .method_not_allowed_fallback(not_allowed)
        .fallback(missing)
        .layer(from_fn(answer::note_route))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(detach_changes))
        .layer(from_fn_with_state(state.clone(), limits::bound))
        .layer(from_fn_with_state(Answering { ids, trouble_page }, answer::finish))
        .with_state(state);
    Built { router, openapi, served }
}

fn operations(routes: &mut Routes) {
    routes.plain(Guard::Anyone, &["GET"], "/healthz", get(ops::health::healthz));
    routes.plain(Guard::Anyone, &["GET"], "/readyz", get(ops::health::readyz));
    routes.plain(Guard::Anyone, &["GET"], "/metrics", get(ops::metrics::metrics));
}

/// Reads run where they are; what changes something runs to its end in a task of its own.
async fn detach_changes(request: Request, next: middleware::Next) -> Response {
    if request.method().is_safe() {
        next.run(request).await
    } else {
        detach::detach(request, next).await
    }
}

async fn missing() -> Response {
    Problem::new(Slug::NotFound).into_response()
}

async fn not_allowed() -> Response {
    Problem::new(Slug::MethodNotAllowed).into_response()
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Problem::internal("a handler panicked; the place stands above on standard error")
        .into_response()
}
