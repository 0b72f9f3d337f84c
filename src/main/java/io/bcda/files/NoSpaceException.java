package io.bcda.files;

import java.io.IOException;

/** Less space is left for export files than must stay free. */
public final class NoSpaceException extends IOException {
  NoSpaceException() {
    super("less space is left than bcda.files.keep-free");
  }
}
