package io.bcda.store;

import java.time.Instant;

/**
 * A moment that was given out, for example as a transactionTime, and what was known then.
 *
 * @param at the database's clock, whole milliseconds; unique, and strictly rising
 */
public record IssuedTime(Instant at, Snapshot snapshot) {}
