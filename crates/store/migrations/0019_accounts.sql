-- Accounts and who belongs to them. Every change of an account's members first raises its `version`, and so waits for the one
-- before: the guard "one owner stays" looks at other rows, and would not hold for two changes at once.
CREATE TABLE accounts (
    id         TEXT   NOT NULL PRIMARY KEY,
    reference  TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX accounts_in_order ON accounts (created_at, id);

CREATE TABLE memberships (
    account  TEXT   NOT NULL REFERENCES accounts (id),
    person   TEXT   NOT NULL REFERENCES persons (id),
    role     TEXT   NOT NULL CHECK (role IN ('owner', 'administrator', 'member', 'technical-administrator')),
    rights   TEXT   NOT NULL,
    ends_at  BIGINT,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (account, person)
);
CREATE INDEX memberships_in_order ON memberships (account, added_at, person);
CREATE INDEX memberships_by_person ON memberships (person, account);

-- The account that a session is for, where the portal names one. Not a reference: records outlive accounts.
ALTER TABLE sessions ADD COLUMN account TEXT;

-- For which account it was done.
ALTER TABLE audit_events ADD COLUMN account TEXT;
CREATE INDEX audit_by_account ON audit_events (account, at, id) WHERE account IS NOT NULL;
