-- Memberships that end by their date are found by it.
CREATE INDEX memberships_over ON memberships (ends_at) WHERE ends_at IS NOT NULL;
