-- A part of a name is looked for in the index that the list of an account is read by: no row is fetched for a name that does not fit.
-- Names are folded where they are written, so that both databases know Ö from o and not from ö.
ALTER TABLE persons ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
UPDATE persons SET name_folded = LOWER(name);
ALTER TABLE memberships ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
UPDATE memberships SET name_folded = (SELECT p.name_folded FROM persons p WHERE p.id = memberships.person);
DROP INDEX memberships_in_order;
CREATE INDEX memberships_in_order ON memberships (account, added_at, person, name_folded);
