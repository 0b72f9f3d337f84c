-- Rows of people who opted out after the job's time and are not in its files.
ALTER TABLE export_slice ADD COLUMN opted_out BIGINT DEFAULT 0 NOT NULL;

-- True: the file held a person who has opted out; another took its place, or none.
ALTER TABLE export_file ADD COLUMN withdrawn BOOLEAN DEFAULT FALSE NOT NULL;

-- The people, by their ordinals in the roster, who are left out of a slice's file.
CREATE TABLE export_omitted (
  job_id  VARCHAR(36) NOT NULL REFERENCES export_job (id),
  slice   INT NOT NULL,
  ordinal INT NOT NULL,
  PRIMARY KEY (job_id, slice, ordinal)
);

CREATE INDEX mbi_link_from ON mbi_link (from_xid);
CREATE INDEX preference_effective ON preference (effective);
