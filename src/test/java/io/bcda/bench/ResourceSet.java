package io.bcda.bench;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which resources an export brings, in flat memory: how many, and a sum over type, id and version
 * of each that does not depend on their order. One that is lacking, another in its place, or one
 * that comes twice changes it.
 */
final class ResourceSet {
  private static final int HEAD = 300;
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"resourceType\":\"(\\w+)\",\"id\":\"([^\"]+)\",\"meta\":\\{\"versionId\":\"(\\d+)\"");

  private long count;
  private long sum;

  void add(String type, String id, int version) {
    String name = type + "/" + id + "/" + version;
    UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
    sum += hash.getMostSignificantBits() * 31 + hash.getLeastSignificantBits();
    count++;
  }

  /** Adds the resource of an exported line. */
  void addLine(String line) {
    Matcher found = LINE.matcher(line.substring(0, Math.min(HEAD, line.length())));
    if (!found.lookingAt()) {
      throw new AssertionError("a line that begins otherwise than all of our exports");
    }
    add(found.group(1), found.group(2), Integer.parseInt(found.group(3)));
  }

  long count() {
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceSet set && set.count == count && set.sum == sum;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sum);
  }

  @Override
  public String toString() {
    return "%,d resources with the sum %x".formatted(count, sum);
  }
}
