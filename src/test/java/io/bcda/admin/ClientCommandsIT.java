package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about clients as a person runs them, on an H2 file. */
class ClientCommandsIT {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String HASH =
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
          + ":O+aJSL6RrkGYkYdZaWgTeD6komX7jPppByaypbMz3erud+t0vQMZ89nhVTwb005YndSvZMvZs2TVoljo/FV9"
          + "JQ==:1000";

  @TempDir static Path home;

  @BeforeAll
  static void anAco() {
    assertThat(run("aco", "create", "A9990", "--model", "SSP").code).isZero();
  }

  @Test
  void givenSecrets_whenAddedRotatedAndEnded_thenListedWithoutThem() {
    Answer made = run("client", "create", "--aco", "A9990");
    String id = word("Client id: +(\\S+)", made.out);
    run("client", "secret", id);
    Answer third = run("client", "secret", id);
    assertThat(third.code).isEqualTo(1);
    assertThat(third.err).contains("two live secrets", "client end-secret", "client rotate");

    Answer rotated = runAt(NOW.plus(Duration.ofDays(1)), "client", "rotate", id);
    assertThat(rotated.out)
        .contains("Good until:    2027-02-22T12:00:00Z", "is good until 2026-11-25T12:00:00Z.");
    String secret = word("Client secret: ([0-9a-f]{64})", rotated.out);

    Answer list = runAt(NOW.plus(Duration.ofDays(1)), "client", "secrets", id);
    assertThat(list.out)
        .containsPattern("ID +MADE +EXPIRES +STATE\\n")
        .containsPattern("2026-11-23T12:00:00Z  2026-11-24T12:00:00Z  ended\\n")
        .containsPattern("2026-11-23T12:00:00Z  2026-11-25T12:00:00Z  ends soon\\n")
        .containsPattern("2026-11-24T12:00:00Z  2027-02-22T12:00:00Z  live\\n")
        .hasLineCount(4)
        .doesNotContain(secret);
    String newest = word("(\\d+) +2026-11-24T12:00:00Z", list.out);

    Instant later = NOW.plus(Duration.ofDays(86));
    assertThat(runAt(later, "client", "list").out).contains("2027-02-22T12:00:00Z (soon)");
    assertThat(runAt(later, "client", "end-secret", id, newest).out)
        .isEqualTo("Secret " + newest + " is good no more.\n");
    assertThat(runAt(later, "client", "end-secret", id, newest).code).isEqualTo(1);
    assertThat(runAt(later, "client", "list").out).containsPattern(id + ".* none ");
    assertThat(runAt(later, "client", "rotate", id, "--now").out).contains("the only one");
    assertThat(run("client", "end-secret", id, "first").code).isEqualTo(2);
    assertThat(run("client", "secrets", "nobody").err).contains("no client of this id");
  }

  @Test
  void givenAddressesAndAContact_whenSet_thenListed() {
    String id = word("Client id: +(\\S+)", run("client", "create", "--aco", "A9990").out);
    assertThat(run("client", "list").out).containsPattern(id + ".* any +- +client of A9990");

    Answer set = run("client", "addresses", id, "--allow", "192.0.2.0/24,2001:db8::7");
    assertThat(set.out).contains("192.0.2.0/24,2001:db8:0:0:0:0:0:7/128");
    run("client", "contact", id, "Jo Roe, 555-0100");
    assertThat(run("client", "list").out)
        .containsPattern(id + ".* 192.0.2.0/24,2001:db8:0:0:0:0:0:7/128 +Jo Roe, 555-0100 ");
    for (String bad : List.of("0.0.0.0/0", "192.0.2.7/24", "example.org", "192.0.2.0/24,")) {
      Answer answer = run("client", "addresses", id, "--allow", bad);
      assertThat(answer.code).as(bad).isEqualTo(1);
      assertThat(answer.err).as(bad).contains("range").doesNotContain("example.org");
    }
    assertThat(run("client", "addresses", id).code).isEqualTo(2);
    assertThat(run("client", "addresses", id, "--any").out).endsWith("may come from: any\n");
    assertThat(run("client", "contact", id, "").code).isZero();
    assertThat(run("client", "list").out).containsPattern(id + ".* any +- +client of A9990");
    assertThat(run("client", "revoke-tokens", id).out).contains("good no more");
    assertThat(run("client", "revoke-tokens", "nobody").err).contains("no active client");
  }

  @Test
  void givenAHashOfAnotherServer_whenImported_thenAClientOfItsId() throws Exception {
    Path file = Files.writeString(home.resolve("hash"), HASH + "\n");
    String[] command = {
      "client", "import", "old-client-1", "--aco", "A9990", "--hash-file", file.toString()
    };
    Answer answer = run(command);
    assertThat(answer.err).isEmpty();
    assertThat(answer.out).contains("is good until 2027-02-21T12:00:00Z.").doesNotContain(HASH);
    assertThat(run(command).err).contains("exists already");

    Files.writeString(file, "no hash");
    command[2] = "old-client-2";
    assertThat(run(command).err).contains("salt:hash:iterations").doesNotContain("no hash");
    command[6] = home.resolve("nowhere").toString();
    assertThat(run(command).err).contains("cannot be read");
  }

  private record Answer(int code, String out, String err) {}

  private static String word(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static Answer run(String... words) {
    return runAt(NOW, words);
  }

  private static Answer runAt(Instant now, String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.add("--spring.datasource.url=jdbc:h2:file:" + home.resolve("db") + ";MODE=LEGACY");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Commands(Clock.fixed(now, ZoneOffset.UTC), Map.of())
            .run(
                args.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Answer(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
