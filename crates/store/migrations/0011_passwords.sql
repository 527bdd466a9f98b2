-- A password has a version, which reset links are bound to, and the moment it was set.
ALTER TABLE persons ADD COLUMN password_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE persons ADD COLUMN password_at BIGINT;

-- Forms that met a lapsed window or session, sealed, until their person has confirmed again.
CREATE TABLE kept_forms (
    id            TEXT   NOT NULL PRIMARY KEY,
    person        TEXT   NOT NULL REFERENCES persons (id),
    form          TEXT   NOT NULL,
    fields_sealed TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);
CREATE INDEX kept_forms_over ON kept_forms (expires_at);
