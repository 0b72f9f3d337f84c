package io.bcda.api;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code _elements}: names of elements at the root of a resource, of one type or of all. */
final class RootElements {
  static final String NAME = "_elements";

  /** How many names may be given: several times as many as there are. */
  static final int MOST = 1_000;

  /** What every resource has (FHIR R4, Resource and DomainResource). */
  private static final List<String> OF_ALL =
      List.of(
          "id",
          "meta",
          "implicitRules",
          "language",
          "text",
          "contained",
          "extension",
          "modifierExtension");

  private final Map<ResourceKind, Map<String, Set<String>>> known =
      new EnumMap<>(ResourceKind.class);

  RootElements(FhirContext r4) {
    for (ResourceKind kind : ResourceKind.values()) {
      Map<String, Set<String>> names = new HashMap<>();
      r4.getResourceDefinition(kind.fhirType()).getChildren().forEach(child -> add(child, names));
      OF_ALL.forEach(name -> names.put(name, Set.of(name)));
      known.put(kind, names);
    }
  }

  /** An element of one of several types is known by its name, and by the name it has in JSON. */
  private static void add(BaseRuntimeChildDefinition child, Map<String, Set<String>> names) {
    String stem = child.getElementName();
    if (!(child instanceof RuntimeChildChoiceDefinition)) {
      names.put(stem, Set.of(stem));
      return;
    }
    Set<String> inJson =
        child.getValidChildNames().stream()
            .filter(n -> n.startsWith(stem) && n.length() > stem.length() && !n.endsWith("[x]"))
            .collect(Collectors.toSet());
    names.put(stem, inJson);
    inJson.forEach(n -> names.put(n, Set.of(n)));
  }

  /**
   * @param given names, each {@code element} or {@code Type.element}
   * @return names as they stand in JSON; a kind of which no element is named is absent
   * @throws Refusal MALFORMED for a name that no type has
   */
  Map<ResourceKind, Set<String>> parse(List<String> given, Handling handling) {
    Map<ResourceKind, Set<String>> elements = new EnumMap<>(ResourceKind.class);
    for (String name : given) {
      Map<ResourceKind, Set<String>> found = find(name);
      if (found.isEmpty()) {
        handling.refuse(unknown());
      }
      found.forEach((kind, n) -> elements.computeIfAbsent(kind, k -> new HashSet<>()).addAll(n));
    }
    return elements;
  }

  private Map<ResourceKind, Set<String>> find(String name) {
    int dot = name.indexOf('.');
    Optional<ResourceKind> only =
        dot < 0 ? Optional.empty() : ResourceKind.ofFhirType(name.substring(0, dot));
    String element = name.substring(dot + 1);
    Map<ResourceKind, Set<String>> found = new EnumMap<>(ResourceKind.class);
    for (ResourceKind kind : ResourceKind.values()) {
      boolean meant = dot < 0 || only.filter(kind::equals).isPresent();
      if (meant && known.get(kind).containsKey(element)) {
        found.put(kind, known.get(kind).get(element));
      }
    }
    return found;
  }

  private static Refusal unknown() {
    String types =
        Arrays.stream(ResourceKind.values())
            .map(ResourceKind::fhirType)
            .sorted()
            .collect(Collectors.joining(", "));
    return new Refusal(
            Reason.MALFORMED,
            "_elements takes elements at the root of "
                + types
                + " as FHIR R4 names them, each as element or Type.element, for example"
                + " ExplanationOfBenefit.diagnosis")
        .at(NAME);
  }
}
