package io.bcda;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say of the code is so. */
class DocsTest {
  private static final Path DECISIONS = Path.of("docs/decisions");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern PINNED = Pattern.compile("\"([^\"]+)\": \"(\\d[^\"]+)\"");
  private static final Pattern PINNED_ARTIFACT =
      Pattern.compile("<artifactId>(bulk-export)</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern EXCLUSIONS =
      Pattern.compile("<exclusions>.*?</exclusions>", Pattern.DOTALL);
  private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
  private static final Pattern CREATED =
      Pattern.compile("(?m)^CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");
  private static final Pattern OWNED = Pattern.compile("Owns tables?: ([a-z0-9_, ]+)\\.");
  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| (`[^|]+`) \\| `(\\w+)` \\|");

  static List<Path> documents() {
    return Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "docker")
        .flatMap(place -> files(Path.of(place), ".md").stream())
        .toList();
  }

  static List<Path> decisions() {
    return files(DECISIONS, ".md").stream().filter(f -> !f.endsWith("index.md")).toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void givenADocument_whenItsLinksAreFollowed_thenTheyLeadSomewhere(Path document) {
    assertThat(all(LINK, read(document)).map(m -> m.group(1)))
        .filteredOn(link -> !link.contains("://") && !link.startsWith("#"))
        .allSatisfy(link -> assertThat(target(document, link)).exists());
  }

  @Test
  void givenThePom_whenADependencyStandsThere_thenItsReasonIsWritten() {
    String pom = PARENT.matcher(read(Path.of("pom.xml"))).replaceAll("");
    String declared = EXCLUSIONS.matcher(pom).replaceAll("").replace("bcda-server", "");
    String reasons = read(Path.of("docs/dependencies.md"));
    assertThat(all(ARTIFACT, declared).map(m -> m.group(1)).filter(a -> !a.isBlank()))
        .hasSizeGreaterThan(20)
        .allSatisfy(artifact -> assertThat(reasons).contains("`" + artifact + "`"));
  }

  @Test
  void givenThePublicClients_whenTheirPageNamesVersions_thenTheyAreThoseThatAreTried() {
    String page = read(Path.of("docs/clients.md"));
    assertThat(all(PINNED, read(Path.of("docs/clients/package.json"))))
        .hasSizeGreaterThan(2)
        .allSatisfy(m -> assertThat(page).containsPattern(named(m.group(1), m.group(2))));
    assertThat(all(PINNED_ARTIFACT, read(Path.of("docs/clients/pom.xml"))))
        .isNotEmpty()
        .allSatisfy(m -> assertThat(page).containsPattern(named(m.group(1), m.group(2))));
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void givenADecision_whenRead_thenItHasItsFourPartsAndIsListed(Path decision) {
    assertThat(read(decision))
        .contains("\n## Context\n", "\n## Decision\n", "\n## Consequences\n")
        .contains("\n## What would change our mind\n");
    assertThat(read(DECISIONS.resolve("index.md"))).contains("(" + decision.getFileName() + ")");
  }

  @Test
  void givenTheMigrations_whenATableIsMade_thenOneRoomSaysThatItOwnsIt() {
    Map<String, String> owners = owners();
    assertThat(owners.keySet()).isEqualTo(createdTables());
  }

  @Test
  void givenTheMap_whenItTellsTheOwnerOfATable_thenItIsThatRoom() {
    Map<String, String> told = new TreeMap<>();
    all(TABLE_ROW, read(Path.of("docs/architecture.md")))
        .forEach(
            row ->
                Stream.of(row.group(1).split(", "))
                    .forEach(table -> told.put(table.replace("`", ""), row.group(2))));
    assertThat(told).isEqualTo(owners());
  }

  private static Pattern named(String artifact, String version) {
    return Pattern.compile(Pattern.quote(artifact) + ".{0,30} " + Pattern.quote(version));
  }

  private static TreeSet<String> createdTables() {
    return files(Path.of("src/main/resources/db/migration"), ".sql").stream()
        .flatMap(script -> all(CREATED, read(script)))
        .map(m -> m.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static Map<String, String> owners() {
    Map<String, String> owners = new TreeMap<>();
    for (Path info : files(Path.of("src/main/java"), "package-info.java")) {
      String text = read(info).replaceAll("\\s*\\n \\*\\s*", " ");
      String room = info.getParent().getFileName().toString();
      all(OWNED, text)
          .flatMap(m -> Stream.of(m.group(1).split(", ")))
          .forEach(t -> assertThat(owners.put(t, room)).as("two owners of " + t).isNull());
    }
    return owners;
  }

  private static Path target(Path document, String link) {
    String path = URLDecoder.decode(link.replaceAll("#.*", ""), StandardCharsets.UTF_8);
    Path folder = document.getParent() == null ? Path.of("") : document.getParent();
    return folder.resolve(path).normalize();
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static List<Path> files(Path root, String ending) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
