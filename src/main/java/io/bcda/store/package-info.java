/**
 * The FHIR store: HAPI JPA settings and schema, claim_index, identity, issued times, fast reading
 * and writing. Owns tables: claim_index, mbi_link, mbi_change, identity_latch, issued_time, era,
 * write_epoch, sensitive_list, search_upkeep.
 */
@NullMarked
package io.bcda.store;

import org.jspecify.annotations.NullMarked;
