-- A chunk that a node holds, queued or running, and how often it was given back after a node's death.
CREATE TABLE chunk_lease (
  chunk_id VARCHAR(100) PRIMARY KEY,
  node     VARCHAR(36) NOT NULL,
  until    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  returned INT DEFAULT 0 NOT NULL
);
