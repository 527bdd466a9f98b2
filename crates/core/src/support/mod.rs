//! What identifies a caller and changes nothing: the support PIN, the call code, and how often an agent may compare.

mod call_code;
mod limits;
mod pin;
mod recovery;
mod ticket;

pub use call_code::{CALL_CODE_LASTS, CallCode};
pub use limits::{AgentLimit, CHECKS_AN_HOUR, LIMIT_SPAN, PERSONS_AN_HOUR, may_check};
pub use pin::{MOST_WRONG, PinState, SupportPin};
pub use recovery::{
    ProofKind, RECOVERY_LASTS, REST, RecoveryKind, RecoveryState, RecoveryStop, SETTLED,
    VOUCH_LASTS, has_settled_mailbox, read_stop_code, shown_stop_code,
};
pub use ticket::{
    LONGEST_TEXT, TicketKind, TicketProblem, TicketState, TicketWords, plain_text,
    read_ticket_number, ticket_number,
};
