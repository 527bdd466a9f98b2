//! The areas a step-up is asked for, in words.

use crate::locale::{Arg, Html, Texts};

/// One area.
#[derive(Clone, Debug)]
pub struct AreaName {
    /// Its machine name.
    pub name: String,
    /// The operator's words for it, where it is one of the operator's own.
    pub label: Option<String>,
}

/// What is asked for, and what opens.
#[derive(Clone, Debug)]
pub struct Areas {
    /// The areas the portal named; none if it named none.
    pub named: Vec<AreaName>,
    /// Whether a form waits for the confirmation.
    pub kept: bool,
    /// Whether only these open, because the operator splits them.
    pub split: bool,
    /// How long they stay open.
    pub minutes: u32,
}

impl AreaName {
    /// The area in words: ours, the operator's, or its machine name.
    pub fn text(&self, t: &Texts) -> Html {
        let key = format!("area-{}", self.name);
        match &self.label {
            Some(label) => t.tell("area-own", &[("area", Arg::Text(label))]),
            None if t.has(&key) => t.say(&key),
            None => t.tell("area-own", &[("area", Arg::Text(&self.name))]),
        }
    }
}

impl Areas {
    /// Why we ask, and what it opens for how long.
    pub fn lead(&self, t: &Texts) -> Html {
        let minutes = ("minutes", Arg::Count(u64::from(self.minutes)));
        match self.named.as_slice() {
            [] => t.tell("step-up-lead-all", &[minutes]),
            [one] => {
                let key = if self.split { "step-up-lead-split" } else { "step-up-lead" };
                t.tell(key, &[("area", Arg::Html(&one.text(t))), minutes])
            }
            _ if self.split => t.tell("step-up-lead-many-split", &[minutes]),
            _ => t.tell("step-up-lead-many", &[minutes]),
        }
    }
}
