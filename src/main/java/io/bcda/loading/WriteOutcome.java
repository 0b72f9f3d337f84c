package io.bcda.loading;

/** What the store did with a good line. */
enum WriteOutcome {
  CREATED,
  UPDATED,
  UNCHANGED
}
