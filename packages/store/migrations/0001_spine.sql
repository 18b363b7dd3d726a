-- breaking: no
-- The spine: events come in, facts stay, alerts change, deliveries go out.

-- What was applied, so that an older version can tell whether it may still run beside a newer one.
CREATE TABLE applied_migration (
  name       text PRIMARY KEY,
  breaking   boolean NOT NULL,
  -- sha-256 of the file: a migration is never edited after it was applied.
  checksum   text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);

-- One row per event as it arrived. Nothing is answered with 2xx before its row is committed.
CREATE TABLE inbox (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source        text NOT NULL,
  -- (type, id, version and interaction) where the event names a version, else null: such an event is never dropped for its content.
  event_key     text,
  -- `recheck` comes from ourselves: something that concerns this patient changed under another patient's lock.
  interaction   text NOT NULL CHECK (interaction IN ('upsert', 'delete', 'unknown', 'recheck')),
  resource_type text,
  resource_id   text,
  version_id    text,
  -- `Patient/id` where the event says it; null: a resolve job has to find it.
  patient       text,
  content_type  text,
  body          bytea NOT NULL,
  received_at   timestamptz NOT NULL DEFAULT now(),
  state         text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'aside')),
  -- A code of docs/errors.md when the event was kept aside.
  reason        text,
  attempts      integer NOT NULL DEFAULT 0,
  retry_at      timestamptz,
  done_at       timestamptz,
  CONSTRAINT inbox_aside_has_reason CHECK (state <> 'aside' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX inbox_event_key ON inbox (source, event_key) WHERE event_key IS NOT NULL;
CREATE INDEX inbox_undone_by_patient ON inbox (source, patient, id) WHERE state = 'new';
CREATE INDEX inbox_unresolved ON inbox (id) WHERE state = 'new' AND patient IS NULL;
CREATE INDEX inbox_aside ON inbox (id) WHERE state = 'aside';

-- One row per patient of a source.
CREATE TABLE patient (
  source      text NOT NULL,
  reference   text NOT NULL,
  -- Proof of absence: input key -> {from, asOf} in milliseconds.
  coverage    jsonb NOT NULL DEFAULT '{}',
  -- When the context was last searched; null: never.
  context_at  timestamptz,
  -- When time alone could change an answer.
  review_at   timestamptz,
  assessed_at timestamptz,
  PRIMARY KEY (source, reference)
);
CREATE INDEX patient_review ON patient (review_at) WHERE review_at IS NOT NULL;

-- Versions of resources, parsed; append-only. `sequence` lets an alert say what it saw.
CREATE TABLE resource_version (
  sequence     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source       text NOT NULL,
  patient      text NOT NULL,
  reference    text NOT NULL,
  -- The version id, or a hash of the content where there is none, or the event of a deletion.
  version_key  text NOT NULL,
  version_id   text,
  last_updated timestamptz,
  state        text NOT NULL CHECK (state IN ('present', 'withdrawn', 'deleted')),
  facts        jsonb NOT NULL,
  inbox_id     bigint,
  recorded_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (source, reference, version_key)
);
CREATE INDEX resource_version_by_patient ON resource_version (source, patient, sequence);

-- What could not be used, or only with care: one row per resource and code.
CREATE TABLE data_quality (
  source     text NOT NULL,
  reference  text NOT NULL,
  code       text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('refusal', 'note')),
  -- Where in the resource, and what it said, without patient data: `valueQuantity.unit`, an unknown unit or code.
  path       text,
  detail     text,
  first_at   timestamptz NOT NULL DEFAULT now(),
  last_at    timestamptz NOT NULL DEFAULT now(),
  count      integer NOT NULL DEFAULT 1,
  PRIMARY KEY (source, reference, code)
);

CREATE TABLE alert (
  id         uuid PRIMARY KEY,
  source     text NOT NULL,
  patient    text NOT NULL,
  rule_id    text NOT NULL,
  episode    integer NOT NULL CHECK (episode > 0),
  state      text NOT NULL CHECK (state IN ('held', 'open', 'acknowledged', 'snoozed', 'in-progress', 'closed')),
  closed_as  text CHECK (closed_as IN ('cancelled', 'resolved', 'retracted', 'expired')),
  severity   text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  revision   integer NOT NULL CHECK (revision > 0),
  opened_at  timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  -- The whole alert as packages/alerts knows it.
  body       jsonb NOT NULL,
  UNIQUE (source, patient, rule_id, episode),
  CONSTRAINT alert_closed_says_how CHECK ((state = 'closed') = (closed_as IS NOT NULL))
);
-- At most one alert of a rule is not closed: the database holds it too.
CREATE UNIQUE INDEX alert_one_active ON alert (source, patient, rule_id) WHERE state <> 'closed';
CREATE INDEX alert_by_patient ON alert (source, patient);
CREATE INDEX alert_active ON alert (changed_at DESC) WHERE state <> 'closed';

-- Every change of an alert with its reason; append-only.
CREATE TABLE alert_change (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert_id      uuid NOT NULL REFERENCES alert (id),
  revision      integer NOT NULL,
  change        text NOT NULL,
  reason        text NOT NULL,
  -- `finding`, or the person who did it.
  actor         text NOT NULL,
  state_before  text,
  state_after   text NOT NULL,
  severity      text NOT NULL,
  decided_at    timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (alert_id, revision)
);

-- One compact row per assessment: what was seen, what every rule said.
CREATE TABLE assessment (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source        text NOT NULL,
  patient       text NOT NULL,
  decided_at    timestamptz NOT NULL,
  fact_sequence bigint NOT NULL,
  events        integer NOT NULL,
  -- rule id -> present | in-progress | absent | unknown | not-applicable
  verdicts      jsonb NOT NULL,
  changes       integer NOT NULL
);
CREATE INDEX assessment_by_patient ON assessment (source, patient, id DESC);

-- The outbox: one revision of an alert to one destination.
CREATE TABLE delivery (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert_id     uuid NOT NULL REFERENCES alert (id),
  revision     integer NOT NULL,
  destination  text NOT NULL,
  tell         text NOT NULL CHECK (tell IN ('alert', 'update', 'withdraw')),
  payload      jsonb NOT NULL,
  state        text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'superseded', 'dead')),
  attempts     integer NOT NULL DEFAULT 0,
  -- now: at once; later: at retry_at; never: dead, kept with its reason.
  retry        text NOT NULL DEFAULT 'now' CHECK (retry IN ('now', 'later', 'never')),
  retry_at     timestamptz NOT NULL DEFAULT now(),
  reason       text,
  leased_until timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  sent_at      timestamptz,
  UNIQUE (alert_id, revision, destination),
  CONSTRAINT delivery_dead_has_reason CHECK (state <> 'dead' OR (retry = 'never' AND reason IS NOT NULL)),
  CONSTRAINT delivery_sent_has_time CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX delivery_due ON delivery (destination, retry_at) WHERE state = 'pending';

-- What a source's subscriptions were last seen to be.
CREATE TABLE subscription (
  source      text NOT NULL,
  key         text NOT NULL,
  remote_id   text,
  criteria    text NOT NULL,
  status      text NOT NULL,
  error       text,
  checked_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, key)
);

-- Each card that a hook answer returned: feedback names nothing but its uuid.
CREATE TABLE returned_card (
  uuid        uuid PRIMARY KEY,
  alert_id    uuid NOT NULL REFERENCES alert (id),
  revision    integer NOT NULL,
  hook        text NOT NULL,
  client      text,
  user_ref    text,
  returned_at timestamptz NOT NULL DEFAULT now()
);
