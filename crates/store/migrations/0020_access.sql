-- Groups of persons of one account.
CREATE TABLE person_groups (
    id         TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES accounts (id),
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX person_groups_in_order ON person_groups (account, created_at, id);

CREATE TABLE group_members (
    group_id TEXT   NOT NULL REFERENCES person_groups (id),
    person   TEXT   NOT NULL REFERENCES persons (id),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, person)
);
CREATE INDEX group_members_by_person ON group_members (person, group_id);

-- What the portal has and access rules speak of, under the portal's own names. `depth` counts from 0 at the top.
CREATE TABLE resources (
    id         TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES accounts (id),
    kind       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    reference  TEXT   NOT NULL,
    parent     TEXT,
    depth      BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX resources_by_reference ON resources (account, reference);
CREATE INDEX resources_in_order ON resources (account, id);

-- Everything that a resource lies in, itself among it: grants and marks are inherited, and a check reads them at one place. No
-- references: the rows of a subtree are what says which resources go with it, and are removed after those.
CREATE TABLE resource_ancestors (
    resource TEXT NOT NULL,
    ancestor TEXT NOT NULL,
    PRIMARY KEY (resource, ancestor)
);
CREATE INDEX resource_descendants ON resource_ancestors (ancestor, resource);

-- Who may see what: `holder` is a group or a person.
CREATE TABLE resource_grants (
    resource   TEXT   NOT NULL REFERENCES resources (id),
    holder     TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (resource, holder)
);
CREATE INDEX resource_grants_by_holder ON resource_grants (holder, resource);
CREATE INDEX resource_grants_in_order ON resource_grants (resource, granted_at, holder);

-- Resources that only sessions with a second factor see, with all that lies in them. Not a reference: while an account is
-- closed in steps, a mark outlives its resource, so that nothing comes to light on the way.
CREATE TABLE second_factor_marks (
    resource  TEXT   NOT NULL PRIMARY KEY,
    account   TEXT   NOT NULL,
    marked_at BIGINT NOT NULL
);
CREATE INDEX second_factor_marks_by_account ON second_factor_marks (account, resource);
