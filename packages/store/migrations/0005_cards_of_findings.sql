-- breaking: no
-- A returned card may stand for a finding that is no alert: what depends on draft orders never becomes one.
ALTER TABLE returned_card ALTER COLUMN alert_id DROP NOT NULL;
-- Of whom, and what it said; null in rows of an older version.
ALTER TABLE returned_card
  ADD COLUMN source   text,
  ADD COLUMN patient  text,
  ADD COLUMN rule_id  text,
  ADD COLUMN severity text;
