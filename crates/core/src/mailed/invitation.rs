//! The secret part of an invitation's link: derived when the mail is sent and when the link comes back, never stored.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::link::{LinkKeys, TOKEN_BYTES};
use crate::access::Invitation;
use crate::challenge::KeyId;
use crate::people::EmailAddress;
use crate::ports::Bearer;

/// How long an invitation's link works (CS-DEL-05).
pub const INVITATION_LASTS: Duration = Duration::from_hours(7 * 24);

/// The secret part: HMAC-SHA-256 over epoch, invitation, account, mailbox, role, rights, the end of the membership and the
/// number of the mail, each framed by its length, cut to 128 bits. An older mail, another mailbox or another role is another
/// secret. `None`: the key is gone, or the mailbox is no address.
pub fn invitation_token(of: &Invitation, key: &KeyId, keys: &LinkKeys) -> Option<Bearer> {
    let (key, epoch) = keys.key(key)?;
    let mailbox = EmailAddress::read(&of.email).ok()?.key();
    let end = of.ends_at.map_or_else(String::new, |end| end.ms().to_string());
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for field in [
        b"countersign/invitation/v1".as_slice(),
        epoch.to_be_bytes().as_slice(),
        of.id.as_str().as_bytes(),
        of.account.as_str().as_bytes(),
        mailbox.as_bytes(),
        of.role.as_str().as_bytes(),
        of.rights.to_column().as_bytes(),
        end.as_bytes(),
        of.mailing.number.to_be_bytes().as_slice(),
    ] {
        mac.update(&(field.len() as u64).to_be_bytes());
        mac.update(field);
    }
    let bytes = mac.finalize().into_bytes();
    let token = data_encoding::BASE64URL_NOPAD.encode(bytes.get(..TOKEN_BYTES)?);
    Some(Bearer::presented(token))
}

/// Whether this is what was presented. A row whose role, rights or mailbox was altered is found by its hash and does not fit.
pub fn invitation_fits(of: &Invitation, key: &KeyId, presented: &Bearer, keys: &LinkKeys) -> bool {
    invitation_token(of, key, keys)
        .is_some_and(|token| token.reveal().as_bytes().ct_eq(presented.reveal().as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{InvitationState, Mailing, Rights};
    use crate::ids::{AccountId, InvitationId};
    use crate::people::{Language, Role};
    use crate::ports::Timestamp;

    fn keys(key: u8, epoch: u64) -> LinkKeys {
        LinkKeys::new((KeyId("k1".to_owned()), [key; 32]), [], epoch)
    }

    fn invitation() -> Invitation {
        Invitation {
            id: InvitationId::parse(&format!("inv_{}", "0".repeat(26))).expect("an id"),
            account: AccountId::parse(&format!("acc_{}", "0".repeat(26))).expect("an id"),
            inviter: None,
            name: "Theo".to_owned(),
            email: "Theo@it.example".to_owned(),
            language: Language::De,
            role: Role::TechnicalAdministrator,
            rights: Rights::from_column("hosting"),
            ends_at: None,
            created_at: Timestamp::from_ms(0),
            mailing: Mailing {
                number: 1,
                at: Timestamp::from_ms(0),
                expires_at: Timestamp::from_ms(1),
            },
            decided: InvitationState::Pending,
            decided_at: None,
            person: None,
        }
    }

    /// CS-DEL-05, CS-CRY-06: mailbox, role, rights, end, account, mail, key and epoch are part of the secret.
    #[test]
    fn everything_an_invitation_grants_is_part_of_its_secret() {
        let key = KeyId("k1".to_owned());
        let ours = invitation();
        let token = invitation_token(&ours, &key, &keys(7, 1)).expect("a token");
        assert_eq!(token.reveal().len(), 22, "128 bits");
        assert!(invitation_fits(&ours, &key, &token, &keys(7, 1)));
        let edits: [fn(&mut Invitation); 7] = [
            |one| one.id = InvitationId::parse(&format!("inv_{}", "1".repeat(26))).expect("an id"),
            |one| {
                one.account = AccountId::parse(&format!("acc_{}", "1".repeat(26))).expect("an id");
            },
            |one| one.email = "mallory@it.example".to_owned(),
            |one| one.role = Role::Administrator,
            |one| one.rights = Rights::from_column("hosting register"),
            |one| one.ends_at = Some(Timestamp::from_ms(5)),
            |one| one.mailing.number = 2,
        ];
        for (at, edit) in edits.iter().enumerate() {
            let mut other = invitation();
            edit(&mut other);
            assert!(!invitation_fits(&other, &key, &token, &keys(7, 1)), "edit {at}");
        }
        assert!(!invitation_fits(&ours, &key, &token, &keys(8, 1)));
        assert!(!invitation_fits(&ours, &key, &token, &keys(7, 2)));
        assert!(!invitation_fits(&ours, &KeyId("k2".to_owned()), &token, &keys(7, 1)));
    }
}
