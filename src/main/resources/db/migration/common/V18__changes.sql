-- Links that ended since a time are looked up, never searched for.
CREATE INDEX mbi_link_to ON mbi_link (to_xid);
