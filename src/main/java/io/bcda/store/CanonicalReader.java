package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads claims lines that are in HAPI's own form without parsing them: faster, with the same
 * result. Thread-safe; each thread opens its own {@link CanonicalLines}.
 */
public class CanonicalReader {
  private static final Pattern PATH = Pattern.compile("(\\w+)\\.(\\w+)(\\.\\w+)*");

  /** Of columns of HFJ_RESOURCE, without rows of their own. */
  private static final Set<String> HAPIS_OWN = Set.of("_id", "_lastUpdated");

  /** What facts and gate ask for. The first of each is the reference to the person. */
  private static final Map<ResourceKind, List<String>> NEEDED =
      Map.of(
          ResourceKind.PATIENT, List.of("identifier"),
          ResourceKind.COVERAGE, List.of("beneficiary", "subscriberId"),
          ResourceKind.EXPLANATION_OF_BENEFIT, List.of("patient", "billablePeriod", "type"));

  private final FhirContext fhir;
  private final ISearchParamRegistry parameters;
  private final SensitiveCodes sensitive;
  private final FhirShape.Shapes shapes;
  private final ElementValues values;

  CanonicalReader(
      FhirContext fhir,
      ISearchParamRegistry parameters,
      IndexValues.Extraction extraction,
      SensitiveCodes sensitive) {
    this.fhir = fhir;
    this.parameters = parameters;
    this.sensitive = sensitive;
    this.shapes = new FhirShape.Shapes(fhir);
    this.values = new ElementValues(fhir, extraction);
  }

  /** For one thread, and not for long: search parameters that are added later it does not know. */
  public CanonicalLines open() {
    Map<ResourceKind, CanonicalLines.Plan> plans = new EnumMap<>(ResourceKind.class);
    for (ResourceKind kind : ResourceKind.values()) {
      Set<String> indexed = indexed(kind);
      if (indexed != null) {
        plans.put(kind, plan(kind, indexed));
      }
    }
    return new CanonicalLines(new CanonicalWalk(shapes, sensitive), values, plans, fhir);
  }

  private CanonicalLines.Plan plan(ResourceKind kind, Set<String> indexed) {
    FhirShape shape = Objects.requireNonNull(shapes.ofResource(kind.fhirType()));
    Set<String> kept = new TreeSet<>(indexed);
    kept.addAll(NEEDED.get(kind));
    List<FhirShape.Child> elements = new ArrayList<>();
    kept.forEach(name -> elements.add(shape.child(name)));
    List<FhirShape.Child> required =
        ResourceRule.required(fhir, kind.fhirType()).stream()
            .map(child -> shape.child(child.getElementName()))
            .toList();
    return new CanonicalLines.Plan(
        elements, required, Set.copyOf(indexed), shape.child(NEEDED.get(kind).get(0)));
  }

  /** The elements that search parameters look at; null if one looks further than that. */
  private @Nullable Set<String> indexed(ResourceKind kind) {
    Set<String> elements = new TreeSet<>();
    for (RuntimeSearchParam parameter :
        parameters
            .getActiveSearchParams(kind.fhirType(), SearchParamLookupContextEnum.INDEX)
            .values()) {
      if (HAPIS_OWN.contains(parameter.getName())) {
        continue;
      }
      Matcher path = PATH.matcher(parameter.getPath());
      boolean plain = path.matches() && path.group(1).equals(kind.fhirType());
      boolean reference = parameter.getParamType() == RestSearchParameterTypeEnum.REFERENCE;
      if (!plain || reference && !path.group(2).equals(NEEDED.get(kind).get(0))) {
        return null;
      }
      elements.add(path.group(2));
    }
    return elements;
  }
}
