//! Who works at the portal's support desk.

/// Somebody at the support desk. The sign-in is printed openly, like those of the sample persons.
pub struct Agent {
    /// The address they sign in with at Countersign.
    pub email: &'static str,
    /// What customers read: "Sam, Nordhang support".
    pub name: &'static str,
    /// The password; two-factor authentication they turn on first.
    pub password: &'static str,
}

/// The one there is.
pub const AGENT: Agent =
    Agent { email: "sam@nordhang.example", name: "Sam Sand", password: "marble-cinder-otter-45" };
