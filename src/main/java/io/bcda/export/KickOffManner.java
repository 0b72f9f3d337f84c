package io.bcda.export;

/**
 * How a client asked, beside what it asked for.
 *
 * @param status where the job's status requests tell the state of the export
 * @param partial whether manifests may name files while the job runs, in pages (Bulk Data Access
 *     STU 3, parameter {@code allowPartialManifests})
 */
public record KickOffManner(Method method, StatusForm status, boolean partial) {
  /** The usual one. */
  public static final KickOffManner GET = new KickOffManner(Method.GET, StatusForm.HTTP, false);

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
