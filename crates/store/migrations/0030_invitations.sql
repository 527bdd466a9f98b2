-- Invitations into accounts. Whom and where is sealed. The link's secret part is derived when its mail is sent; here lies the
-- hash that finds it. `mailing` counts the mails: a newer one takes the place of the older one's hash. `inviter` and `person` are
-- no references: what was decided outlives them.
CREATE TABLE invitations (
    id            TEXT   NOT NULL PRIMARY KEY,
    account       TEXT   NOT NULL REFERENCES accounts (id),
    inviter       TEXT,
    name_sealed   TEXT   NOT NULL,
    email_sealed  TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    role          TEXT   NOT NULL CHECK (role IN ('administrator', 'member', 'technical-administrator')),
    rights        TEXT   NOT NULL,
    ends_at       BIGINT,
    mailing       BIGINT NOT NULL,
    mailed_at     BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    link_key      TEXT   NOT NULL,
    token_hash    TEXT   NOT NULL UNIQUE,
    state         TEXT   NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'withdrawn')),
    decided_at    BIGINT,
    person        TEXT,
    created_at    BIGINT NOT NULL
);
CREATE INDEX invitations_in_order ON invitations (account, created_at, id);
CREATE INDEX invitations_by_person ON invitations (person) WHERE person IS NOT NULL;
CREATE INDEX invitations_by_inviter ON invitations (inviter) WHERE inviter IS NOT NULL;
CREATE INDEX invitations_by_end ON invitations (expires_at);
