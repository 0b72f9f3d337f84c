package io.bcda.aco;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The models that this server knows: {@code bcda.models}. Immutable. */
public final class AcoModels {
  private final Map<String, AcoModel> byName = new TreeMap<>();

  AcoModels(Collection<AcoModel> models) {
    models.forEach(model -> byName.put(model.name(), model));
  }

  /** All models, by name. */
  public List<AcoModel> all() {
    return List.copyOf(byName.values());
  }

  /** The model of this name; case matters. */
  public Optional<AcoModel> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The names of all models, for people. */
  public String names() {
    return byName.keySet().stream().collect(Collectors.joining(", "));
  }
}
