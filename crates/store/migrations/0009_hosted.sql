-- What a challenge and a visit of our own pages are about: a pending sign-in, or a change of authenticators.
ALTER TABLE challenges ADD COLUMN sign_in TEXT;
ALTER TABLE challenges ADD COLUMN change_id TEXT;
ALTER TABLE challenges ADD COLUMN reset_id TEXT;
CREATE INDEX challenges_by_sign_in ON challenges (sign_in, state) WHERE sign_in IS NOT NULL;
CREATE INDEX challenges_by_change ON challenges (change_id, state) WHERE change_id IS NOT NULL;
ALTER TABLE visits ADD COLUMN sign_in TEXT;
ALTER TABLE visits ADD COLUMN change_id TEXT;
