package io.bcda.loading;

import org.jspecify.annotations.Nullable;

/**
 * How a load ends, and why, in words for the operator.
 *
 * @param detail null where there is nothing to explain
 */
record LoadEnd(LoadState state, @Nullable String detail) {

  static LoadEnd done() {
    return new LoadEnd(LoadState.DONE, null);
  }

  static LoadEnd interrupted() {
    return new LoadEnd(LoadState.FAILED, "the server was stopped; the file is taken again");
  }

  static LoadEnd failed(Throwable fault) {
    return new LoadEnd(
        LoadState.FAILED, "the load broke off and is tried again: " + Fault.describe(fault));
  }
}
