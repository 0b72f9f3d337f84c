package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands about deliveries as an operator runs them, without a server. */
class DeliveryCommandsIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
  private static final String EARLY = "T.GUIDE.GUIDE-0001.Y26.D261101.T1000000";
  private static final String LATE = "T.GUIDE.GUIDE-0001.Y26.D261108.T1000000";
  private static final Pattern ID = Pattern.compile("(?m)^(\\d+) ");
  @TempDir Path folder;
  private List<String> database = List.of();

  @ParameterizedTest
  @ValueSource(strings = {"H2", "POSTGRESQL"})
  void givenDeliveries_whenAddedListedAndTakenBack_thenAsToldAndDeliverableAgain(String kind)
      throws IOException {
    on(kind);
    Path early = list(EARLY, 1, 2, 3);
    Path late = list(LATE, 2, 3, 4);
    assertThat(run("aco", "create", "GUIDE-0001", "--model", "GUIDE").code()).isZero();

    Answer would = run("delivery", "add", late.toString(), early.toString(), "--dry-run");
    assertThat(would.code()).isZero();
    assertThat(would.out()).contains("outcome: loadable", "3 members, in force");
    assertThat(run("delivery", "list").out().lines()).hasSize(1);

    Answer added = run("delivery", "add", late.toString(), early.toString());
    assertThat(added.code()).isZero();
    assertThat(added.out().indexOf(EARLY)).isLessThan(added.out().indexOf(LATE));
    assertThat(added.out()).contains("1 joined, 1 left").doesNotContain("1S00A00AA");
    assertThat(run("delivery", "add", early.toString()).out()).contains("outcome: known");
    assertThat(inForce()).containsExactly(LATE);

    Answer back = run("delivery", "rollback", "--aco", "GUIDE-0001");
    assertThat(back.code()).isZero();
    assertThat(back.out()).contains("can be delivered again");
    assertThat(inForce()).containsExactly(EARLY);
    assertThat(run("delivery", "list", "--aco", "GUIDE-0001").out()).contains("rolled back");
    assertThat(run("delivery", "add", late.toString()).out()).contains("outcome: loaded");
    assertThat(inForce()).containsExactly(LATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"H2", "POSTGRESQL"})
  void givenPreferences_whenTakenBackById_thenTheyCountNoMore(String kind) throws IOException {
    on(kind);
    Path file = preferences("T#EFT.ON.ACO.NGD1800.DPRF.D261101.T1000000");
    assertThat(run("delivery", "add", file.toString()).out()).contains("1, of which 1 opt out");
    Matcher id = ID.matcher(run("delivery", "list").out());
    assertThat(id.find()).isTrue();
    assertThat(run("delivery", "show", id.group(1)).out()).contains("in force: yes", "sha-256:");
    assertThat(run("delivery", "rollback", "--id", id.group(1)).code()).isZero();
    assertThat(run("delivery", "show", id.group(1)).out())
        .contains("outcome:  rolled back", "in force: no");
    assertThat(run("delivery", "rollback", "--id", id.group(1)).err())
        .contains("is rolled back already");
  }

  @Test
  void givenWhatMakesNoSense_whenAsked_thenRefusedAndNothingDone() throws IOException {
    on("H2");
    assertThat(run("delivery", "add", "nowhere").code()).isEqualTo(1);
    assertThat(run("delivery", "add", "nowhere").err()).contains("There is no file");
    Answer unknownAco = run("delivery", "add", list(EARLY, 1).toString());
    assertThat(unknownAco.code()).isEqualTo(1);
    assertThat(unknownAco.out()).contains("outcome: rejected", "GUIDE-0001 is not known here");
    assertThat(unknownAco.err()).contains("1 of 1 files were rejected");
    assertThat(run("delivery", "show", "4711").err()).contains("There is no delivery 4711");
    assertThat(run("delivery", "rollback", "--id", "4711").err()).contains("no delivery 4711");
    assertThat(run("delivery", "rollback", "--aco", "A9999").code()).isEqualTo(1);
    assertThat(run("delivery", "rollback").code()).isEqualTo(2);
    assertThat(run("delivery", "show", "x").code()).isEqualTo(2);
    assertThat(run("delivery", "add").code()).isEqualTo(2);
  }

  @Test
  void givenAcos_whenLimitedDeniedAndRestored_thenTold() {
    on("H2");
    run("aco", "create", "A0001", "--model", "SSP");
    assertThat(run("aco", "limit", "A0001", "--ended", "2026-06-30", "--claims", "latest").out())
        .contains("participation ended on 2026-06-30");
    assertThat(run("aco", "limit", "A0001", "--ended", "30 June").code()).isEqualTo(2);
    assertThat(run("aco", "limit", "A0001", "--ended", "2026-06-30", "--until", "2026-06-29").err())
        .contains("lies before");
    assertThat(run("aco", "list").out()).contains("ACTIVE");
    assertThat(
            run("aco", "limit", "A0001", "--ended", "2026-06-30", "--until", "2026-11-22").code())
        .isZero();
    assertThat(run("aco", "list").out()).contains("DENIED"); // its last day is over
    assertThat(run("aco", "restore", "A0001").code()).isZero();
    assertThat(run("aco", "list").out()).contains("ACTIVE");
    assertThat(run("aco", "deny", "A0001").code()).isZero();
    assertThat(run("aco", "list").out()).contains("DENIED");
    assertThat(run("aco", "deny", "A7777").err()).contains("There is no ACO A7777");
  }

  private List<String> inForce() {
    return run("delivery", "list")
        .out()
        .lines()
        .filter(line -> line.contains(" yes "))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }

  private Path list(String name, int... people) throws IOException {
    StringBuilder text = new StringBuilder("MBIs\n");
    for (int person : people) {
      text.append("1S00A00AA%02d%n".formatted(person));
    }
    return Files.writeString(folder.resolve(name), text.toString());
  }

  private Path preferences(String name) throws IOException {
    String record = "1S00A00AA01" + " ".repeat(343) + "202610011-800TN" + " ".repeat(90);
    return Files.writeString(
        folder.resolve(name),
        "HDR_BENEDATASHR20261101\n" + record + "\nTRL_BENEDATASHR202611011         \n");
  }

  private void on(String kind) {
    database = List.of("--bcda.home=" + folder);
    if (kind.equals("POSTGRESQL")) {
      String name = "delivery_" + Integer.toHexString(System.identityHashCode(this));
      TestServer.POSTGRESQL.db().execute("CREATE DATABASE " + name);
      String url =
          TestServer.POSTGRESQL
              .context()
              .getEnvironment()
              .getProperty("spring.datasource.url")
              .replace("/postgres?", "/" + name + "?");
      database =
          List.of(
              "--bcda.home=" + folder,
              "--spring.datasource.url=" + url,
              "--spring.datasource.username=postgres");
    }
  }

  private record Answer(int code, String out, String err) {}

  private Answer run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(database);
    int code =
        new Commands(CLOCK, Map.of())
            .run(
                args.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Answer(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
