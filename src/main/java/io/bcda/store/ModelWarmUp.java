package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;

/**
 * Loads FHIR's model classes and base profiles on a thread of its own while Spring starts, which
 * keeps one core busy at most. HAPI finds what is there and loads what is not.
 */
public final class ModelWarmUp {
  private ModelWarmUp() {}

  /** Begins; a failure shows where HAPI needs the model, not here. */
  public static void begin() {
    Thread thread = new Thread(ModelWarmUp::load, "model-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load() {
    FhirContext fhir = FhirContext.forR4Cached();
    new DefaultProfileValidationSupport(fhir).fetchAllStructureDefinitions();
    fhir.getResourceTypes().forEach(fhir::getResourceDefinition);
  }
}
