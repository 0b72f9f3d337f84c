package io.bcda.aco;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The ACOs this server knows. */
@Repository
public class AcoRegistry {
  private static final String COLUMNS = "SELECT cms_id, name, model, status, access_until FROM aco";
  private final JdbcTemplate db;
  private final AcoModels models;
  private final Clock clock;

  AcoRegistry(JdbcTemplate db, AcoModels models, Clock clock) {
    this.db = db;
    this.models = models;
    this.clock = clock;
  }

  public Optional<Aco> find(String cmsId) {
    return db.query(COLUMNS + " WHERE cms_id = ?", (rs, i) -> aco(rs), cmsId).stream().findFirst();
  }

  /** All ACOs, by id. */
  public List<Aco> all() {
    return db.query(COLUMNS + " ORDER BY cms_id", (rs, i) -> aco(rs));
  }

  /**
   * Registers an active ACO.
   *
   * @param model the name of a model
   * @throws Refusal MALFORMED if there is no such model, the id has not the form of the model's ids
   *     or the name is empty or longer than 200 characters; BUSY if the id is taken
   */
  public Aco create(String cmsId, String name, String model) {
    check(cmsId, name, model);
    try {
      db.update(
          "INSERT INTO aco(cms_id, name, model, status, created_at) VALUES (?,?,?,?,?)",
          cmsId,
          name,
          model,
          Aco.Status.ACTIVE.name(),
          Timestamp.from(clock.instant()));
    } catch (DuplicateKeyException e) {
      throw new Refusal(Reason.BUSY, "ACO " + cmsId + " exists already");
    }
    return new Aco(cmsId, name, model, Aco.Status.ACTIVE);
  }

  private void check(String cmsId, String name, String model) {
    AcoModel known =
        models
            .named(model)
            .orElseThrow(() -> new Refusal(Reason.MALFORMED, "The models are " + models.names()));
    if (!known.accepts(cmsId)) {
      throw new Refusal(
          Reason.MALFORMED,
          "The CMS id of an ACO of model " + model + " looks like " + known.example());
    }
    if (name.isBlank() || name.length() > 200) {
      throw new Refusal(Reason.MALFORMED, "An ACO's name has 1 to 200 characters");
    }
  }

  /**
   * The model of an ACO.
   *
   * @throws Refusal NOT_FOUND if there is no such ACO
   * @throws IllegalStateException if its model is configured no more, which the start refuses
   */
  public AcoModel modelOf(String cmsId) {
    String model =
        find(cmsId)
            .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no ACO " + cmsId))
            .model();
    return models.named(model).orElseThrow(() -> new IllegalStateException("no model " + model));
  }

  /** Denies or restores an ACO. False when there is no such ACO. */
  public boolean setStatus(String cmsId, Aco.Status status) {
    return db.update("UPDATE aco SET status = ? WHERE cms_id = ?", status.name(), cmsId) == 1;
  }

  /**
   * Holds the ACO's row until the transaction ends, so that changes to what belongs to it come one
   * after the other. Rows that refer to the ACO can be written meanwhile: on PostgreSQL this takes
   * FOR NO KEY UPDATE. False when there is no such ACO.
   */
  public boolean lock(String cmsId) {
    return db.update("UPDATE aco SET status = status WHERE cms_id = ?", cmsId) == 1;
  }

  /** The last day on which the ACO may use the server, of UTC; empty for no such day. */
  public Optional<LocalDate> accessUntil(String cmsId) {
    return db
        .query(
            "SELECT access_until FROM aco WHERE cms_id = ?",
            (rs, i) -> Optional.ofNullable(rs.getObject(1, LocalDate.class)),
            cmsId)
        .stream()
        .findFirst()
        .flatMap(day -> day);
  }

  /**
   * Sets the last day on which the ACO may use the server.
   *
   * @param day of UTC; empty for no such day
   */
  public void setAccessUntil(String cmsId, Optional<LocalDate> day) {
    db.update("UPDATE aco SET access_until = ? WHERE cms_id = ?", day.orElse(null), cmsId);
  }

  private Aco aco(ResultSet rs) throws SQLException {
    return new Aco(rs.getString("cms_id"), rs.getString("name"), rs.getString("model"), status(rs));
  }

  private Aco.Status status(ResultSet rs) throws SQLException {
    LocalDate until = rs.getObject("access_until", LocalDate.class);
    boolean over =
        until != null && LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).isAfter(until);
    return over ? Aco.Status.DENIED : Aco.Status.valueOf(rs.getString("status"));
  }
}
