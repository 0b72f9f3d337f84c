package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bcda.loading.TestLines;
import io.bcda.sandbox.GenerateCommand;
import io.bcda.store.CanonicalWalk.Unusual;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the walk takes, HAPI takes too, and stores the very same bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanonicalWalkTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ODD_VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "1.50",
          "1e3",
          "-7",
          "007",
          "\"\"",
          "\" \"",
          "\" a\"",
          "\"a \"",
          "\"é\"",
          "\"aé\"",
          "\"2024-02-30\"",
          "\"2024-02-29T24:00:00Z\"",
          "\"2024-13\"",
          "{}",
          "[]",
          "[null]",
          "[\"a\"]",
          "{\"a\":1}",
          "\"Patient/1/_history/2\"",
          "\"http://x/Patient/1\"",
          "\"#no\"",
          "\"active\"",
          "\"urn:uuid:1\"",
          "\"a\\nb\"",
          "12345678901234567890",
          "\"1\"");

  private static final SensitiveCodes CODES =
      SensitiveCodesFile.of(new SensitiveSettings("built-in"));

  private final FhirShape.Shapes shapes = new FhirShape.Shapes(R4);
  private final CanonicalWalk walk = new CanonicalWalk(shapes, CODES);
  private final SensitiveScan scan = new SensitiveScan(CODES);
  private final StoredBody.Encoder hapi = new StoredBody.Encoder(R4);
  private final IParser strict = R4.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
  private List<String> lines = List.of();

  @BeforeAll
  void generate(@TempDir Path full, @TempDir Path lean) throws IOException {
    lines = new ArrayList<>();
    generate(full, "full");
    generate(lean, "lean");
  }

  private void generate(Path world, String claims) throws IOException {
    PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    String[] args = {
      "generate",
      "--out",
      world.toString(),
      "--people",
      "30",
      "--seed",
      "5",
      "--as-of",
      "2026-11-23",
      "--claims",
      claims
    };
    assertThat(GenerateCommand.run(args, quiet, Clock.systemUTC())).isZero();
    try (Stream<Path> files = Files.list(world.resolve("stage-1/claims"))) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
      }
    }
  }

  @Test
  void givenGeneratedLines_whenWalked_thenEachIsTakenAsHapiStoresIt() {
    assertThat(lines).hasSizeGreaterThan(500);
    for (String line : lines) {
      assertThat(walked(line)).as(line).isPresent();
      assertSameAsHapi(line, line);
    }
  }

  @Test
  void givenCmsOwnClaims_whenWalked_thenEachIsTakenAsHapiStoresIt() {
    for (String line : TestLines.bfd()) {
      assertThat(walked(line)).as(line).isPresent();
      assertSameAsHapi(line, line);
    }
  }

  @Test
  void givenBlanksBetweenTokens_whenWalked_thenTheBodyHasNone() {
    String line = lines.get(lines.size() - 1);
    String spaced = line.replace("\":", "\" :\t ").replace(",\"", " , \"");
    assertThat(walked(spaced)).isEqualTo(walked(line)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"meta\":{}}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"meta\":{\"versionId\":\"1\",\"source\":\"urn:s\"},\"status\":\"active\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"status\":\"active\",\"beneficiary\":{\"reference\":\"Patient/-1\"}}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"meta\":{\"profile\":[\"urn:p\",\"urn:p\"]},\"language\":\"en\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"order\":1}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"period\":{\"start\":\"2024-02-29T23:59:59.120-05:00\"}}"
      })
  void givenSmallShapes_whenTaken_thenAsHapiStoresThem(String line) {
    assertSameAsHapi(line, line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{\"id\":\"a\",\"resourceType\":\"Coverage\"}",
        "{\"resourceType\":\"Coverage\"}",
        "{\"resourceType\":\"Group\",\"id\":\"a\"}",
        "{\"resourceType\":\"Nothing\",\"id\":\"a\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a b\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\"}}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\"} x",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"status\":\"active\",\"status\":\"active\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"status\":\"unknown-to-fhir\"}",
        "{\"resourceType\":\"Coverage\",\"id\":\"a\",\"period\":{\"end\":\"2024\",\"start\":\"2024\"}}"
      })
  void givenOtherShapes_whenWalked_thenLeftToHapi(String line) {
    assertThat(walked(line)).isEmpty();
  }

  @Test
  void givenLinesWithAFault_whenTaken_thenHapiTakesThemToo() {
    Random random = new Random(20261123);
    List<String> seeds = new ArrayList<>(lines);
    Collections.shuffle(seeds, random);
    int taken = 0;
    for (String seed : seeds.subList(0, 150)) {
      for (int i = 0; i < 20; i++) {
        String line = i % 2 == 0 ? otherBytes(seed, random) : otherTree(seed, random);
        if (walked(line).isPresent()) {
          taken++;
          assertSameAsHapi(line, seed);
        }
      }
    }
    assertThat(taken).isGreaterThan(200);
  }

  /** One byte is another, is gone or stands twice. */
  private static String otherBytes(String line, Random random) {
    StringBuilder text = new StringBuilder(line);
    int at = random.nextInt(line.length());
    String letters = " \"\\{}[],:09-azT\u00e9\u2003\u007f\u0001.#/_";
    char letter = letters.charAt(random.nextInt(letters.length()));
    switch (random.nextInt(3)) {
      case 0 -> text.setCharAt(at, letter);
      case 1 -> text.deleteCharAt(at);
      default -> text.insert(at, letter);
    }
    return text.toString();
  }

  /** One value is another, one element is gone, or two stand in another order. */
  private static String otherTree(String line, Random random) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(line);
      List<ObjectNode> objects = new ArrayList<>();
      collect(root, objects);
      ObjectNode chosen = objects.get(random.nextInt(objects.size()));
      List<String> names = new ArrayList<>();
      chosen.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(4)) {
        case 0 -> chosen.remove(name);
        case 1 -> chosen.set(name, chosen.remove(name));
        case 2 -> chosen.set(name, chosen.get(names.get(random.nextInt(names.size()))));
        default -> {
          String odd = ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
          chosen.set(name, new TextNode("@@@"));
          return JSON.writeValueAsString(root).replace("\"@@@\"", odd);
        }
      }
      return JSON.writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      objects.add(object);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> collect(child, objects));
    }
  }

  private Optional<String> walked(String line) {
    try {
      walk.walk(line.getBytes(StandardCharsets.UTF_8));
      return Optional.of(new String(walk.body(), StandardCharsets.UTF_8));
    } catch (Unusual e) {
      return Optional.empty();
    }
  }

  private void assertSameAsHapi(String line, String origin) {
    try {
      Resource resource = (Resource) strict.parseResource(line);
      ResourceKind kind = ResourceKind.ofFhirType(resource.fhirType()).orElseThrow();
      CanonicalWalk.Found found = walk.walk(line.getBytes(StandardCharsets.UTF_8));
      assertThat(found.kind()).isEqualTo(kind);
      assertThat(found.id()).isEqualTo(resource.getIdElement().getIdPart());
      StoredBody body = StoredBody.of(walk.body());
      String expected = new String(hapi.of(kind, resource).json(), StandardCharsets.UTF_8);
      assertThat(new String(body.json(), StandardCharsets.UTF_8)).isEqualTo(expected);
      assertThat(body).isEqualTo(hapi.of(kind, resource));
      assertThat(found.sensitive()).isEqualTo(scan.isSensitive(body.json()));
    } catch (DataFormatException e) {
      throw new AssertionError("HAPI refuses what the walk takes: " + line + "\nof " + origin, e);
    }
  }
}
