package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exports are what the decision table of {@code docs/attribution.md} says, row by row: a row that
 * is changed there changes what is tested here.
 */
class DecisionTableIT {
  private static final Map<Database, CohortRoom> ROOMS = new EnumMap<>(Database.class);

  static Stream<Arguments> rows() throws IOException {
    List<DecisionRow> rows = DecisionTable.of(Files.readString(DecisionTableTest.PAGE)).rows();
    return Arrays.stream(Database.values())
        .flatMap(database -> rows.stream().map(row -> Arguments.of(database, row)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rows")
  void givenARowOfTheTable_whenExported_thenAsItSays(Database database, DecisionRow row) {
    CohortRoom room = ROOMS.computeIfAbsent(database, CohortRoom::new);
    assertThat(new DecisionTrial(room, row).outcome()).as(row.toString()).isEqualTo(row.outcome());
  }

  @AfterAll
  static void close() {
    ROOMS.values().forEach(CohortRoom::close);
  }
}
