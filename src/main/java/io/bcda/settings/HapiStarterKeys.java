package io.bcda.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Stops the start when a key of the HAPI FHIR starter ({@code hapi.fhir.*}) is set: somebody means
 * something by it, and silence would hide that nothing came of it. Names the key of ours where
 * there is one. Asks before the database is touched.
 */
class HapiStarterKeys implements BeanFactoryPostProcessor {
  private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("hapi.fhir");

  /** Starter's key, small letters and digits only, to what to do instead. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("serveraddress", "set bcda.public-url, without the FHIR path"),
          Map.entry("localbaseurls", "set bcda.public-url, without the FHIR path"),
          Map.entry("bulkexportfileretentionperiodhours", "set bcda.jobs.keep-files"),
          Map.entry("bulkexportenabled", "nothing: the export is always on"),
          Map.entry("fhirversion", "nothing: the server is FHIR R4"),
          Map.entry("binarystoragefilesystembasedirectory", "set bcda.files.folder"),
          Map.entry("supportedresourcetypes", "nothing: the types of an export are fixed"),
          Map.entry("massingestionmodeenabled", "nothing: claims come through the inbox"),
          Map.entry("bulkimportenabled", "nothing: claims come through the inbox"));

  private final Environment environment;

  HapiStarterKeys(Environment environment) {
    this.environment = environment;
  }

  /**
   * @throws UnusableSetting if a key of the starter is set, naming them all
   */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    SortedSet<String> set = starterKeys();
    if (!set.isEmpty()) {
      throw new UnusableSetting(
          "Keys of the HAPI FHIR starter have no effect here: " + String.join(", ", set) + ".",
          "Remove them. "
              + set.stream().map(HapiStarterKeys::remedy).collect(Collectors.joining(" "))
              + " hapi.application.yaml tells every key of this server.");
    }
  }

  private SortedSet<String> starterKeys() {
    SortedSet<String> keys = new TreeSet<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource iterable) {
        iterable.stream()
            .filter(PREFIX::isAncestorOf)
            .map(ConfigurationPropertyName::toString)
            .forEach(keys::add);
      }
    }
    return keys;
  }

  private static String remedy(String key) {
    String plain = key.substring(PREFIX.toString().length()).toLowerCase(Locale.ROOT);
    return "Instead of %s: %s."
        .formatted(
            key,
            Optional.ofNullable(INSTEAD.get(plain.replaceAll("[^a-z0-9]", "")))
                .orElse("nothing, this server has no such switch"));
  }
}
