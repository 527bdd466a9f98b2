-- When the person said that they still have the codes of a set: they are asked once.
ALTER TABLE recovery_sets ADD COLUMN checked_at BIGINT;
-- The page of ours that a change came from and leads back to.
ALTER TABLE changes ADD COLUMN goes_on_to TEXT;
