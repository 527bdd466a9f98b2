-- Links for more than three things: the column that says what one is for was closed, and a closed column is opened by a new table.
CREATE TABLE mailed_links_open (
    slot       TEXT   NOT NULL PRIMARY KEY,
    id         TEXT   NOT NULL UNIQUE,
    kind       TEXT   NOT NULL,
    person     TEXT   NOT NULL REFERENCES persons (id),
    binding    TEXT   NOT NULL,
    link_key   TEXT   NOT NULL,
    token_hash TEXT   NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
INSERT INTO mailed_links_open (slot, id, kind, person, binding, link_key, token_hash, created_at, expires_at, used_at)
    SELECT slot, id, kind, person, binding, link_key, token_hash, created_at, expires_at, used_at FROM mailed_links;
DROP TABLE mailed_links;
ALTER TABLE mailed_links_open RENAME TO mailed_links;
CREATE INDEX mailed_links_by_person ON mailed_links (person);
CREATE INDEX mailed_links_by_end ON mailed_links (expires_at);
