package io.bcda.api;

import io.bcda.auth.SignedInAco;

/** Tells for whom the current request is served. */
@FunctionalInterface
interface Caller {
  SignedInAco current();
}
