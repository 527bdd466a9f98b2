-- The trail: the digest of an order, and the hash of the personal part, which stays when the part is erased.
ALTER TABLE audit_events ADD COLUMN digest TEXT;
ALTER TABLE audit_events ADD COLUMN facts_hash TEXT;
-- What the chain says after this record; `sequence` says where in it the record stands.
ALTER TABLE audit_events ADD COLUMN link TEXT;
CREATE UNIQUE INDEX audit_in_sequence ON audit_events (sequence) WHERE sequence IS NOT NULL;

-- Links that are mailed. A link is derived when its mail is sent; here lies the hash that finds it. Of some kinds only the
-- newest works: they share a slot, so that a new one takes the place of the old.
CREATE TABLE mailed_links (
    slot       TEXT   NOT NULL PRIMARY KEY,
    id         TEXT   NOT NULL UNIQUE,
    kind       TEXT   NOT NULL CHECK (kind IN ('reset', 'unlock', 'not-me')),
    person     TEXT   NOT NULL REFERENCES persons (id),
    binding    TEXT   NOT NULL,
    link_key   TEXT   NOT NULL,
    token_hash TEXT   NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX mailed_links_by_person ON mailed_links (person);
CREATE INDEX mailed_links_by_end ON mailed_links (expires_at);

-- What a notice says and to whom, sealed, until it is sent: the address is the one of the moment it was written.
CREATE TABLE security_notices (
    job          TEXT   NOT NULL PRIMARY KEY,
    person       TEXT   NOT NULL REFERENCES persons (id),
    words_sealed TEXT   NOT NULL,
    useless_after BIGINT NOT NULL
);
CREATE INDEX security_notices_by_person ON security_notices (person);
CREATE INDEX security_notices_by_end ON security_notices (useless_after);

-- When a person was last told of something that strangers can cause, by kind.
CREATE TABLE notice_pauses (
    person  TEXT   NOT NULL REFERENCES persons (id),
    kind    TEXT   NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (person, kind)
);

-- How far the trail is chained, under a seal that only the keys can make, and which node chains. One row.
CREATE TABLE audit_chain (
    id          TEXT   NOT NULL PRIMARY KEY,
    sequence    BIGINT NOT NULL,
    link        TEXT   NOT NULL,
    seal        TEXT   NOT NULL,
    lease_owner TEXT   NOT NULL,
    lease_until BIGINT NOT NULL
);

-- Signed heads: from time to time, what the chain said, for whoever keeps them elsewhere.
CREATE TABLE audit_heads (
    sequence  BIGINT NOT NULL PRIMARY KEY,
    signed_at BIGINT NOT NULL,
    statement TEXT   NOT NULL
);

-- Refusals of strangers, counted by address, kind and minute until the minute is over and one record says it.
CREATE TABLE stranger_refusals (
    address_index  TEXT   NOT NULL,
    kind           TEXT   NOT NULL,
    reason         TEXT   NOT NULL,
    minute         BIGINT NOT NULL,
    event          TEXT   NOT NULL UNIQUE,
    address_sealed TEXT   NOT NULL,
    refusals       BIGINT NOT NULL,
    PRIMARY KEY (address_index, kind, reason, minute)
);
CREATE INDEX stranger_refusals_by_minute ON stranger_refusals (minute);

-- The areas that were entered in a window; the first time of each is in the trail.
CREATE TABLE area_uses (
    session   TEXT   NOT NULL REFERENCES sessions (id),
    area      TEXT   NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (session, area)
);

-- A person who was erased: nothing of them is left but the id that records name.
ALTER TABLE persons ADD COLUMN erased_at BIGINT;
