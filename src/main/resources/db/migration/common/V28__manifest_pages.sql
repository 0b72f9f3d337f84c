-- Manifests that name files while the job runs: whether the client takes them, how many pages have
-- been made, and the page that names a file; null: none yet, or of a job without pages.
ALTER TABLE export_job ADD COLUMN partial_manifests BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE export_job ADD COLUMN pages INT DEFAULT 0 NOT NULL;
ALTER TABLE export_file ADD COLUMN page INT;
