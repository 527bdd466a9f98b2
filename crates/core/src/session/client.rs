//! Where a request came from: the address, and what the browser says it is.

use std::fmt;
use std::net::IpAddr;

/// Longest browser string that is kept, in characters: the names of browser and system stand before that.
const LONGEST_AGENT: usize = 300;

/// Where a request came from. Debug hides it: both parts are personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Client {
    address: Option<IpAddr>,
    agent: Option<String>,
}

impl Client {
    /// From the address a request counts for and the browser's own text. The text is cut, and what could forge or hide a
    /// line where it is shown is replaced (CS-AUD-05).
    pub fn new(address: Option<IpAddr>, agent: Option<&str>) -> Self {
        let agent =
            agent.map(|agent| harmless(agent, LONGEST_AGENT)).filter(|agent| !agent.is_empty());
        Self { address, agent }
    }

    /// The address.
    pub const fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// The network that the address is counted with: the address itself, of IPv6 the first 64 bits, which one line has to
    /// itself (CS-RL-08).
    pub fn network(&self) -> Option<String> {
        self.address.map(|address| match address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        })
    }

    /// What the browser says it is, cut and cleaned.
    pub fn agent(&self) -> Option<&str> {
        self.agent.as_deref()
    }

    /// The browser's name, if it is one that people know by name.
    pub fn browser(&self) -> Option<&'static str> {
        find(self.agent()?, BROWSERS)
    }

    /// The name of the system it runs on.
    pub fn system(&self) -> Option<&'static str> {
        find(self.agent()?, SYSTEMS)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client(..)")
    }
}

/// What a browser's text holds, and its name. Browsers name their ancestors too, so the order decides.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// The same for systems: phones name the system they descend from.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

fn find(agent: &str, names: &[(&str, &'static str)]) -> Option<&'static str> {
    names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
}

/// One line of at most `longest` characters, with control, separator and direction characters replaced.
pub(crate) fn harmless(text: &str, longest: usize) -> String {
    let clean = |c: char| if forges(c) { '\u{FFFD}' } else { c };
    text.trim_matches(' ').chars().take(longest).map(clean).collect()
}

const fn forges(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_from_the_ancestors_they_name() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        for (agent, browser, system) in [
            (windows.to_owned(), Some("Chrome"), Some("Windows")),
            (format!("{windows} Edg/126.0"), Some("Edge"), Some("Windows")),
            (iphone.to_owned(), Some("Safari"), Some("iPhone")),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0".to_owned(),
                Some("Firefox"),
                Some("Linux"),
            ),
            ("portal-backend".to_owned(), None, None),
        ] {
            let client = Client::new(None, Some(&agent));
            assert_eq!((client.browser(), client.system()), (browser, system), "{agent}");
        }
    }

    /// CS-AUD-05
    #[test]
    fn what_a_browser_says_stays_one_short_line() {
        let said = format!("a\r\n\u{1b}[31mb\u{2028}c\u{202e}{}", "x".repeat(1 << 20));
        let client = Client::new(None, Some(&said));
        let kept = client.agent().expect("a text");
        assert!(
            kept.chars().count() == LONGEST_AGENT
                && kept.starts_with("a\u{FFFD}\u{FFFD}\u{FFFD}[31mb")
        );
        assert!(!kept.chars().any(forges), "{kept}");
        assert_eq!(Client::new(None, Some("  ")).agent(), None);
    }
}
