-- breaking: no
-- A resource that is seen for the first time asks for deletions that came before it and found no patient.
CREATE INDEX inbox_without_patient ON inbox (source, resource_type, resource_id) WHERE patient IS NULL;
