package io.bcda.attribution;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The decision table of {@code docs/attribution.md} is whole; whether it is true: {@link
 * DecisionTableIT}.
 */
class DecisionTableTest {
  static final Path PAGE = Path.of("docs/attribution.md");
  private static final int FEWEST = 60;

  private static DecisionTable table() throws IOException {
    return DecisionTable.of(Files.readString(PAGE));
  }

  @Test
  void givenTheTable_whenRead_thenItsRowsAreManyAndNumberedAndNoneIsThereTwice()
      throws IOException {
    List<DecisionRow> rows = table().rows();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(FEWEST);
    assertThat(rows)
        .extracting(DecisionRow::number)
        .isEqualTo(IntStream.rangeClosed(1, rows.size()).boxed().toList());
    assertThat(rows).extracting(DecisionRow::situation).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(DecisionColumn.class)
  void givenAColumn_whenItsKeyIsRead_thenItTellsItsWordsAndEachOfThemIsUsed(DecisionColumn column)
      throws IOException {
    List<String> words = DecisionWord.words(column.vocabulary());
    DecisionTable table = table();
    assertThat(table.keys().get(column)).containsExactlyElementsOf(words);
    Set<String> used =
        table.rows().stream()
            .flatMap(row -> row.words().entrySet().stream())
            .filter(cell -> cell.getKey().vocabulary().equals(column.vocabulary()))
            .map(Map.Entry::getValue)
            .collect(toSet());
    assertThat(used).containsExactlyInAnyOrderElementsOf(words);
  }

  @Test
  void givenASituationWithoutAnExport_whenRead_thenNothingIsListed() throws IOException {
    assertThat(table().rows())
        .allSatisfy(
            row ->
                assertThat(row.words().get(DecisionColumn.OUTPUT).equals("–"))
                    .isEqualTo(row.words().get(DecisionColumn.DELETED).equals("–"))
                    .isEqualTo(!row.words().get(DecisionColumn.ANSWER).startsWith("200")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "| 1 | all | soon | 200 | everything | nothing |; \"soon\" is none of",
        "| 1 | some | none | 200 | everything | nothing |; \"some\" is none of",
        "| 1 | all | none | 201 | everything | nothing |; \"201\" is none of",
        "| 1 | all | none | 200 | everything |; does not fit",
        "| 1 | all | | 200 | everything | nothing |; \"\" is none of"
      })
  void givenAWordThatIsNone_whenRead_thenRefused(String row, String reason) {
    String page =
        "\n## Decision table\n\n| # | group | _since | answer | output | deleted |\n|---|\n" + row;
    assertThatThrownBy(() -> DecisionTable.of(page))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void givenAColumnThatIsNone_orAPageWithoutTheTable_whenRead_thenRefused() {
    assertThatThrownBy(
            () -> DecisionTable.of("\n## Decision table\n\n| # | mood |\n|---|---|\n| 1 | good |"))
        .hasMessageContaining("no column \"mood\"");
    assertThatThrownBy(() -> DecisionTable.of("# Attribution\n"))
        .hasMessageContaining("no section");
  }
}
