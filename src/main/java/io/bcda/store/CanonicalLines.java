package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.store.CanonicalResource.Excerpt;
import io.bcda.store.CanonicalWalk.Unusual;
import io.bcda.store.FhirShape.Child;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** One thread's {@link CanonicalReader}. */
public final class CanonicalLines {
  private static final String BILLABLE_PERIOD = "billablePeriod";
  private static final String TYPE = "type";

  private final ElementValues values;
  private final Map<ResourceKind, Plan> plans;
  private final FhirContext fhir;
  private final CanonicalWalk walk;

  CanonicalLines(
      CanonicalWalk walk, ElementValues values, Map<ResourceKind, Plan> plans, FhirContext fhir) {
    this.values = values;
    this.plans = Map.copyOf(plans);
    this.fhir = fhir;
    this.walk = walk;
  }

  /**
   * What to keep of a kind of resource.
   *
   * @param elements all that are looked at, by facts, gate or search parameters
   * @param required without which a resource is left to the parser, that is to be refused
   * @param indexed names of those that search parameters look at
   * @param person the reference to the Patient; of a Patient, its identifiers
   */
  record Plan(List<Child> elements, List<Child> required, Set<String> indexed, Child person) {}

  /**
   * Reads a line.
   *
   * @param line NDJSON, UTF-8; not changed
   * @return the resource, which holds to each {@link ResourceRule}; empty if the line is not in
   *     HAPI's form, be it wrong or only unusual
   */
  public Optional<CanonicalResource> read(byte[] line) {
    try {
      return Optional.of(resource(line));
    } catch (Unusual e) {
      return Optional.empty();
    }
  }

  private CanonicalResource resource(byte[] line) {
    CanonicalWalk.Found found = walk.walk(line);
    Plan plan = plans.get(found.kind());
    if (plan == null || !plan.required().stream().allMatch(walk::has)) {
      throw Unusual.LINE;
    }
    Excerpt excerpt = excerpt(found.kind(), plan);
    if (found.kind() == ResourceKind.PATIENT) {
      Resource patient = excerpt.parsed(fhir);
      ResourceFacts facts = ResourceFacts.of(patient, claim -> false).orElseThrow();
      return made(found, facts, new CanonicalResource.Indexed(values.of(patient), excerpt));
    }
    String person = walk.reference(plan.person());
    if (person == null || !person.startsWith("Patient/")) {
      throw Unusual.LINE;
    }
    ResourceFacts facts =
        new ResourceFacts(found.kind(), person, serviceEnd(excerpt), isHidden(found), Set.of());
    return made(found, facts, new CanonicalResource.Indexed(indexed(plan, excerpt), excerpt));
  }

  private static boolean isHidden(CanonicalWalk.Found found) {
    return found.kind() == ResourceKind.EXPLANATION_OF_BENEFIT && found.sensitive();
  }

  private CanonicalResource made(
      CanonicalWalk.Found found, ResourceFacts facts, CanonicalResource.Indexed indexed) {
    return new CanonicalResource(found.id(), StoredBody.of(walk.body()), facts, indexed, fhir);
  }

  private Excerpt excerpt(ResourceKind kind, Plan plan) {
    Map<String, String> elements = new HashMap<>();
    for (Child child : plan.elements()) {
      String json = walk.element(child);
      if (json != null) {
        elements.put(child.name(), json);
      }
    }
    return new Excerpt(kind, elements);
  }

  private IndexValues indexed(Plan plan, Excerpt excerpt) {
    List<IndexValues> found = new ArrayList<>();
    excerpt
        .elements()
        .forEach(
            (name, json) -> {
              if (name.equals(plan.person().name())) {
                found.add(values.ofPerson(excerpt.kind(), name).values());
              } else if (plan.indexed().contains(name)) {
                found.add(sound(excerpt.kind(), name, json).values());
              } else if (name.equals(TYPE)) {
                sound(excerpt.kind(), name, json);
              }
            });
    return IndexValues.joined(found);
  }

  /** Of a claim without a billable period the lines would have to tell it. */
  private @Nullable LocalDate serviceEnd(Excerpt excerpt) {
    if (excerpt.kind() != ResourceKind.EXPLANATION_OF_BENEFIT) {
      return null;
    }
    String period = excerpt.elements().get(BILLABLE_PERIOD);
    if (period == null) {
      throw Unusual.LINE;
    }
    return sound(excerpt.kind(), BILLABLE_PERIOD, period)
        .serviceEnd()
        .orElseThrow(() -> Unusual.LINE);
  }

  /** What is known of an element; one that breaks a rule is left to the parser. */
  private ElementValues.Known sound(ResourceKind kind, String name, String json) {
    ElementValues.Known known = values.of(kind, name, json);
    if (!known.sound()) {
      throw Unusual.LINE;
    }
    return known;
  }
}
