package io.bcda.api;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.export.ExportLevel;
import io.bcda.export.KickOffManner.Method;
import io.bcda.store.ResourceFilter;
import java.util.Optional;

/** Kick-offs read from texts. */
final class KickOffTexts {
  static final String BASE = "https://bcda.example.org/api/v2";
  private static final ExportParameters.Knowledge KNOWLEDGE =
      new ExportParameters.Knowledge(
          new TypeFilters(ResourceFilter::parse),
          new RootElements(FhirContext.forR4Cached()),
          new PatientReferences(BASE));

  private KickOffTexts() {}

  /** As a GET at group level has it. */
  static ExportParameters get(String query) {
    return get(query, Handling.strict());
  }

  static ExportParameters get(String query, Handling handling) {
    return parse(QueryParameters.parse(query), Method.GET, ExportLevel.GROUP_ALL, handling);
  }

  /** The same parameters, as if they had come by POST. */
  static ExportParameters post(String query, ExportLevel level, Handling handling) {
    return parse(QueryParameters.parse(query), Method.POST, level, handling);
  }

  private static ExportParameters parse(
      QueryParameters values, Method method, ExportLevel level, Handling handling) {
    return ExportParameters.parse(
        new KickOffInput(values, method, Optional.of(level)), handling, KNOWLEDGE);
  }
}
