//! One text per statement, for both engines, with a name for logs and tests.

use std::sync::OnceLock;

/// Stands at the end of a subquery that picks a row to claim. On PostgreSQL the claim steps over rows that others are
/// claiming, instead of waiting for them and drawing a blank; SQLite has one writer and reads a comment.
pub(crate) const SKIP_LOCKED: &str = "/* skip locked */";

/// One SQL text in the dialect that both engines share, under the name it is logged and tested by.
#[derive(Debug)]
pub struct Statement {
    name: &'static str,
    sql: &'static str,
    columns: OnceLock<Box<[Box<str>]>>,
    parameters: OnceLock<usize>,
    postgres: OnceLock<&'static str>,
}

impl Statement {
    /// A statement; `statements!` is the usual way to make one.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self {
            name,
            sql,
            columns: OnceLock::new(),
            parameters: OnceLock::new(),
            postgres: OnceLock::new(),
        }
    }

    /// Its name, in capitals with underscores.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its text.
    pub fn sql(&self) -> &'static str {
        self.sql
    }

    /// Its text on PostgreSQL: the same but for [`SKIP_LOCKED`].
    pub(crate) fn on_postgres(&self) -> &'static str {
        self.postgres.get_or_init(|| {
            if !self.sql.contains(SKIP_LOCKED) {
                return self.sql;
            }
            // Once per statement and process: the drivers want texts that live as long as it.
            Box::leak(self.sql.replace(SKIP_LOCKED, "FOR UPDATE SKIP LOCKED").into_boxed_str())
        })
    }

    /// How many parameters it takes: the highest `$n`.
    pub fn parameters(&self) -> usize {
        *self.parameters.get_or_init(|| {
            let markers = self.sql.split('$').skip(1);
            let number = |marker: &str| {
                let end = marker.find(|c: char| !c.is_ascii_digit()).unwrap_or(marker.len());
                marker[..end].parse().ok()
            };
            markers.filter_map(number).max().unwrap_or(0)
        })
    }

    /// The names of the columns it returns, learnt from the first answer: they are the same on both engines.
    pub(crate) fn columns(&self) -> &[Box<str>] {
        self.columns.get().map_or(&[], |names| names)
    }

    pub(crate) fn learn_columns<'n>(&self, names: impl FnOnce() -> Vec<&'n str>) {
        self.columns.get_or_init(|| names().into_iter().map(Box::from).collect());
    }
}

/// Declares the statements of one domain file, and the table `ALL` of them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::statements::Statement =
                $crate::statements::Statement::new(stringify!($name), $sql);
        )*
        /// Every statement of this file.
        pub(crate) static ALL: &[&$crate::statements::Statement] = &[$(&$name),*];
    };
}
pub(crate) use statements;

/// The tables `ALL` of the domain files.
static FILES: &[&[&Statement]] = &[
    crate::accounts::ALL,
    crate::acting::ALL,
    crate::api_keys::ALL,
    crate::area_uses::ALL,
    crate::attempts::ALL,
    crate::audit::ALL,
    crate::audit_chain::ALL,
    crate::authenticators::ALL,
    crate::brake::ALL,
    crate::call_codes::ALL,
    crate::challenges::ALL,
    crate::changes::ALL,
    crate::channel_stats::ALL,
    crate::charges::ALL,
    crate::checkpoints::ALL,
    crate::contact_budgets::ALL,
    crate::contact_persons::ALL,
    crate::contacts::ALL,
    crate::costs::ALL,
    crate::devices::ALL,
    crate::duties::ALL,
    crate::enrolments::ALL,
    crate::erase::ALL,
    crate::grants::ALL,
    crate::groups::ALL,
    crate::guess_ledger::ALL,
    crate::hosted_sessions::ALL,
    crate::idempotency::ALL,
    crate::invitations::ALL,
    crate::jobs::ALL,
    crate::mailed_links::ALL,
    crate::kept_forms::ALL,
    crate::memberships::ALL,
    crate::migrate::ALL,
    crate::notices::ALL,
    crate::orders::ALL,
    crate::password_tries::ALL,
    crate::passwords::ALL,
    crate::people_list::ALL,
    crate::persons::ALL,
    crate::providers::ALL,
    crate::receipt_keys::ALL,
    crate::reset_lanes::ALL,
    crate::resources::ALL,
    crate::securing::ALL,
    crate::recoveries::ALL,
    crate::recovery::ALL,
    crate::recovery_charges::ALL,
    crate::sends::ALL,
    crate::sends_seen::ALL,
    crate::sessions::ALL,
    crate::shared_contacts::ALL,
    crate::sights::ALL,
    crate::sign_ins::ALL,
    crate::staff::ALL,
    crate::stopped_orders::ALL,
    crate::support_cases::ALL,
    crate::support_checks::ALL,
    crate::support_pins::ALL,
    crate::strangers::ALL,
    crate::tickets::ALL,
    crate::visits::ALL,
    crate::vouches::ALL,
];

/// Every statement of the store, for the test that prepares each on both engines.
pub fn all() -> impl Iterator<Item = &'static Statement> {
    FILES.iter().flat_map(|file| file.iter().copied())
}
