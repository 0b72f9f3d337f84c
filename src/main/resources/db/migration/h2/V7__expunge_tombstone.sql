-- Delete-expunge and expunge-everything call no hook: the tombstone is kept here.
CREATE TRIGGER bcda_resource_expunged AFTER DELETE ON hfj_resource
  FOR EACH ROW CALL 'io.bcda.store.ExpungeTombstone';
