-- What is on the trail stays as it is. Only what is older than any retention may go: bcda.audit.keep
-- is at least 90 days, and the clocks of server and database may differ.
CREATE TRIGGER audit_event_append_only BEFORE UPDATE, DELETE ON audit_event
  FOR EACH ROW CALL 'io.bcda.audit.AppendOnly';
