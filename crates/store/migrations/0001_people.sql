-- Persons and their contacts. Values that name a person's reach are sealed; what must be found has a keyed index.
CREATE TABLE persons (
    id            TEXT   NOT NULL PRIMARY KEY,
    name          TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    country       TEXT,
    sign_in_index TEXT   NOT NULL UNIQUE,
    password_hash TEXT,
    state         TEXT   NOT NULL CHECK (state IN ('active', 'disabled')),
    created_at    BIGINT NOT NULL
);

CREATE TABLE contacts (
    id           TEXT   NOT NULL PRIMARY KEY,
    person       TEXT   NOT NULL REFERENCES persons (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('email', 'mobile', 'landline')),
    value_sealed TEXT   NOT NULL,
    value_index  TEXT   NOT NULL,
    confirmed_at BIGINT,
    added_at     BIGINT NOT NULL,
    position     BIGINT NOT NULL
);
CREATE INDEX contacts_by_person ON contacts (person, position, id);
CREATE INDEX contacts_by_value ON contacts (value_index);
CREATE UNIQUE INDEX contacts_once_per_person ON contacts (person, value_index);
