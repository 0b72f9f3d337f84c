package io.bcda.attribution;

import java.io.IOException;

/** Where changes of MBIs go, one by one. */
@FunctionalInterface
interface MbiChangeSink {
  void change(MbiChange change) throws IOException;
}
