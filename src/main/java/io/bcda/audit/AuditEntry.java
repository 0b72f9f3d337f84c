package io.bcda.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * An event on the trail.
 *
 * @param id grows with time
 * @param client who did it: an OAuth client, or {@code command}; empty for the server itself
 * @param subject what it was done to
 * @param address from where the request came; empty for what no request did
 */
public record AuditEntry(
    long id,
    Instant at,
    AuditKind kind,
    Optional<String> aco,
    Optional<String> client,
    Optional<String> subject,
    Optional<String> address,
    String outcome) {}
