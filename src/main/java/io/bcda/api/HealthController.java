package io.bcda.api;

import io.bcda.settings.ServerSettings;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the server works, and which one it is: BCDA's service endpoints. */
@RestController
class HealthController {
  private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);
  private final JdbcTemplate db;
  private final ServerSettings settings;

  HealthController(JdbcTemplate db, ServerSettings settings) {
    this.db = db;
    this.settings = settings;
  }

  @GetMapping("/_health")
  ResponseEntity<Object> health() {
    boolean database = answers();
    return ResponseEntity.status(database ? 200 : 502)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("database", database ? "ok" : "database connection error"));
  }

  private boolean answers() {
    try {
      return Integer.valueOf(1).equals(db.queryForObject("SELECT 1", Integer.class));
    } catch (DataAccessException e) {
      LOG.atWarn().setCause(e).log("database does not answer");
      return false;
    }
  }

  @GetMapping("/_version")
  ResponseEntity<Object> version() {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("version", settings.version()));
  }
}
