package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.auth.SignedIn;
import io.bcda.auth.SignedInAco;
import io.bcda.auth.SignedInSystem;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The list of what the FHIR servlet answers an ACO, checked before HAPI even looks for a method to
 * call, and so before any work on the database. What it may read and search is a list of its own,
 * {@link AcoDoor}, and a system client has another, {@link SystemDoor}. {@link AcoAuthorization}
 * says the same once more in HAPI's own terms.
 */
@Interceptor
@Component
class FhirGate implements FhirInterceptor {
  private static final String[] JSON = {Constants.FORMAT_JSON};
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> KICKING_OFF = Set.of("GET", "POST");
  private static final Map<String, String> ALLOW_KICKING_OFF = Map.of("Allow", "GET, POST");
  private static final Map<String, String> ALLOW_GET = Map.of("Allow", "GET");
  private static final Map<String, String> ALLOW_READING = Map.of("Allow", "GET, HEAD");
  // What HAPI keeps here or has operations for; of these the existence is no secret.
  private static final Set<String> KNOWN_TYPES =
      Set.of(
          "Patient",
          "Coverage",
          "ExplanationOfBenefit",
          GroupProvider.TYPE,
          "SearchParameter",
          "OperationDefinition",
          "Provenance",
          "Task",
          "Binary",
          "Bundle");

  private final OutcomeMapping mapping;
  private final SystemDoor systems;
  private final AcoDoor acos;
  private final ReadTrail trail;

  FhirGate(OutcomeMapping mapping, SystemDoor systems, AcoDoor acos, ReadTrail trail) {
    this.mapping = mapping;
    this.systems = systems;
    this.acos = acos;
    this.trail = trail;
  }

  /**
   * Answers what is not let through itself: HAPI would log an error for each refusal thrown here.
   *
   * @return whether HAPI is to go on
   */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  boolean admits(
      ServletRequestDetails details, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<String> path = segments(details.getRequestPath());
    try {
      if (SignedIn.find().orElse(null) instanceof SignedInSystem system) {
        systems.admit(system, path, details);
      } else {
        admitAco(path, details, request, response);
      }
      details.addParameter(Constants.PARAM_FORMAT, JSON); // the one format, whatever is accepted
      return true;
    } catch (Refusal | HttpFault e) {
      if (e instanceof Refusal refusal && SignedIn.find().orElse(null) instanceof SignedInAco aco) {
        trail.refused(aco, path.stream().findFirst().flatMap(ResourceKind::ofFhirType), refusal);
      }
      OutcomeWriter.write(response, mapping.of(e));
      return false;
    }
  }

  private void admitAco(
      List<String> path,
      ServletRequestDetails details,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<AcoRequest> read =
        AcoRequest.of(request.getMethod(), path, details.getParameters().keySet());
    if (read.isPresent()) {
      acos.admit(read.get(), details, response);
      return;
    }
    refusePages(details);
    check(path, request);
    if (isGroup(path)) {
      answerAfresh(details, response);
    }
  }

  /** HAPI takes whatever has this parameter, below whichever path, for a page of a search. */
  private static void refusePages(ServletRequestDetails details) {
    if (details.getParameters().containsKey(Constants.PARAM_PAGINGACTION)) {
      throw new Refusal(Reason.FORBIDDEN, "There are no pages here");
    }
  }

  /**
   * @throws Refusal FORBIDDEN for what FHIR has and an ACO may not do, NOT_FOUND for the rest
   * @throws HttpFault 405 for another method on what is answered
   */
  private static void check(List<String> path, HttpServletRequest request) {
    String method = request.getMethod();
    if (path.equals(List.of("metadata"))) {
      require(READING.contains(method), ALLOW_READING);
    } else if (isExport(path)) {
      require(KICKING_OFF.contains(method), ALLOW_KICKING_OFF);
    } else if (path.equals(List.of(GroupProvider.TYPE, ExportOperations.NAME))) {
      throw new Refusal(
          Reason.NOT_FOUND, "A group is needed: Group/all, Group/new or Group/runout");
    } else if (isGroup(path)) {
      require("GET".equals(method), ALLOW_GET);
      QueryParameters.parse(request.getQueryString()).requireOnly(SystemRequest.FORM);
    } else if (isFhir(path)) {
      throw new Refusal(
          Reason.FORBIDDEN,
          "This token may not do this; it may export, read and search what is attributed, and read Group");
    } else {
      throw new Refusal(Reason.NOT_FOUND, "There is nothing here");
    }
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).toList();
  }

  private static boolean isExport(List<String> path) {
    return path.equals(List.of(ExportOperations.NAME))
        || path.equals(List.of("Patient", ExportOperations.NAME))
        || (path.size() == 3
            && path.get(0).equals("Group")
            && path.get(2).equals(ExportOperations.NAME));
  }

  /** The list of groups, or one: an id does not begin as operations and history do. */
  private static boolean isGroup(List<String> path) {
    return !path.isEmpty()
        && path.size() <= 2
        && path.get(0).equals(GroupProvider.TYPE)
        && (path.size() == 1 || SystemRequest.ID.matcher(path.get(1)).matches());
  }

  /**
   * HAPI would answer 304 by when the roster was loaded, but a group changes with each opt-out and
   * with each person who comes to be known.
   */
  private static void answerAfresh(ServletRequestDetails details, HttpServletResponse response) {
    details.setServletRequest(new PlainRequest(details.getServletRequest()));
    response.setHeader(Constants.HEADER_CACHE_CONTROL, Constants.CACHE_CONTROL_NO_STORE);
  }

  /** The base itself, its operations and history, and the types that are known. */
  private static boolean isFhir(List<String> path) {
    return path.isEmpty()
        || path.get(0).startsWith("$")
        || path.get(0).startsWith("_")
        || KNOWN_TYPES.contains(path.get(0));
  }

  private static void require(boolean allowed, Map<String, String> allow) {
    if (!allowed) {
      throw new HttpFault(
          405, "The method is not allowed here. Allowed: " + allow.get("Allow"), allow);
    }
  }
}
