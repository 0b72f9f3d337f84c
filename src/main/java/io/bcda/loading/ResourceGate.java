package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import io.bcda.store.CanonicalLines;
import io.bcda.store.CanonicalResource;
import io.bcda.store.Incoming;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceRule;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What every line must pass: strict JSON, strict FHIR R4, one of our types, an id, a patient, and
 * every {@link ResourceRule}. Drops the sender's versionId and lastUpdated. Not thread-safe: each
 * writer has its own.
 */
final class ResourceGate {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
  private static final Pattern PATIENT = Pattern.compile("Patient/" + ID.pattern());

  private final FhirContext r4;
  private final IParser parser;
  private final boolean syntheticOnly;
  private final @Nullable CanonicalLines canonical;

  /** Parses every line. */
  ResourceGate(FhirContext r4, boolean syntheticOnly) {
    this(r4, syntheticOnly, null);
  }

  /**
   * @param canonical takes the lines that need no parsing
   */
  ResourceGate(FhirContext r4, boolean syntheticOnly, @Nullable CanonicalLines canonical) {
    this.r4 = r4;
    this.parser = r4.newJsonParser().setParserErrorHandler(new StrictR4());
    this.syntheticOnly = syntheticOnly;
    this.canonical = canonical;
  }

  /**
   * @throws LineRefused with the first fault found
   */
  Admitted admit(NdjsonLine line) {
    line.fault()
        .ifPresent(
            fault -> {
              throw new LineRefused(fault);
            });
    Optional<CanonicalResource> known =
        canonical == null ? Optional.empty() : canonical.read(line.bytes());
    if (known.isPresent()) {
      checkMbi(known.get().kind(), known.get()::excerpt);
      return new Admitted(line, known.get());
    }
    return parsed(line);
  }

  private Admitted parsed(NdjsonLine line) {
    StrictJson json = StrictJson.of(line.bytes());
    String type = json.resourceType();
    ResourceKind kind =
        Optional.ofNullable(type)
            .flatMap(ResourceKind::ofFhirType)
            .orElseThrow(() -> new LineRefused(LineReason.WRONG_TYPE));
    String id = json.id();
    if (id == null || !ID.matcher(id).matches()) {
      throw new LineRefused(LineReason.BAD_ID);
    }
    Resource resource = parse(json.text());
    checkPatient(resource, Set.of());
    checkRules(r4, resource);
    checkMbi(kind, () -> resource);
    resource.setId(kind.fhirType() + "/" + id);
    resource.getMeta().setVersionId(null).setLastUpdated(null);
    return new Admitted(line, Incoming.parsed(kind, id, resource));
  }

  private void checkMbi(ResourceKind kind, Supplier<Resource> resource) {
    if (syntheticOnly
        && kind != ResourceKind.EXPLANATION_OF_BENEFIT
        && !SyntheticMbi.everyOf(resource.get())) {
      throw new LineRefused(LineReason.NOT_SYNTHETIC);
    }
  }

  Resource parse(String text) {
    try {
      return (Resource) parser.parseResource(text);
    } catch (LineRefused e) {
      throw e;
    } catch (DataFormatException e) {
      // HAPI's messages quote the value; its code does not.
      throw new LineRefused(LineReason.NOT_R4, Fault.hapiCode(e).orElse(null));
    } catch (RuntimeException e) {
      throw new LineRefused(LineReason.NOT_R4, e.getClass().getSimpleName());
    }
  }

  /**
   * @throws LineRefused if it breaks a rule of the store's
   */
  static void checkRules(FhirContext r4, Resource resource) {
    ResourceRule.broken(r4, resource).ifPresent(ResourceGate::refuse);
  }

  private static void refuse(ResourceRule.Breach breach) {
    LineReason reason =
        switch (breach.rule()) {
          case REQUIRED -> LineReason.MISSING_ELEMENT;
          case PERIOD -> LineReason.REVERSED_PERIOD;
          case DATE -> LineReason.IMPOSSIBLE_DATE;
          case EOB_TYPE -> LineReason.ODD_EOB_TYPE;
        };
    throw new LineRefused(reason, breach.element());
  }

  /**
   * @param placeholders what may stand for {@code Patient/<id>}
   * @throws LineRefused if a claim or coverage refers to nobody
   */
  static void checkPatient(Resource resource, Set<String> placeholders) {
    Reference patient;
    if (resource instanceof ExplanationOfBenefit claim) {
      patient = claim.getPatient();
    } else if (resource instanceof Coverage coverage) {
      patient = coverage.getBeneficiary();
    } else {
      return;
    }
    String literal = patient.getReferenceElement_().getValue();
    boolean known = literal != null && placeholders.contains(literal);
    if (!known && (literal == null || !PATIENT.matcher(literal).matches())) {
      throw new LineRefused(LineReason.NO_PATIENT);
    }
  }
}
