//! One hand-over of one message to one provider, and where it stands.

/// Where a hand-over stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttemptState {
    /// The provider is being asked. A worker that dies leaves it so: whether the provider took it, nobody knows.
    Begun,
    /// Nobody can say whether the provider took it; only the same provider may be asked again.
    Unknown,
    /// The provider took nothing; another one may be asked.
    PutOff,
    /// The provider refused this message for good.
    Failed,
    /// The provider took it; nothing is known of its arrival.
    HandedOver,
    /// It reached the recipient's device or mailbox.
    Delivered,
    /// The provider took it and could not deliver it.
    Undelivered,
    /// The recipient said that this was not them, or wants no more messages.
    Declined,
}

impl AttemptState {
    const ALL: [Self; 8] = [
        Self::Begun,
        Self::Unknown,
        Self::PutOff,
        Self::Failed,
        Self::HandedOver,
        Self::Delivered,
        Self::Undelivered,
        Self::Declined,
    ];

    /// The name on the wire and in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Unknown => "unknown",
            Self::PutOff => "put-off",
            Self::Failed => "failed",
            Self::HandedOver => "handed-over",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Declined => "declined",
        }
    }

    /// Reads the name in a column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether the provider took the message, whatever came of it.
    pub const fn was_taken(self) -> bool {
        matches!(self, Self::HandedOver | Self::Delivered | Self::Undelivered | Self::Declined)
    }

    /// Whether nobody can say if the provider took the message.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Begun | Self::Unknown)
    }
}
