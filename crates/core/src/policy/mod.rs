//! Policy: settings within bounds, and which methods a person is offered.

mod bounds;
mod changes;
mod contacts;
mod duty;
mod hash_cost;
mod offers;
mod second_factor;
mod settings;
mod sign_in;
mod staff;

pub use bounds::{OutOfBounds, PolicyRefused};
pub use changes::{ChangeKind, LastWay, asks_for_method, may_remove, password_is_fresh};
pub use contacts::{ContactKept, ContactLoss, may_remove_contact, ways_of};
pub use duty::{
    AllowedWays, Duty, DutyOf, Required, Telling, may_begin_at, owed, required, still_meets,
};
pub use hash_cost::HashCost;
pub use offers::{Carried, NotOffered, Offer, Reason, find_offer, offers};
pub use second_factor::SecondFactor;
pub use settings::Policy;
pub use sign_in::sign_in_is_complete;
pub use staff::{SessionTimes, has_shown_second_factor, may_only_enrol};
