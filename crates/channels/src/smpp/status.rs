//! What a status of SMPP means for a message, a bind and an operator (section 5.1.3).

use std::time::Duration;

use crate::SendError;

pub(super) const OK: u32 = 0;
pub(super) const INVALID_COMMAND_ID: u32 = 0x03;
pub(super) const INVALID_BIND_STATE: u32 = 0x04;
pub(super) const ALREADY_BOUND: u32 = 0x05;
pub(super) const THROTTLED: u32 = 0x58;
pub(super) const QUEUE_FULL: u32 = 0x14;
/// Our answer to a receipt that nobody can note just then: the centre keeps it and tries again.
pub(super) const TRY_AGAIN: u32 = 0x64;
/// Our answer to what cannot be read.
pub(super) const REFUSED: u32 = 0x66;

/// The centre's refusal of a message, put as what it means for it. `pause` is what the link waits after a throttling
/// answer.
pub(super) fn of_message(status: u32, pause: Duration) -> SendError {
    let shown = shown(status);
    match status {
        THROTTLED | QUEUE_FULL => SendError::Retry {
            reason: format!("the SMS centre takes no more just now {shown}"),
            after: Some(pause),
        },
        // They speak of this text or this recipient.
        0x01 | 0x02 | 0x0B | 0x33 | 0x34 | 0x40 | 0x42 | 0x44 | 0x50 | 0x51 | 0x65 | 0x66 => {
            SendError::permanent(format!("the SMS centre refused the message {shown}"))
        }
        // They speak of our sender, our service or our settings: the operator's to mend, and nothing this message is to
        // blame for.
        0x03
        | 0x06
        | 0x07
        | 0x0A
        | 0x15
        | 0x43
        | 0x48
        | 0x49
        | 0x53..=0x55
        | 0x61..=0x63
        | 0xC0..=0xC4 => {
            SendError::retry(format!("the SMS centre refuses what we are set to send {shown}"))
        }
        _ => SendError::retry(format!("the SMS centre put the message off {shown}")),
    }
}

/// The same of a bind, as a sentence for the operator.
pub(super) fn of_bind(status: u32) -> String {
    let shown = shown(status);
    match status {
        0x0D..=0x0F => format!("the SMS centre refused system_id or password {shown}"),
        ALREADY_BOUND => format!("the SMS centre takes no second bind of this system_id {shown}"),
        0x53 => format!("the SMS centre refused the system_type {shown}"),
        _ => format!("the SMS centre refused the bind {shown}"),
    }
}

/// A status by number and, where the standard has one, by name.
fn shown(status: u32) -> String {
    let name = match status {
        0x01 => "message too long",
        0x02 => "command length",
        0x03 => "command id",
        0x04 => "not bound",
        0x05 => "already bound",
        0x08 => "system error",
        0x0A => "source address",
        0x0B => "destination address",
        0x0D => "bind failed",
        0x0E => "password",
        0x0F => "system_id",
        0x14 => "queue full",
        0x15 => "service type",
        0x43 => "esm_class",
        0x45 => "submit failed",
        0x48 | 0x49 => "type or plan of the source address",
        0x50 | 0x51 => "type or plan of the destination address",
        0x53 => "system type",
        0x58 => "throttled",
        0x61 => "schedule",
        0x62 => "validity period",
        0x64 => "temporary error",
        0x65 => "permanent error",
        0x66 => "rejected",
        0xC0..=0xC4 => "optional parameter",
        0x400..=0x4FF => "the centre's own status",
        _ => return format!("(status {status:#x})"),
    };
    format!("(status {status:#x}: {name})")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(2);

    #[test]
    fn the_messages_own_fault_is_permanent_and_the_settings_fault_is_not() {
        for status in [0x01, 0x0B, 0x50, 0x51, 0x65, 0x66] {
            assert!(matches!(of_message(status, PAUSE), SendError::Permanent(_)), "{status:#x}");
        }
        for status in [0x0A, 0x15, 0x43, 0x48, 0x62, 0xC3] {
            let told = of_message(status, PAUSE);
            assert!(matches!(told, SendError::Retry { .. }), "{status:#x}");
            assert!(told.to_string().contains("what we are set to send"), "{told}");
        }
    }

    #[test]
    fn throttling_names_its_wait_and_everything_unknown_may_pass() {
        for status in [THROTTLED, QUEUE_FULL] {
            let told = of_message(status, PAUSE);
            assert!(matches!(told, SendError::Retry { after: Some(PAUSE), .. }), "{told:?}");
        }
        for status in [0x04, 0x08, 0x45, 0x64, 0xFF, 0x400, 0x4FF, 0x500, u32::MAX] {
            let told = of_message(status, PAUSE);
            assert!(matches!(told, SendError::Retry { after: None, .. }), "{status:#x} {told:?}");
        }
    }

    #[test]
    fn reasons_name_the_number_and_the_word() {
        let told = of_message(0x0B, PAUSE).to_string();
        assert_eq!(told, "the SMS centre refused the message (status 0xb: destination address)");
        assert!(of_bind(0x0E).contains("password"));
    }
}
