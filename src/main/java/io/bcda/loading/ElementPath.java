package io.bcda.loading;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where in a resource a fault is, by names of FHIR's elements alone. The validator's locations hold
 * indexes, ids of contained resources, and whatever stands where a name should.
 */
final class ElementPath {
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern INDEX = Pattern.compile("\\[[^\\]]*\\]|\\([^)]*\\)|:[^.]*");

  private final Set<String> names = new HashSet<>();

  ElementPath(FhirContext r4) {
    names.addAll(r4.getResourceTypes());
    names.addAll(List.of("extension", "modifierExtension"));
    for (String type : r4.getResourceTypes()) {
      collect(r4.getResourceDefinition(type), new HashSet<>());
    }
  }

  private void collect(BaseRuntimeElementDefinition<?> type, Set<Object> seen) {
    if (type instanceof BaseRuntimeElementCompositeDefinition<?> composite && seen.add(type)) {
      composite.getChildren().stream()
          .filter(child -> !(child instanceof RuntimeChildExtension))
          .forEach(
              child -> {
                names.add(child.getElementName().replace("[x]", ""));
                for (String name : child.getValidChildNames()) {
                  names.add(name);
                  collect(child.getChildByName(name), seen);
                }
              });
    }
  }

  /** As {@code ExplanationOfBenefit.item.quantity}; what is no name of FHIR's becomes "?". */
  String of(@Nullable String location) {
    if (location == null) {
      return "?";
    }
    String plain = COMMENT.matcher(location).replaceAll("");
    plain = INDEX.matcher(plain).replaceAll("");
    return Stream.of(plain.split("\\."))
        .map(name -> names.contains(name) ? name : name.equals("ofType") ? "" : "?")
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining("."));
  }
}
