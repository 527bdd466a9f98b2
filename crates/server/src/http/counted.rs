//! Requests counted and timed by route. What counts for a route is looked up in the registry once, not for every request.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};
use std::time::Duration;

use metrics::{Counter, Histogram};

/// What counts for one route.
struct OfRoute {
    seconds: Histogram,
    answers: HashMap<(&'static str, u16), Counter>,
}

/// Grows with routes, verbs and statuses, none of which a caller can invent.
static ROUTES: LazyLock<RwLock<HashMap<String, OfRoute>>> = LazyLock::new(RwLock::default);

/// Counts one answer.
pub(super) fn count(method: &'static str, route: &str, status: u16, took: Duration) {
    let known = {
        let routes = ROUTES.read().unwrap_or_else(PoisonError::into_inner);
        routes.get(route).is_some_and(|of| of.count(method, status, took))
    };
    if !known {
        let mut routes = ROUTES.write().unwrap_or_else(PoisonError::into_inner);
        let of = routes.entry(route.to_owned()).or_insert_with(|| OfRoute::new(route));
        of.answers.entry((method, status)).or_insert_with(|| answers(method, route, status));
        of.count(method, status, took);
    }
}

impl OfRoute {
    fn new(route: &str) -> Self {
        let seconds =
            metrics::histogram!("countersign_http_request_seconds", "route" => route.to_owned());
        Self { seconds, answers: HashMap::new() }
    }

    /// False: this verb and status have no counter yet, and nothing was counted.
    fn count(&self, method: &'static str, status: u16, took: Duration) -> bool {
        let Some(answers) = self.answers.get(&(method, status)) else { return false };
        answers.increment(1);
        self.seconds.record(took.as_secs_f64());
        true
    }
}

fn answers(method: &'static str, route: &str, status: u16) -> Counter {
    metrics::counter!(
        "countersign_http_requests_total",
        "method" => method, "route" => route.to_owned(), "status" => status.to_string()
    )
}
