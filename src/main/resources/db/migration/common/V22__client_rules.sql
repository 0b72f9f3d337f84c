-- What an operator tells of a client: whom to call, from where it may come (ranges, separated by
-- blanks; none: from everywhere), and from when on its tokens must have been issued.
ALTER TABLE auth_client ADD COLUMN contact VARCHAR(200);
ALTER TABLE auth_client ADD COLUMN addresses VARCHAR(1500);
ALTER TABLE auth_client ADD COLUMN tokens_not_before TIMESTAMP(3) WITH TIME ZONE;

-- A hash that another server made, salt:hash:iterations, until the secret is used the first time.
-- Until then sha256 is empty, which no secret has: the version before finds no match.
ALTER TABLE auth_client_secret ADD COLUMN imported VARCHAR(400);
