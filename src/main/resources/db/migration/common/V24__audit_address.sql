-- From where the request came that an event tells of; none for what the server does by itself.
ALTER TABLE audit_event ADD COLUMN address VARCHAR(45);
