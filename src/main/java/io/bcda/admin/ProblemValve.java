package io.bcda.admin;

import io.bcda.auth.Problem;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;

/** Problems for what never reaches a filter on the management port: bad request lines. */
public final class ProblemValve extends ErrorReportValve {

  static void install(Context context) {
    // Tomcat makes it by its name.
    ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName());
  }

  @Override
  protected void report(Request request, Response response, Throwable error) {
    int status = response.getStatus();
    boolean begun = response.getContentWritten() > 0 || response.isCommitted();
    if (status < 400 || begun || !response.setErrorReported()) {
      return;
    }
    try {
      byte[] body = Problems.ofStatus(status).bytes();
      response.setContentType(Problem.MEDIA_TYPE);
      response.setHeader("Cache-Control", "no-store");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("no problem could be sent", e);
    }
  }
}
