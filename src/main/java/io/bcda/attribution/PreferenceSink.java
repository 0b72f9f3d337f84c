package io.bcda.attribution;

import java.io.IOException;

/** Where preferences go, one by one. */
@FunctionalInterface
interface PreferenceSink {
  void preference(Preference preference) throws IOException;
}
