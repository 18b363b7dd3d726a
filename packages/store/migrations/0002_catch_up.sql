-- breaking: no
-- How far each search group of a source has been read: what push loses is found from here.
CREATE TABLE catch_up (
  source    text NOT NULL,
  -- Our own name of the search group; another search gets another name and begins anew.
  key       text NOT NULL,
  -- Everything that the source changed since then has been read.
  since     timestamptz NOT NULL,
  -- The greatest meta.lastUpdated whose pages are all stored, by the source's clock.
  watermark timestamptz NOT NULL,
  -- When the last complete catch-up began, by our clinical clock; null: none yet.
  caught_up_at timestamptz,
  PRIMARY KEY (source, key)
);
