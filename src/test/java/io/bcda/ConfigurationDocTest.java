package io.bcda;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The configuration file tells every setting of ours, as it is, and no other. */
class ConfigurationDocTest {
  private static final Path FILE = Path.of("hapi.application.yaml");
  private static final Path WIRING = Path.of("src/main/resources/application.yml");
  private static final Pattern ENTRY =
      Pattern.compile("#?([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)+):(.*)");
  private static final Pattern VARIABLE = Pattern.compile("# \\[([A-Z0-9_]+)\\](.*)");
  private static final String NO_DEFAULT = "no default";

  /** A setting as the file tells it. */
  record Entry(String key, String value, String variable, boolean hasDefault, String words) {
    @Override
    public String toString() {
      return key;
    }
  }

  static List<Entry> entries() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    return IntStream.range(0, lines.size())
        .mapToObj(i -> entry(lines, i))
        .flatMap(Optional::stream)
        .toList();
  }

  static List<Class<?>> settings() {
    var scan = new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scan.findCandidateComponents("io.bcda").stream()
        .<Class<?>>map(b -> ClassUtils.resolveClassName(b.getBeanClassName(), null))
        .toList();
  }

  @Test
  void givenTheSettings_whenTheFileIsRead_thenItHasEachOfOursAndNoOther() throws IOException {
    assertThat(ours()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(new TreeSet<>(ours())).isEqualTo(new TreeSet<>(declared().keySet()));
  }

  @Test
  void givenTheDefaults_whenTheFileIsRead_thenItTellsThem() throws IOException {
    Map<String, Optional<String>> declared = declared();
    assertThat(entries())
        .filteredOn(e -> declared.containsKey(e.key()))
        .allSatisfy(
            e -> {
              Optional<String> value = declared.get(e.key());
              assertThat(e.hasDefault()).isEqualTo(value.isPresent());
              value.ifPresent(v -> assertThat(e.value()).isEqualTo(v));
            });
  }

  @Test
  void givenSettingsOfTheFrameworks_whenTheFileIsRead_thenItTellsWhatTheApplicationSets()
      throws IOException {
    PropertySource<?> wiring = yaml(Files.readString(WIRING)).get(0);
    assertThat(entries())
        .filteredOn(e -> !e.key().startsWith("bcda."))
        .isNotEmpty()
        .allSatisfy(
            e -> {
              Object value = wiring.getProperty(e.key());
              assertThat(e.hasDefault()).isEqualTo(value != null);
              assertThat(value == null ? e.value() : value.toString()).isEqualTo(e.value());
            });
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenASetting_whenItsEnvironmentVariableIsSet_thenItTakesEffect(Entry entry) {
    assertThat(entry.words()).as("a word of explanation").isNotBlank();
    var environment = new StandardEnvironment();
    MutablePropertySources sources = environment.getPropertySources();
    sources.replace(
        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            Map.of(entry.variable(), "given")));
    ConfigurationPropertySources.attach(environment);
    assertThat(Binder.get(environment).bind(entry.key(), String.class).get()).isEqualTo("given");
  }

  @Test
  void givenTheFileAsItIs_whenRead_thenItSetsNothingSoThatDefaultsStayDefaults()
      throws IOException {
    assertThat(yaml(Files.readString(FILE))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void givenEveryLineInForce_whenBound_thenTheSettingsAreValid(Class<?> type) throws IOException {
    String all = Files.readString(FILE).replaceAll("(?m)^#(?=[a-z])", "");
    var sources = new MutablePropertySources();
    yaml(all).forEach(sources::addLast);
    var binder =
        new Binder(
            ConfigurationPropertySources.from(sources),
            null,
            ApplicationConversionService.getSharedInstance());
    assertThat(binder.bind(prefix(type), Bindable.of(type)).isBound()).isTrue();
  }

  private static List<String> ours() throws IOException {
    return entries().stream().map(Entry::key).filter(k -> k.startsWith("bcda.")).toList();
  }

  private static Map<String, Optional<String>> declared() {
    Map<String, Optional<String>> keys = new LinkedHashMap<>();
    settings().forEach(type -> collect(prefix(type), type, keys));
    return keys;
  }

  private static void collect(String prefix, Class<?> type, Map<String, Optional<String>> keys) {
    assertThat(type.isRecord()).as(type + " is a record").isTrue();
    RecordComponent[] components = type.getRecordComponents();
    Parameter[] parameters = canonical(type).getParameters();
    for (int i = 0; i < components.length; i++) {
      String key = prefix + "." + kebab(components[i].getName());
      if (components[i].getType().isRecord()) {
        collect(key, components[i].getType(), keys);
      } else {
        DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
        keys.put(key, Optional.ofNullable(value).map(v -> String.join(",", v.value())));
      }
    }
  }

  private static Constructor<?> canonical(Class<?> type) {
    Class<?>[] types =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("a record has one", e);
    }
  }

  private static Optional<Entry> entry(List<String> lines, int at) {
    Matcher entry = ENTRY.matcher(lines.get(at));
    if (!entry.matches()) {
      return Optional.empty();
    }
    Matcher variable = VARIABLE.matcher(lines.get(at - 1));
    assertThat(variable.matches()).as("variable in the line above " + lines.get(at)).isTrue();
    String words =
        Stream.iterate(at - 2, i -> i >= 0 && lines.get(i).startsWith("# "), i -> i - 1)
            .map(lines::get)
            .collect(joining(" "));
    boolean hasDefault = !variable.group(2).contains(NO_DEFAULT);
    String value = entry.group(2).strip().replaceAll("^\"(.*)\"$", "$1");
    return Optional.of(new Entry(entry.group(1), value, variable.group(1), hasDefault, words));
  }

  private static List<PropertySource<?>> yaml(String text) throws IOException {
    return new YamlPropertySourceLoader().load("file", new ByteArrayResource(text.getBytes()));
  }

  private static String prefix(Class<?> type) {
    ConfigurationProperties settings = type.getAnnotation(ConfigurationProperties.class);
    return settings.value().isEmpty() ? settings.prefix() : settings.value();
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }
}
