package io.bcda.attribution;

import java.io.IOException;

/** Where a roster's members go, one by one. */
@FunctionalInterface
interface MemberSink {
  /**
   * @param ordinal 1, 2, 3 …
   */
  void member(int ordinal, String mbi) throws IOException;
}
