-- The export selects a slice's rows by person and reads of them only these columns: held in the index, the table's own pages
-- need not be visited. The new index stands before the old one goes, so that the person's rows are never without one.
CREATE INDEX claim_index_of_person ON claim_index (patient_pid, type, service_end)
    INCLUDE (res_id, ver, hidden, from_xid, to_xid, gone_id);
DROP INDEX claim_index_person;
ALTER INDEX claim_index_of_person RENAME TO claim_index_person;
