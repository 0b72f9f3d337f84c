package io.bcda.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/audit.md says of kinds and of retention is so. */
class AuditDocTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [^|]{8,} \\| [^|]+ \\| [^|]{3,} \\|$");

  @Test
  void givenTheKinds_whenThePageIsRead_thenItTellsEachInOrderAndNoOther() throws IOException {
    String page = Files.readString(Path.of("docs/audit.md"));
    List<String> told = ROW.matcher(page).results().map(row -> row.group(1)).toList();
    assertThat(told).isEqualTo(Arrays.stream(AuditKind.values()).map(AuditKind::name).toList());
  }

  @Test
  void givenARetention_whenTooShort_thenRefused() {
    assertThat(new AuditSettings(Duration.ofDays(90)).keep()).isEqualTo(Duration.ofDays(90));
    assertThatThrownBy(() -> new AuditSettings(Duration.ofDays(90).minusMillis(1)))
        .hasMessageContaining("bcda.audit.keep");
  }
}
