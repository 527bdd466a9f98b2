//! Staff: persons who work for the operator, each with one kind of desk.

/// What a member of staff is there for. Not a role in an account: staff belong to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Staff {
    /// Answers persons who call: support PIN, caller check, assisted recovery.
    SupportAgent,
    /// Looks after Countersign itself: channels, policy, the trail.
    Operator,
}

impl Staff {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SupportAgent, Self::Operator];

    /// The name in columns, records and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SupportAgent => "support-agent",
            Self::Operator => "operator",
        }
    }

    /// Reads a name; `None`: there is no such kind.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|staff| staff.as_str() == name)
    }
}
