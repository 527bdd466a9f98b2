//! What is mailed beside codes: links, and notices about a person's security.

mod deliver;
mod link;
mod notice;
mod tell;
mod text;

pub(crate) use deliver::{deliver_link, deliver_notice, note};
pub(crate) use link::insert;
pub use link::{Link, LinkIds, Presented, link_issue, link_read, link_use};
pub use notice::{CallerCheck, RecoveryStep, SecurityNotice, Seen};
pub use tell::SecurityNoticeIds;
pub use text::TextNotice;

pub use countersign_core::mailed::{LinkKind, MailedLink};

/// The kind of job that mails a link.
pub(crate) const LINK: &str = "mailed-link";
/// The kind of job that mails a notice about security.
pub(crate) const SECURITY_NOTICE: &str = "security-notice";
