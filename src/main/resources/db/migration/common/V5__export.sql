-- The truth about a job: owner, what it sees, state, expiry.
CREATE TABLE export_job (
  id               VARCHAR(36) PRIMARY KEY,
  aco              VARCHAR(20) NOT NULL REFERENCES aco (cms_id),
  client_id        VARCHAR(100) NOT NULL,
  level            VARCHAR(20) NOT NULL,
  types            VARCHAR(100) NOT NULL,
  since            TIMESTAMP(9) WITH TIME ZONE,
  request_url      VARCHAR(8000) NOT NULL,
  transaction_time TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  era              INT NOT NULL,
  snapshot         ${text} NOT NULL,
  since_snapshot   ${text},
  roster_kind      VARCHAR(8) NOT NULL,
  roster_now       BIGINT NOT NULL,
  roster_before    BIGINT,
  roster_then      BIGINT,
  members_now      INT NOT NULL,
  members_then     INT NOT NULL,
  service_until_now  DATE,
  service_until_then DATE,
  rule             VARCHAR(20) NOT NULL,
  state            VARCHAR(16) NOT NULL,
  warnings         ${text},
  failure          VARCHAR(1000),
  batch_instance   VARCHAR(100),
  created_at       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  updated_at       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  completed_at     TIMESTAMP(3) WITH TIME ZONE,
  expires_at       TIMESTAMP(3) WITH TIME ZONE,
  totals           ${text}
);
CREATE INDEX export_job_aco ON export_job (aco, created_at);
CREATE INDEX export_job_state ON export_job (state);

CREATE TABLE export_slice (
  job_id       VARCHAR(36) NOT NULL REFERENCES export_job (id),
  slice        INT NOT NULL,
  section      VARCHAR(8) NOT NULL,
  type         VARCHAR(1) NOT NULL,
  roster       BIGINT NOT NULL,
  from_ordinal INT NOT NULL,
  to_ordinal   INT NOT NULL,
  state        VARCHAR(10) NOT NULL,
  attempt      VARCHAR(36),
  people_done  INT DEFAULT 0 NOT NULL,
  planned      BIGINT,
  written      BIGINT,
  expunged     BIGINT,
  PRIMARY KEY (job_id, slice)
);

CREATE TABLE export_file (
  job_id       VARCHAR(36) NOT NULL REFERENCES export_job (id),
  name         VARCHAR(120) NOT NULL,
  slice        INT NOT NULL,
  section      VARCHAR(8) NOT NULL,
  type         VARCHAR(30) NOT NULL,
  lines        BIGINT NOT NULL,
  plain_bytes  BIGINT NOT NULL,
  stored_bytes BIGINT NOT NULL,
  plain_sha256  VARCHAR(64) NOT NULL,
  stored_sha256 VARCHAR(64) NOT NULL,
  PRIMARY KEY (job_id, name)
);
