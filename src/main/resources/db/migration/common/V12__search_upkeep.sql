-- Which definition of a search parameter the stored resources are indexed by, and how far that got.
-- Resources are walked in the order of res_updated, res_id. No finished_at: the walk is under way.
CREATE TABLE search_upkeep (
  base        VARCHAR(40) NOT NULL,
  code        VARCHAR(64) NOT NULL,
  definition  VARCHAR(1000) NOT NULL,
  begun_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  walked_to   TIMESTAMP(6) NOT NULL,
  walked_id   BIGINT NOT NULL,
  total       BIGINT,
  walked      BIGINT NOT NULL,
  unreadable  BIGINT NOT NULL,
  finished_at TIMESTAMP(3) WITH TIME ZONE,
  PRIMARY KEY (base, code)
);
