package io.bcda.export;

/**
 * How a client asked, beside what it asked for.
 *
 * @param status where the job's status requests tell the state of the export
 */
public record KickOffManner(Method method, StatusForm status) {
  /** The usual one. */
  public static final KickOffManner GET = new KickOffManner(Method.GET, StatusForm.HTTP);

  /** The method of HTTP. */
  public enum Method {
    GET,
    POST
  }

  /** Bulk Data Access STU 3, preference {@code separate-export-status}. */
  public enum StatusForm {
    /** In the status of HTTP. */
    HTTP,
    /** In a header of its own; the status of HTTP is that of the status request. */
    SEPARATE
  }
}
