package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void givenWordsOptionsAndSettings_whenParsed_thenEachInItsPlace() {
    CommandLine line =
        CommandLine.parse(
            List.of(
                "aco",
                "create",
                "--model",
                "SSP",
                "A9990",
                "--name=An ACO = ours",
                "--bcda.home=/x",
                "--spring.datasource.url",
                "jdbc:h2:mem:a"));

    assertThat(line.words()).containsExactly("aco", "create", "A9990");
    assertThat(line.options()).containsEntry("model", "SSP").containsEntry("name", "An ACO = ours");
    assertThat(line.settings())
        .containsExactly("--bcda.home=/x", "--spring.datasource.url=jdbc:h2:mem:a");
    line.demand(3, Set.of("model", "name"));
    assertThat(line.required("model")).isEqualTo("SSP");
    assertThat(line.option("aco")).isEmpty();
  }

  @Test
  void givenAnOptionWithoutValueOrTwice_whenParsed_thenMisuse() {
    assertMisuse("--model needs a value", "aco", "--model");
    assertMisuse("--model needs a value", "aco", "--model", "--name", "x");
    assertMisuse("--model appears twice", "--model", "a", "--model", "b");
  }

  @Test
  void givenAFlag_whenParsed_thenItTakesNoWordWithIt() {
    CommandLine line = CommandLine.parse(List.of("client", "--system", "create"));
    assertThat(line.words()).containsExactly("client", "create");
    assertThat(line.option("system")).isPresent();
    assertMisuse("--system takes no value", "--system=yes");
    assertMisuse("--system appears twice", "--system", "--system");
  }

  @Test
  void givenMoreOrLessThanDemanded_whenChecked_thenMisuse() {
    CommandLine line = CommandLine.parse(List.of("aco", "list", "--model", "SSP"));
    assertThatThrownBy(() -> line.demand(2, Set.of()))
        .isInstanceOf(CommandLine.Misuse.class)
        .hasMessageContaining("--model");
    assertThatThrownBy(() -> line.demand(3, Set.of("model")))
        .hasMessageContaining("something is missing");
    assertThatThrownBy(() -> line.demand(1, Set.of("model"))).hasMessageContaining("too many");
    assertThatThrownBy(() -> line.required("aco")).hasMessageContaining("--aco is missing");
  }

  private static void assertMisuse(String message, String... args) {
    assertThatThrownBy(() -> CommandLine.parse(List.of(args)))
        .isInstanceOf(CommandLine.Misuse.class)
        .hasMessage(message);
  }
}
