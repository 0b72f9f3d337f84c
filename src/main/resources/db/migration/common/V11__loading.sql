-- Resources that lines of deletes took away.
ALTER TABLE claims_load ADD COLUMN deleted BIGINT DEFAULT 0 NOT NULL;
