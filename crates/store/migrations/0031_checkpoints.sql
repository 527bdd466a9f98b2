-- Up to where the trail was pruned: what the chain said there, signed, so that whoever verifies the rest knows where it begins. One
-- row. Its `statement` has a type of its own, so that no signed head passes for it.
CREATE TABLE audit_checkpoints (
    id        TEXT   NOT NULL PRIMARY KEY,
    sequence  BIGINT NOT NULL,
    link      TEXT   NOT NULL,
    pruned_at BIGINT NOT NULL,
    statement TEXT   NOT NULL
);

-- Whom a portal reaches for a customer account who does not sign in: for invoices, or for technical matters.
CREATE TABLE contact_persons (
    id          TEXT   NOT NULL PRIMARY KEY,
    account     TEXT   NOT NULL REFERENCES accounts (id),
    matter      TEXT   NOT NULL CHECK (matter IN ('billing', 'technical')),
    name_sealed TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX contact_persons_in_order ON contact_persons (account, created_at, id);

-- Their numbers and addresses. A confirmed one counts for reuse by the persons of the account, and for nobody else.
CREATE TABLE contact_person_values (
    id             TEXT   NOT NULL PRIMARY KEY,
    contact_person TEXT   NOT NULL REFERENCES contact_persons (id),
    account        TEXT   NOT NULL,
    kind           TEXT   NOT NULL CHECK (kind IN ('email', 'mobile', 'landline')),
    value_sealed   TEXT   NOT NULL,
    value_index    TEXT   NOT NULL,
    confirmed_at   BIGINT,
    position       BIGINT NOT NULL
);
CREATE INDEX contact_person_values_of ON contact_person_values (contact_person, position);
CREATE INDEX contact_person_values_by_value ON contact_person_values (account, value_index);
