-- The duty to use a second factor: of everybody of an account, of everybody of a role in it, or of one person. `told` counts
-- what those whom it will hit were told: that it was set, a week before, a day before. A telling goes from person to person in
-- steps; `told_after` is the last one of a telling under way.
CREATE TABLE duties (
    id         TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES accounts (id),
    scope      TEXT   NOT NULL CHECK (scope IN ('account', 'role', 'person')),
    subject    TEXT   NOT NULL,
    ways       TEXT   NOT NULL CHECK (ways IN ('any', 'app-or-passkey', 'passkey')),
    from_at    BIGINT NOT NULL,
    set_at     BIGINT NOT NULL,
    set_by     TEXT   NOT NULL,
    told       BIGINT NOT NULL,
    told_after TEXT   NOT NULL
);
CREATE UNIQUE INDEX duties_once ON duties (account, scope, subject);
CREATE INDEX duties_in_order ON duties (account, set_at, id);
CREATE INDEX duties_to_tell ON duties (told, from_at);

-- A session of somebody who owes a second factor: it can do nothing but enrol. Of ours, where the browser goes once nothing is
-- owed; of a portal's, empty. NULL: a session like any other. `set_up_link_at`: a set-up link was used in it.
ALTER TABLE sessions ADD COLUMN owes_to TEXT;
ALTER TABLE sessions ADD COLUMN set_up_link_at BIGINT;
