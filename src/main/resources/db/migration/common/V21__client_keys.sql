-- Public keys of clients that sign in by private_key_jwt, and where others publish theirs: a client
-- has the one or the other.
CREATE TABLE auth_client_key (
  client_id VARCHAR(100) NOT NULL REFERENCES auth_client (client_id),
  kid       VARCHAR(200) NOT NULL,
  kty       VARCHAR(8) NOT NULL,
  jwk       VARCHAR(4000) NOT NULL,
  added_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (client_id, kid, kty)
);

CREATE TABLE auth_client_jwks_url (
  client_id VARCHAR(100) PRIMARY KEY REFERENCES auth_client (client_id),
  url       VARCHAR(1000) NOT NULL,
  added_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- Assertions that were used, until they would have expired: the key makes one of several win.
CREATE TABLE auth_jti (
  client_id  VARCHAR(100) NOT NULL,
  jti_sha256 VARCHAR(64) NOT NULL,
  expires_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (client_id, jti_sha256)
);
CREATE INDEX auth_jti_expires_at ON auth_jti (expires_at);
