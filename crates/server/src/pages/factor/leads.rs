//! Where a change leads that a sign-in came by.

use countersign_app::sign_in::Destination;

use crate::pages::visiting::Visiting;

/// The portal's page at the end of that way: browsers check where a form's redirects end, so the page's policy names it.
pub fn portal(here: &Visiting) -> Option<String> {
    let (_, query) = here.view.change.as_ref()?.goes_on_to.as_deref()?.split_once('?')?;
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let value = |name| {
        let found = pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    let to = Destination::read(&here.state.ctx, None, value("return_to"), value("state"));
    to.return_to().map(str::to_owned)
}

/// The query that names where a change leads at its end.
pub fn with_next(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("?next={next}")
}
