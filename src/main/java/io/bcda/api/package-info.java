/**
 * The public HTTP face and nothing else: FHIR servlet, export operations, jobs, downloads, refusals
 * as OperationOutcome. Owns no table.
 */
@NullMarked
package io.bcda.api;

import org.jspecify.annotations.NullMarked;
