-- Delete-expunge and expunge-everything call no hook: the tombstone is kept here.
CREATE FUNCTION bcda_resource_expunged() RETURNS trigger AS $$
BEGIN
  UPDATE claim_index
     SET gone_id = OLD.fhir_id,
         to_xid = coalesce(to_xid, pg_current_xact_id()),
         closed_at = coalesce(closed_at, now())
   WHERE res_id = OLD.res_id;
  UPDATE mbi_link SET to_xid = pg_current_xact_id()
   WHERE patient_pid = OLD.res_id AND to_xid IS NULL;
  RETURN OLD;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER bcda_resource_expunged AFTER DELETE ON hfj_resource
  FOR EACH ROW EXECUTE FUNCTION bcda_resource_expunged();
