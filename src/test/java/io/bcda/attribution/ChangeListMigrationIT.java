package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.ChangeList.Part;
import io.bcda.attribution.Visibility.Bucket;
import io.bcda.store.Database;
import io.bcda.store.ResourceKind;
import io.bcda.store.TestKnowledge;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Lists of changes that were found before lists had numbers. */
class ChangeListMigrationIT {

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenListsWithoutNumbers_whenMigrated_thenEachIsReadAndForgottenByItsName(
      Database database) {
    DataSource dataSource = AttributionDatabase.empty(database);
    AttributionDatabase.migrate(dataSource, database, MigrationVersion.fromVersion("18"));
    JdbcTemplate db = new JdbcTemplate(dataSource);
    db.update(
        """
        INSERT INTO change_list (list_id, part, type, ordinal, res_id, ver, fhir_id)
        VALUES ('one', 'O', 'P', 7, 70, 1, NULL), ('one', 'D', 'E', 7, 71, 1, 'gone'),
               ('other', 'O', 'P', 7, 70, 1, NULL), ('other', 'O', 'P', 8, 80, 2, NULL)
        """);

    AttributionDatabase.migrate(dataSource, database, MigrationVersion.LATEST);

    ChangeList lists =
        new ChangeList(
            TestKnowledge.of(database),
            null, // works out new lists, of which there are none
            new NamedParameterJdbcTemplate(dataSource),
            new JdbcTransactionManager(dataSource));
    assertThat(lists.count("one", Part.OUTPUT, ResourceKind.PATIENT, 1))
        .containsExactly(new Bucket(7, 1));
    assertThat(lists.count("one", Part.DELETED, ResourceKind.EXPLANATION_OF_BENEFIT, 1))
        .containsExactly(new Bucket(7, 1));
    lists.forget("one");
    assertThat(lists.count("one", Part.OUTPUT, ResourceKind.PATIENT, 1)).isEmpty();
    assertThat(lists.count("other", Part.OUTPUT, ResourceKind.PATIENT, 1))
        .containsExactly(new Bucket(7, 1), new Bucket(8, 1));
  }
}
