-- What a person calls a contact, how it was confirmed, and when the person last said that it is still theirs. A removed one keeps
-- its row, because challenges speak of it, and nothing of its value. `added_here`: the person added it, and not the portal.
ALTER TABLE contacts ADD COLUMN label TEXT;
ALTER TABLE contacts ADD COLUMN confirmed_by TEXT;
ALTER TABLE contacts ADD COLUMN asked_at BIGINT;
ALTER TABLE contacts ADD COLUMN added_here BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN removed_at BIGINT;

-- The contact of another person of the account on whose confirmation this one is used, and falls with it.
ALTER TABLE contacts ADD COLUMN shared_from TEXT;
CREATE INDEX contacts_shared ON contacts (shared_from) WHERE shared_from IS NOT NULL;

-- Where codes go first while there is no second factor.
ALTER TABLE persons ADD COLUMN preferred_method TEXT;
ALTER TABLE persons ADD COLUMN preferred_contact TEXT;

-- The number or address that a change confirms; `contact` is the one it takes the place of.
ALTER TABLE changes ADD COLUMN new_contact TEXT;

-- Sends and tries of codes that confirm one value, over all persons; found by a keyed index of the value.
CREATE TABLE contact_budgets (
    value_index TEXT   NOT NULL PRIMARY KEY,
    version     BIGINT NOT NULL,
    spent       TEXT   NOT NULL,
    touched_at  BIGINT NOT NULL
);
CREATE INDEX contact_budgets_by_age ON contact_budgets (touched_at);

-- Contacts that were replaced or removed hear of changes for some days more.
CREATE TABLE former_contacts (
    id           TEXT   NOT NULL PRIMARY KEY,
    person       TEXT   NOT NULL REFERENCES persons (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('email', 'mobile', 'landline')),
    value_sealed TEXT   NOT NULL,
    until_at     BIGINT NOT NULL
);
CREATE INDEX former_contacts_by_person ON former_contacts (person, until_at);
CREATE INDEX former_contacts_over ON former_contacts (until_at);
