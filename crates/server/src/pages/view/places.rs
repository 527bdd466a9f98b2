//! Where a person is signed in, and which browsers know them.

use askama::Template;
use countersign_core::Timestamp;

use super::security::Area;
use super::shell::{FormToken, Shell};
use crate::locale::{Arg, Html};

/// A session or a recognised browser.
#[derive(Clone, Debug)]
pub struct PlaceLine {
    /// A handle; not the cookie.
    pub handle: String,
    /// The one this page is seen in.
    pub is_here: bool,
    /// A session of the portal's.
    pub of_portal: bool,
    /// Browser and system, if known.
    pub name: Option<String>,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used, if known.
    pub used: Option<Timestamp>,
}

/// Where a person is signed in, or which browsers know them.
#[derive(Debug, Template)]
#[template(path = "security/places.html")]
pub struct PlacesPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What stands beside it.
    pub area: Area,
    /// The token of its forms.
    pub token: FormToken,
    /// Sessions, and not devices.
    pub sessions: bool,
    /// The list.
    pub lines: Vec<PlaceLine>,
}

impl PlacesPage<'_> {
    const fn title_key(&self) -> &'static str {
        if self.sessions { "side-sessions" } else { "side-devices" }
    }

    const fn icon(&self) -> &'static str {
        if self.sessions { "screen" } else { "app" }
    }

    const fn action_key(&self) -> &'static str {
        if self.sessions { "end-session" } else { "forget-device" }
    }

    /// The session at hand ends by signing out; a device may be forgotten anywhere.
    const fn can_end(&self, line: &PlaceLine) -> bool {
        !(self.sessions && line.is_here)
    }

    fn has_others(&self) -> bool {
        self.sessions && self.lines.iter().any(|line| !line.is_here)
    }

    fn name(&self, line: &PlaceLine) -> Html {
        let t = self.shell.t;
        match &line.name {
            Some(name) => t.tell("place-named", &[("name", Arg::Text(name))]),
            None if line.of_portal => t.say("place-portal"),
            None => t.say("place-unknown"),
        }
    }

    fn facts(&self, line: &PlaceLine) -> Html {
        let since = [("date", Arg::Date(line.since)), ("time", Arg::Clock(line.since))];
        match line.used {
            Some(used) => {
                let used = [("used", Arg::Date(used)), ("at", Arg::Clock(used))];
                let [date, time] = since;
                let [day, clock] = used;
                self.shell.t.tell("place-since-used", &[date, time, day, clock])
            }
            None => self.shell.t.tell("place-since", &since),
        }
    }
}
