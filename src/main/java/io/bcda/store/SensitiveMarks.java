package io.bcda.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Knows by which list of sensitive codes the claims that are stored were marked. */
class SensitiveMarks {
  private static final Logger log = LoggerFactory.getLogger(SensitiveMarks.class);
  private final JdbcTemplate db;
  private final SensitiveCodes codes;

  SensitiveMarks(JdbcTemplate db, SensitiveCodes codes) {
    this.db = db;
    this.codes = codes;
  }

  /** The list in force, by which this process marks. */
  SensitiveCodes codes() {
    return codes;
  }

  /**
   * Warns when claims that are stored were marked by another list than the one in force. Without
   * claims the list in force is the one.
   */
  void check() {
    if (areCurrent()) {
      return;
    }
    if (hasClaims()) {
      log.atWarn()
          .log(
              "The list of sensitive codes (bcda.sensitive.codes) is not the one by which the stored claims were marked: they stay hidden or shown as before. Run: java -jar bcda-server.war sensitive remark");
    } else {
      adopt();
    }
  }

  /** Whether all marks were made by the list in force. */
  boolean areCurrent() {
    return codes
        .fingerprint()
        .equals(db.queryForObject("SELECT sha256 FROM sensitive_list", String.class));
  }

  /** Says that all marks were made by the list in force. */
  void adopt() {
    db.update(
        "UPDATE sensitive_list SET sha256 = ?, since = CURRENT_TIMESTAMP WHERE sha256 <> ?",
        codes.fingerprint(),
        codes.fingerprint());
  }

  private boolean hasClaims() {
    return !db.queryForList(
            "SELECT 1 FROM claim_index WHERE type = 'E' AND to_xid IS NULL LIMIT 1", Integer.class)
        .isEmpty();
  }
}
