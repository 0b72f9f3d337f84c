package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person runs them, on an H2 file that no server has made yet. */
class CommandsIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00.123Z"), ZoneOffset.UTC);

  @TempDir static Path home;

  @Test
  void givenAnEmptyDatabase_whenAcoAndClientAreMade_thenListedAndEnded() {
    Answer created = run("aco", "create", "A9990", "--model", "SSP", "--name", "First ACO");
    assertThat(created.err).isEmpty();
    assertThat(created.code).isZero();
    assertThat(run("aco", "create", "A9990", "--model", "SSP"))
        .isEqualTo(new Answer(1, "", "ACO A9990 exists already.\n"));
    assertThat(run("aco", "create", "A9991", "--model", "REACH").err).contains("looks like D0001");
    assertThat(run("aco", "models").out).contains("GUIDE-0001", "{env}.GUIDE.{aco}.Y{yy}");
    assertThat(run("aco", "create", "A9991", "--model", "XYZ").err).contains("REACH, SSP");
    assertThat(run("client", "create", "--aco", "A7777").err).contains("There is no ACO");

    assertThat(run("aco", "list").out)
        .isEqualTo(
            """
            ACO    MODEL  STATUS  NAME
            A9990  SSP    ACTIVE  First ACO
            """);

    Answer client = run("client", "create", "--aco", "A9990");
    assertThat(client.out).contains("Good until:    2027-02-21T12:00:00Z");
    Matcher printed =
        Pattern.compile("Client id: +(\\S+)\nClient secret: ([0-9a-f]{64})\n").matcher(client.out);
    assertThat(printed.find()).isTrue();
    String id = printed.group(1);
    Answer second = run("client", "secret", id);
    assertThat(second.code).isZero();
    assertThat(second.out).doesNotContain(printed.group(2));

    String listed = run("client", "list", "--aco", "A9990").out;
    assertThat(listed).contains(id, "ACTIVE", "2026-11-23T12:00:00Z", "never");
    assertThat(listed).doesNotContain(printed.group(2));
    assertThat(run("client", "deactivate", id).code).isZero();
    assertThat(run("client", "list").out).contains("DEACTIVATED");
    assertThat(run("client", "deactivate", id).code).isEqualTo(1);
    assertThat(run("client", "secret", id).err).contains("no active client");
  }

  @Test
  void givenASystemClient_whenMade_thenListedWithoutAnAcoAndEnded() {
    Answer made = run("client", "create", "--system", "--name", "Nightly feed");
    assertThat(made.err).isEmpty();
    assertThat(made.out).contains("Client secret: ", "bcda.fhir-writes is true; here it is not");
    assertThat(run("client", "create", "--system", "--bcda.fhir-writes=true").out)
        .doesNotContain("bcda.fhir-writes");
    String id = made.out.lines().findFirst().orElseThrow().replace("Client id:", "").strip();

    assertThat(run("client", "list").out)
        .containsPattern(id + "  SYSTEM +- +ACTIVE .* Nightly feed");
    assertThat(run("client", "secret", id).code).isZero();
    assertThat(run("client", "deactivate", id).code).isZero();
    assertThat(run("client", "list").out).containsPattern(id + "  SYSTEM +- +DEACTIVATED");

    assertThat(run("client", "create", "--system", "--aco", "A9990"))
        .isEqualTo(
            new Answer(
                2,
                "",
                "give one of --aco ACO | --system | --operator\nTry: java -jar bcda-server.war help\n"));
    assertThat(run("client", "create", "--name", "x").code).isEqualTo(2);
    assertThat(run("client", "create", "--system=yes").err).contains("takes no value");
  }

  @Test
  void givenAClient_whenItsKeysAreChanged_thenShownAndTheOldOnesGone() throws Exception {
    String made = run("client", "create", "--system", "--name", "Signs").out;
    String id = made.lines().findFirst().orElseThrow().replace("Client id:", "").strip();
    assertThat(run("client", "keys", id).out).startsWith("No keys: ");

    Path file = home.resolve("jwks.json");
    ECKey key = new ECKeyGenerator(Curve.P_384).keyID("first").generate();
    Files.writeString(file, new JWKSet(key).toString(false));
    assertThat(run("client", "keys", id, "--jwks", "" + file))
        .isEqualTo(
            new Answer(
                1, "", "Key 1 is a private key; it is known to others now, make a new one.\n"));
    Files.writeString(file, new JWKSet(key).toString());
    String table =
        """
        KID    TYPE  BITS  SINCE
        first  EC    384   2026-11-23T12:00:00Z
        """;
    assertThat(run("client", "keys", id, "--jwks", "" + file)).isEqualTo(new Answer(0, table, ""));
    assertThat(run("client", "keys", id).out).isEqualTo(table);

    String url = "https://keys.example.org/jwks.json";
    assertThat(run("client", "keys", id, "--jwks-url", url).out)
        .isEqualTo("JWKS URL: " + url + "\n");
    assertThat(run("client", "keys", id, "--jwks-url", "http://localhost/jwks").err)
        .isEqualTo("A JWKS URL begins with https.\n");
    assertThat(run("client", "keys", id, "--none", "--jwks-url", url).code).isEqualTo(2);
    assertThat(run("client", "keys", id, "--none").out).startsWith("No keys: ");
    assertThat(run("client", "keys", "nobody").err).contains("no client");
    assertThat(run("client", "keys", "nobody", "--none").err).contains("no active client");
    assertThat(run("client", "keys", id, "--jwks", "/nowhere").err).contains("--jwks");
  }

  @Test
  void givenAnEmptyStore_whenTheIndexIsRebuilt_thenItSaysWhatItHolds() {
    Answer answer = run("index", "rebuild");
    assertThat(answer.code).as(answer.err).isZero();
    assertThat(answer.out).startsWith("The index holds 0 resources.\n").contains("full export");
    assertThat(run("index", "status").out).startsWith("No search parameter is defined yet");
  }

  @Test
  void givenLoads_whenListed_thenWhatBecameOfThemAndHowFarTheRunningOneIs() throws Exception {
    Answer answer = run("load", "list");
    assertThat(answer.code).as(answer.err).isZero();
    assertThat(answer.out).startsWith("STARTED  FINISHED  STATE").hasLineCount(1);

    String insert =
        """
        INSERT INTO claims_load(name, sha256, started_at, finished_at, state, lines, created,
                                updated, unchanged, refused, deleted)
        VALUES ('%s', '%s', TIMESTAMP WITH TIME ZONE '2026-11-23 10:00:00Z', %s, '%s', %s)
        """;
    String end = "TIMESTAMP WITH TIME ZONE '2026-11-23 10:05:09Z'";
    try (Connection h2 = DriverManager.getConnection(url(), "sa", "");
        Statement sql = h2.createStatement()) {
      sql.execute(insert.formatted("a.ndjson", "00", end, "DONE", "10, 3, 2, 1, 4, 7"));
      sql.execute(insert.formatted("b.ndjson.gz", "01", "NULL", "RUNNING", "400, 90, 5, 4, 1, 0"));
    }

    assertThat(run("load", "list").out)
        .isEqualTo(
            """
            STARTED               FINISHED              STATE  LINES  CREATED  UPDATED  UNCHANGED  DELETED  REFUSED  FILE
            2026-11-23T10:00:00Z  -                     25 %   400    90       5        4          0        1        b.ndjson.gz
            2026-11-23T10:00:00Z  2026-11-23T10:05:09Z  DONE   10     3        2        1          7        4        a.ndjson
            """);
  }

  @Test
  void givenAnEmptyStore_whenClaimsAreRemarked_thenItSaysWhatItDid() {
    Answer answer = run("sensitive", "remark");
    assertThat(answer.code).as(answer.err).isZero();
    assertThat(answer.out).isEqualTo("0 claims read: 0 hidden now, 0 shown now.\n");
    assertThat(run("sensitive", "remark", "--bcda.sensitive.codes=/nowhere").err)
        .contains("/nowhere", "BCDA_SENSITIVE_CODES");
  }

  @Test
  void givenADatabaseThatIsInUse_whenACommandRuns_thenSaysSo() throws Exception {
    String url = "jdbc:h2:file:" + home.resolve("held") + ";MODE=LEGACY";
    Process server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(server.inputReader().readLine()).isEqualTo("held");
      Answer answer = run("aco", "list", "--spring.datasource.url=" + url);
      assertThat(answer.code).isEqualTo(1);
      assertThat(answer.err).contains("in use by a running server");
    } finally {
      server.destroy();
    }
  }

  @Test
  void givenADatabaseThatIsNotThere_whenACommandRuns_thenSaysWhatToCheck() {
    Answer answer =
        run(
            "aco",
            "list",
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
            "--spring.datasource.hikari.connection-timeout=500");
    assertThat(answer.code).isEqualTo(1);
    assertThat(answer.err).contains("SPRING_DATASOURCE_URL");
    assertThat(answer.out).isEmpty();
  }

  @Test
  void givenTheKeyCommand_whenRun_thenOneKeyAndNothingElse() {
    Answer answer = run("key");
    assertThat(answer.code).isZero();
    assertThat(Base64.getDecoder().decode(answer.out.strip())).hasSize(32);
  }

  @Test
  void givenSigningKeys_whenRotatedDiscardedAndSealedAnew_thenListedAndNeverShown() {
    String url = "--spring.datasource.url=jdbc:h2:file:" + home.resolve("keys") + ";MODE=LEGACY";
    String first = "--bcda.auth.key-encryption-key=" + run("key").out.strip();
    String second = "--bcda.auth.key-encryption-key=" + run("key").out.strip();
    assertThat(run("key", "list", url).out).startsWith("KEY  STATE  CREATED").hasLineCount(1);
    assertThat(run("key", "rotate", url, first).err).contains("first start makes one");

    Answer discarded = run("key", "discard", url, first);
    assertThat(discarded.err).isEmpty();
    assertThat(discarded.out).contains("within 5 seconds");
    assertThat(run("key", "rotate", url, "--bcda.auth.key-encryption-key=").err)
        .contains("BCDA_AUTH_KEY_ENCRYPTION_KEY");
    assertThat(run("key", "rotate", url, first).out).contains("signs from 2026-11-23T12:10:00Z");
    assertThat(run("key", "rotate", url, first).err).contains("waits already");
    assertThat(run("key", "list", url).out)
        .containsPattern("ACTIVE +2026-11-23T12:00:00Z  2026-11-23T12:00:00Z  - +-")
        .containsPattern("PENDING  2026-11-23T12:00:00Z  - +- +-");

    assertThat(run("key", "rotate", "--now", url, first).out).contains("signs now");
    String listed = run("key", "list", url).out;
    assertThat(listed).containsPattern("RETIRED .* 2026-11-24T12:01:00Z").contains("ACTIVE");
    assertThat(listed).doesNotContain("PENDING");

    assertThat(run("key", "reseal", url, second).err)
        .contains("BCDA_AUTH_FORMER_KEY_ENCRYPTION_KEY");
    String former = first.replace("auth.key", "auth.former-key");
    assertThat(run("key", "reseal", url, second, former).out).startsWith("2 keys are sealed");
    assertThat(run("key", "rotate", url, first).err).contains("were sealed with another");
    assertThat(run("key", "rotate", url, second).code).isZero();
    assertThat(run("key", "list", url).out).hasLineCount(4);
  }

  @Test
  void givenATokenOfAnotherIssuer_whenDenied_thenRecorded() throws Exception {
    assertThat(run("token", "deny", "id-1", "--issuer", "https://issuer.example.org"))
        .isEqualTo(new Answer(0, "The token is denied.\n", ""));
    assertThat(run("token", "deny", "id-1").code).isEqualTo(2);
    try (Connection h2 = DriverManager.getConnection(url(), "sa", "");
        Statement sql = h2.createStatement();
        var found = sql.executeQuery("SELECT expires_at FROM auth_denied_token")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getTimestamp(1).toInstant()).isEqualTo("2026-11-24T12:00:00.123Z");
    }
  }

  @Test
  void givenNonsense_whenRun_thenUsageAnd2() {
    assertThat(run("frobnicate").code).isEqualTo(2);
    assertThat(run("frobnicate").err).contains("aco create ID --model MODEL");
    assertThat(run("aco").code).isEqualTo(2);
    assertThat(run("aco", "create", "A9990").code).isEqualTo(2);
    assertThat(run("aco", "create").code).isEqualTo(2);
    assertThat(run("client", "list", "--nonsense", "x").code).isEqualTo(2);
    assertThat(run("help").code).isZero();
    assertThat(run("help").out)
        .contains("client deactivate CLIENT", "(--aco ACO | --system | --operator) [--name NAME]");
  }

  @Test
  void givenArguments_whenJudged_thenOnlyWordsAndHelpAreCommands() {
    assertThat(Commands.isMeantBy(new String[] {})).isFalse();
    assertThat(Commands.isMeantBy(new String[] {"--server.port=1"})).isFalse();
    assertThat(Commands.isMeantBy(new String[] {"aco"})).isTrue();
    assertThat(Commands.isMeantBy(new String[] {"anything"})).isTrue();
    assertThat(Commands.isMeantBy(new String[] {"--help"})).isTrue();
  }

  @Test
  void givenAnotherRoomsProgram_whenItsWordIsFirst_thenItRuns() {
    Commands commands = new Commands(CLOCK, Map.of("other", (args, out, clock) -> args.length));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(commands.run(new String[] {"other", "a", "b"}, nowhere, nowhere)).isEqualTo(3);
  }

  /** Another process that has the database open, until it is ended. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      try (Connection connection = DriverManager.getConnection(args[0], "sa", "")) {
        System.out.println(connection.isValid(1) ? "held" : "broken");
        System.in.read();
      }
    }
  }

  private record Answer(int code, String out, String err) {}

  private static String url() {
    return "jdbc:h2:file:" + home.resolve("db") + ";MODE=LEGACY";
  }

  private static Answer run(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    if (args.stream().noneMatch(a -> a.startsWith("--spring.datasource.url"))) {
      args.add("--spring.datasource.url=" + url());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
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
