/** Claims NDJSON, checked, into the FHIR store. Owns table: claims_load. */
@NullMarked
package io.bcda.loading;

import org.jspecify.annotations.NullMarked;
