-- Links that ended since a time are looked up, never searched for.
CREATE INDEX mbi_link_to ON mbi_link (to_xid);

-- The rows of an export that tells what changed, found once when it is planned. Kept as long as its
-- files, one of which may have to be written again. part: O output, D deleted.
CREATE TABLE change_list (
  list_id VARCHAR(36) NOT NULL,
  part    VARCHAR(1) NOT NULL,
  type    VARCHAR(1) NOT NULL,
  ordinal INT NOT NULL,
  res_id  BIGINT NOT NULL,
  ver     BIGINT NOT NULL,
  fhir_id VARCHAR(64), -- of what is deleted: it may be expunged before it is read
  PRIMARY KEY (list_id, part, res_id)
);
CREATE INDEX change_list_ordinal ON change_list (list_id, part, type, ordinal);

ALTER TABLE export_slice ADD COLUMN listed BOOLEAN DEFAULT FALSE NOT NULL;
