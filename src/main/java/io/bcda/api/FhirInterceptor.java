package io.bcda.api;

/** Marks our interceptors of the FHIR servlet, so that it registers each. */
interface FhirInterceptor {}
