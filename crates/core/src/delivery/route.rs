//! Routes: which providers a message may go to, in which order, and what it costs, by method and longest prefix.

use crate::people::Method;

/// One provider on a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The provider's name.
    pub provider: String,
    /// What it takes for one message, in millionths of the currency.
    pub cost_micros: i64,
    /// Whom the message is from there, in the provider's own terms: a number, a short code, a word. `None`: what the provider is set
    /// up with.
    pub sender: Option<String>,
}

impl Hop {
    /// A provider without anything the route says of it.
    pub fn plain(provider: &str) -> Self {
        Self { provider: provider.to_owned(), cost_micros: 0, sender: None }
    }
}

/// Where messages of one method to numbers of one prefix go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// A plus and the first digits of numbers, `+49` or `+1868`; empty: all others, and all addresses.
    pub prefix: String,
    /// The providers in the order they are tried. Empty: the method is not available there.
    pub hops: Vec<Hop>,
}

/// What a message costs the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// The method.
    pub method: Method,
    /// As in [`Route::prefix`].
    pub prefix: String,
    /// The price as a decimal with a point.
    pub price: String,
}

/// All routes and tariffs in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes {
    /// The routes; a method without any goes to every provider that carries it, in the order of the configuration.
    pub routes: Vec<Route>,
    /// The tariffs; a destination without one costs what the configuration says.
    pub tariffs: Vec<Tariff>,
}

impl Routes {
    /// The route of a message, by the longest prefix of its recipient.
    ///
    /// `None`: no route speaks of the method at all. A method with routes that has none for this recipient is not available
    /// there: the answer is a route without providers' names, as if the file had said so.
    pub fn of(&self, method: Method, recipient: &str) -> Option<&[Hop]> {
        let mut of_method = self.routes.iter().filter(|route| route.method == method).peekable();
        of_method.peek()?;
        let hops = of_method
            .filter(|route| recipient.starts_with(&route.prefix))
            .max_by_key(|route| route.prefix.len())
            .map_or(&[][..], |route| &route.hops);
        Some(hops)
    }

    /// What a message costs the person, if a tariff says so: a decimal with a point.
    pub fn price(&self, method: Method, recipient: &str) -> Option<&str> {
        self.tariffs
            .iter()
            .filter(|tariff| tariff.method == method && recipient.starts_with(&tariff.prefix))
            .max_by_key(|tariff| tariff.prefix.len())
            .map(|tariff| tariff.price.as_str())
    }
}

/// A decimal with a point as millionths; `None`: it is none, or has more than six places.
pub fn micros(decimal: &str) -> Option<i64> {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 6 || whole.len() > 9 {
        return None;
    }
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 1_000_000 + part)
}
