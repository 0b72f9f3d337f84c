-- How the client asked, by GET or POST; whether the export's status stands apart from HTTP's; a
-- line for each parameter that was passed over.
ALTER TABLE export_job ADD COLUMN request_method VARCHAR(4) DEFAULT 'GET' NOT NULL;
ALTER TABLE export_job ADD COLUMN status_form VARCHAR(10) DEFAULT 'HTTP' NOT NULL;
ALTER TABLE export_job ADD COLUMN request_notes ${text};
