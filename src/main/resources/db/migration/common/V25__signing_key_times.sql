-- The life of a signing key, by its slot: 2 is published and does not sign yet, 1 signs, none is
-- retired: it only verifies, and its row keeps no private part.
ALTER TABLE auth_signing_key ADD COLUMN active_at TIMESTAMP(3) WITH TIME ZONE;
ALTER TABLE auth_signing_key ADD COLUMN retired_at TIMESTAMP(3) WITH TIME ZONE;
UPDATE auth_signing_key SET active_at = created_at WHERE slot = 1;
