-- Operators' clients, too, belong to no ACO.
ALTER TABLE auth_client DROP CONSTRAINT auth_client_kind;
ALTER TABLE auth_client ADD CONSTRAINT auth_client_kind
  CHECK ((kind = 'ACO' AND aco IS NOT NULL) OR (kind IN ('SYSTEM', 'OPERATOR') AND aco IS NULL));
