package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import io.bcda.store.ResourceKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;

/**
 * What a line of deletes must be: a Bundle of type transaction whose entries hold nothing but a
 * request, DELETE of one resource. Bulk exports name gone resources so (Bulk Data Access STU2,
 * "Response - Complete Status", {@code deleted}). Not thread-safe.
 */
final class DeletionGate {
  private static final Pattern URL = Pattern.compile("(\\w+)/[A-Za-z0-9\\-.]{1,64}");

  private final IParser parser;

  DeletionGate(FhirContext r4) {
    this.parser = r4.newJsonParser().setParserErrorHandler(new StrictR4());
  }

  /**
   * @return {@code Type/id} of each resource, once
   * @throws LineRefused with the first fault found
   */
  List<String> admit(NdjsonLine line) {
    line.fault()
        .ifPresent(
            fault -> {
              throw new LineRefused(fault);
            });
    if (!(parse(StrictJson.of(line.bytes()).text()) instanceof Bundle bundle)
        || bundle.getType() != BundleType.TRANSACTION) {
      throw new LineRefused(LineReason.NOT_DELETES);
    }
    Set<String> references = new LinkedHashSet<>();
    int entry = 0;
    for (BundleEntryComponent each : bundle.getEntry()) {
      entry++;
      if (each.hasResource() || !isDelete(each)) {
        throw new LineRefused(LineReason.NOT_DELETES, "entry " + entry);
      }
      references.add(each.getRequest().getUrl());
    }
    return List.copyOf(references);
  }

  private IBaseResource parse(String text) {
    try {
      return parser.parseResource(text);
    } catch (DataFormatException e) {
      throw new LineRefused(LineReason.NOT_R4, Fault.hapiCode(e).orElse(null));
    }
  }

  private static boolean isDelete(BundleEntryComponent entry) {
    Matcher url = URL.matcher(String.valueOf(entry.getRequest().getUrl()));
    return entry.getRequest().getMethod() == HTTPVerb.DELETE
        && url.matches()
        && ResourceKind.ofFhirType(url.group(1)).isPresent();
  }
}
