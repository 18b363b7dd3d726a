-- breaking: no
-- What a decision was taken on, so that it can be computed again.

-- Every set of parameters that a decision was taken with, by its version.
CREATE TABLE parameter_set (
  version       text PRIMARY KEY,
  parameters    jsonb NOT NULL,
  first_used_at timestamptz NOT NULL DEFAULT now()
);

-- The facts up to a sequence number, the proof of absence and the setting that stood in; null: a person's change, or an older row.
ALTER TABLE alert_change ADD COLUMN basis jsonb;
