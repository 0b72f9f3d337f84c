package io.bcda.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of parameters that this server does not know. One is repeated to the client only if it
 * looks like a name: letters alone, so that an identifier in its place is not.
 */
final class ParameterName {
  private static final Pattern PLAIN = Pattern.compile("_?[A-Za-z][A-Za-z_:-]{0,39}");

  private ParameterName() {}

  static Optional<String> shown(String name) {
    return Optional.of(name).filter(n -> PLAIN.matcher(n).matches());
  }
}
