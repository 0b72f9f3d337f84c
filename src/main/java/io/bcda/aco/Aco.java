package io.bcda.aco;

/**
 * An Accountable Care Organization.
 *
 * @param cmsId CMS's id of it, for example {@code A9990}
 * @param name what people call it
 * @param model the program it takes part in, for example {@code SSP}
 * @param status whether it may use the server; denied, too, after the last day of its access
 */
public record Aco(String cmsId, String name, String model, Status status) {
  public enum Status {
    ACTIVE,
    /** Known, and refused on every path. */
    DENIED
  }
}
