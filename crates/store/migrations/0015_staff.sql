-- A person who works for the operator and meets Countersign from behind the counter; NULL: a portal's customer.
ALTER TABLE persons ADD COLUMN staff TEXT CHECK (staff IN ('support-agent', 'operator'));
CREATE INDEX persons_on_staff ON persons (created_at, id) WHERE staff IS NOT NULL;
