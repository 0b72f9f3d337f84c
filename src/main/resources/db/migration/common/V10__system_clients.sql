-- A client speaks for one ACO, or for the operator: then it is a system client and has no ACO.
ALTER TABLE auth_client ADD COLUMN kind VARCHAR(8) DEFAULT 'ACO' NOT NULL;
ALTER TABLE auth_client ALTER COLUMN aco DROP NOT NULL;
ALTER TABLE auth_client ADD CONSTRAINT auth_client_kind
  CHECK ((kind = 'ACO' AND aco IS NOT NULL) OR (kind = 'SYSTEM' AND aco IS NULL));
