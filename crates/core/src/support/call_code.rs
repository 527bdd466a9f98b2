//! The call code: eight digits that a person tells on a call they made. Derived like every code, stored nowhere.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::challenge::{Code, CodeKeys, Digits, KeyId};
use crate::ids::{CallCodeId, PersonId};

/// How long a call code works.
pub const CALL_CODE_LASTS: Duration = Duration::from_mins(15);

/// A call code without its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallCode {
    /// Its id.
    pub id: CallCodeId,
    /// Whose.
    pub person: PersonId,
    /// The key it is derived from.
    pub key: KeyId,
}

impl CallCode {
    /// The digits: HMAC-SHA-256 over a name of its own, the epoch, id and person, each framed by its length. No challenge
    /// begins so, and no code of one fits here (CS-SUP-05). `None`: its key is gone.
    pub fn code(&self, keys: &CodeKeys) -> Option<Code> {
        let mut mac = Hmac::<Sha256>::new_from_slice(keys.key(&self.key)?).ok()?;
        for field in [
            b"countersign/call-code/v1".as_slice(),
            keys.epoch().to_be_bytes().as_slice(),
            self.id.as_str().as_bytes(),
            self.person.as_str().as_bytes(),
        ] {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field);
        }
        let bytes = mac.finalize().into_bytes();
        let number = u64::from_be_bytes(bytes.first_chunk().copied()?);
        Some(Code::from_number(number, Digits::Eight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(key: u8, epoch: u64) -> CodeKeys {
        CodeKeys::new((KeyId("k1".to_owned()), [key; 32]), [], epoch)
    }

    fn call_code(id: &str, person: &str) -> CallCode {
        CallCode {
            id: CallCodeId::parse(&format!("cal_{}", id.repeat(26))).expect("an id"),
            person: PersonId::parse(&format!("per_{}", person.repeat(26))).expect("an id"),
            key: KeyId("k1".to_owned()),
        }
    }

    /// CS-SUP-09, CS-CRY-06: eight digits, and another id, person, key or epoch is another code.
    #[test]
    fn everything_a_call_code_is_bound_to_is_part_of_it() {
        let ours = call_code("0", "0").code(&keys(7, 1)).expect("a code");
        assert_eq!(ours.reveal().len(), 8);
        let same = call_code("0", "0").code(&keys(7, 1)).expect("a code");
        assert_eq!(ours.reveal(), same.reveal());
        for other in [
            call_code("1", "0").code(&keys(7, 1)),
            call_code("0", "1").code(&keys(7, 1)),
            call_code("0", "0").code(&keys(8, 1)),
            call_code("0", "0").code(&keys(7, 2)),
        ] {
            assert_ne!(other.expect("a code").reveal(), ours.reveal());
        }
    }
}
