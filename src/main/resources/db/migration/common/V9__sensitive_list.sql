-- The list of sensitive codes by which claim_index's rows are marked hidden, by its fingerprint.
-- Empty: they were made before there was a list, and none is hidden.
CREATE TABLE sensitive_list (
  one    INT PRIMARY KEY CHECK (one = 1),
  sha256 VARCHAR(64) NOT NULL,
  since  TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
INSERT INTO sensitive_list (one, sha256, since) VALUES (1, '', CURRENT_TIMESTAMP);
