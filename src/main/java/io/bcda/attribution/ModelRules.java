package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.aco.AcoModels;
import io.bcda.aco.LookBack;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What each model lets its ACOs see, and since when: table model_rule. The configuration is copied
 * there at start, so that an export with {@code _since} after a change knows what was seen before.
 */
@Repository
class ModelRules implements InitializingBean {
  private static final String OPEN =
      "SELECT look_back, suppression_exempt FROM model_rule WHERE model = :model AND to_xid IS NULL";
  private static final String AT =
      "SELECT look_back, suppression_exempt FROM model_rule m WHERE model = :model AND ";

  /**
   * @param lookBack how far back claims go; empty: without bound
   * @param suppressionExempt whether preferences given to 1-800-MEDICARE do not count
   */
  record ModelRule(Optional<LookBack> lookBack, boolean suppressionExempt) {
    /** What held before the server knew any rule. */
    static final ModelRule NONE = new ModelRule(Optional.empty(), false);
  }

  private final NamedParameterJdbcTemplate db;
  private final KnowledgeSql knowledge;
  private final AcoModels models;
  private final TransactionTemplate transaction;

  ModelRules(
      NamedParameterJdbcTemplate db,
      KnowledgeSql knowledge,
      AcoModels models,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.knowledge = knowledge;
    this.models = models;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public void afterPropertiesSet() {
    record();
  }

  /** Makes the table say what the configuration says. */
  void record() {
    transaction.executeWithoutResult(
        status -> {
          String stamp = knowledge.now();
          AttributionLatch.take(db);
          models.all().forEach(model -> record(model, stamp));
        });
  }

  private void record(AcoModel model, String stamp) {
    ModelRule rule = new ModelRule(model.lookBack(), model.suppressionExempt());
    Map<String, Object> name = Map.of("model", model.name());
    List<ModelRule> open = db.query(OPEN, name, (rs, i) -> rule(rs));
    if (open.equals(List.of(rule))) {
      return;
    }
    db.update(
        "UPDATE model_rule SET to_xid = " + stamp + " WHERE model = :model AND to_xid IS NULL",
        name);
    db.update(
        "INSERT INTO model_rule (model, look_back, suppression_exempt, from_xid)"
            + " VALUES (:model, :lookBack, :exempt, "
            + stamp
            + ")",
        new MapSqlParameterSource(name)
            .addValue("lookBack", rule.lookBack().map(LookBack::text).orElse(""))
            .addValue("exempt", rule.suppressionExempt()));
  }

  /** The rule of a model as far as was known at a snapshot. */
  ModelRule at(String model, Snapshot snapshot) {
    return db
        .query(
            AT + knowledge.visible("m", "snapshot"),
            Map.of("model", model, "snapshot", snapshot.value()),
            (rs, i) -> rule(rs))
        .stream()
        .findFirst()
        .orElse(ModelRule.NONE);
  }

  private static ModelRule rule(ResultSet rs) throws SQLException {
    String lookBack = rs.getString("look_back");
    return new ModelRule(
        lookBack.isEmpty() ? Optional.empty() : Optional.of(LookBack.ofText(lookBack)),
        rs.getBoolean("suppression_exempt"));
  }
}
