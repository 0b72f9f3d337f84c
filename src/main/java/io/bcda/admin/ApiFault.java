package io.bcda.admin;

import io.bcda.auth.Problem;
import java.util.Map;

/** A request of an operator that is not served, as HTTP tells it. */
final class ApiFault extends RuntimeException {
  private final transient Problem problem;

  ApiFault(int status, String detail) {
    this(new Problem(status, detail));
  }

  ApiFault(int status, String detail, Map<String, Object> more) {
    this(new Problem(status, detail, more));
  }

  private ApiFault(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** A body of more bytes than these. */
  static ApiFault tooLong(long most) {
    return new ApiFault(413, "The request's body is longer than " + most + " bytes");
  }

  static ApiFault notFound(String what) {
    return new ApiFault(404, "There is no such " + what);
  }

  Problem problem() {
    return problem;
  }
}
