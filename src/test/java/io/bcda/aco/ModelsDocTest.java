package io.bcda.aco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The configuration file tells every setting of a model, with values as shipped. */
class ModelsDocTest {
  private static final Pattern LINE =
      Pattern.compile("#(bcda\\.models\\.([A-Z]+)\\.([a-z.-]+?)(\\.[A-Z]+-\\d+)?): (.*)");

  @Test
  void givenTheSettingsOfAModel_whenTheFileIsRead_thenItTellsEach() throws IOException {
    assertThat(new TreeSet<>(lines().stream().map(line -> line.group(3)).toList()))
        .isEqualTo(keys("", ModelSettings.class).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void givenTheLinesOfTheFile_whenInForce_thenNothingChangesButTheOneAcosDate() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    lines().forEach(line -> settings.put(line.group(1), line.group(5).replaceAll("[\"']", "")));
    AcoModels told = TestModels.with(settings);
    for (AcoModel shipped : TestModels.shipped().all()) {
      AcoModel model = told.named(shipped.name()).orElseThrow();
      assertThat(text(model).replace("GUIDE-0001=2021-07-01", "")).isEqualTo(text(shipped));
    }
  }

  private static String text(AcoModel model) {
    String files = model.files().toString();
    return model.toString().replaceAll("groups=.*", "") + new TreeSet<>(model.groups()) + files;
  }

  private static List<Matcher> lines() throws IOException {
    return Files.readAllLines(Path.of("hapi.application.yaml")).stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .toList();
  }

  private static Stream<String> keys(String prefix, Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            (RecordComponent part) -> {
              String key =
                  prefix + part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
              return part.getType().isRecord() ? keys(key + ".", part.getType()) : Stream.of(key);
            });
  }
}
