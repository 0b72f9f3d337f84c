package io.bcda.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code -Dbench.…} says.
 *
 * @param claims of each shape that are loaded, about
 * @param million whether the long load is asked for, instead of the others
 * @param hapiResources the most resources that HAPI's transactions are given
 * @param shapes of claims: lean, full
 * @param exports sizes of the exports that are measured, in claims, about
 * @param stock whether HAPI's own export runs too, on the data of the first of these sizes
 * @param members of the roster whose changes are exported
 * @param indexRows of the index, of all people
 * @param heap of the server under test, in MB
 * @param url of a PostgreSQL to use instead of the embedded one; its user may make databases
 * @param user of that PostgreSQL
 * @param password of that user
 * @param only the name of the one benchmark to run
 * @param enforce whether a budget that does not hold fails the build
 */
record BenchSettings(
    long claims,
    boolean million,
    long hapiResources,
    List<String> shapes,
    List<Long> exports,
    boolean stock,
    int members,
    long indexRows,
    int heap,
    Optional<String> url,
    String user,
    String password,
    Optional<String> only,
    boolean enforce) {

  static BenchSettings fromProperties() {
    boolean million = isSet("bench.million");
    return new BenchSettings(
        Long.getLong("bench.claims", million ? 1_000_000 : 20_000),
        million,
        Long.getLong("bench.hapi-resources", 3_000),
        List.of(System.getProperty("bench.shapes", "lean,full").split(",")),
        Stream.of(System.getProperty("bench.export-claims", "8000,70000").split(","))
            .map(Long::valueOf)
            .toList(),
        isSet("bench.stock"),
        Integer.getInteger("bench.members", 300_000),
        Long.getLong("bench.index-rows", 10_000_000),
        Integer.getInteger("bench.heap", 512),
        text("bench.url"),
        System.getProperty("bench.user", "postgres"),
        System.getProperty("bench.password", ""),
        text("bench.only"),
        isSet("bench.enforce"));
  }

  /** Resources of other people that each server loads first: 5 %, but 2,000 to 5,000. */
  long warmUp() {
    return Math.max(2_000, Math.min(5_000, claims / 20));
  }

  @Override
  public String toString() {
    return "BenchSettings[claims=" + claims + "]"; // never the password
  }

  private static boolean isSet(String key) {
    String value = System.getProperty(key);
    return value != null && !value.equals("false");
  }

  private static Optional<String> text(String key) {
    return Optional.ofNullable(System.getProperty(key)).filter(value -> !value.isBlank());
  }
}
