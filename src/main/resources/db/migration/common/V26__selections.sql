-- What of its cohort an export gives. selection: filters, elements, bounds, as they compare; null:
-- everything. A snapshot bounds when states began; a time does where no snapshot can tell.
ALTER TABLE export_job ADD COLUMN selection ${text};
ALTER TABLE export_job ADD COLUMN until_snapshot ${text};
ALTER TABLE export_job ADD COLUMN updated_before TIMESTAMP(9) WITH TIME ZONE;
ALTER TABLE export_job ADD COLUMN people_list VARCHAR(36);

-- Rows that no filter wants.
ALTER TABLE export_slice ADD COLUMN filtered BIGINT DEFAULT 0 NOT NULL;

-- The people whom alone an export is about, by the id of its job; as long as its files are kept.
CREATE TABLE cohort_person (
  list_id     VARCHAR(36) NOT NULL,
  patient_pid BIGINT NOT NULL,
  PRIMARY KEY (list_id, patient_pid)
);
