package io.bcda.api;

import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters.ExportStyle;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.CompositeInterceptorBroadcaster;
import io.bcda.export.ExportLevel;
import io.bcda.export.ExportRequest;
import io.bcda.store.ResourceKind;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Lets HAPI's interceptors see a kick-off as they see stock bulk exports, so that one written for
 * those rules here too: it may refuse, or narrow types and since.
 */
@Component
class ExportHooks {
  private final IInterceptorService jpa;

  ExportHooks(IInterceptorService jpa) {
    this.jpa = jpa;
  }

  /**
   * Shows the request to all interceptors.
   *
   * @return the request as they left it
   * @throws IllegalStateException if one asked for something that this export cannot honour
   */
  ExportRequest show(ExportRequest request, ServletRequestDetails details) {
    BulkExportJobParameters parameters = parameters(request);
    IInterceptorBroadcaster all =
        CompositeInterceptorBroadcaster.newCompositeBroadcaster(jpa, details);
    call(all, Pointcut.STORAGE_PRE_INITIATE_BULK_EXPORT, parameters, details);
    call(all, Pointcut.STORAGE_INITIATE_BULK_EXPORT, parameters, details);
    return narrowed(request, parameters);
  }

  private static void call(
      IInterceptorBroadcaster all,
      Pointcut pointcut,
      BulkExportJobParameters parameters,
      ServletRequestDetails details) {
    if (all.hasHooks(pointcut)) {
      all.callHooks(
          pointcut,
          new HookParams()
              .add(BulkExportJobParameters.class, parameters)
              .add(RequestDetails.class, details)
              .add(ServletRequestDetails.class, details));
    }
  }

  private static BulkExportJobParameters parameters(ExportRequest request) {
    BulkExportJobParameters p = new BulkExportJobParameters();
    p.setExportStyle(style(request.level()));
    p.setResourceTypes(request.types().stream().map(ResourceKind::fhirType).toList());
    p.setOutputFormat("application/fhir+ndjson");
    p.setOriginalRequestUrl(request.requestUrl());
    request.since().ifPresent(s -> p.setSince(Date.from(s)));
    request.selection().until().ifPresent(u -> p.setUntil(Date.from(u)));
    p.setFilters(filters(request));
    p.setPatientIds(patients(request));
    group(request.level()).ifPresent(p::setGroupId);
    return p;
  }

  private static List<String> filters(ExportRequest request) {
    return request.selection().filters().stream()
        .map(f -> f.kind().fhirType() + "?" + f.query())
        .toList();
  }

  private static List<String> patients(ExportRequest request) {
    return request.selection().patients().stream().map(id -> "Patient/" + id).sorted().toList();
  }

  private static ExportStyle style(ExportLevel level) {
    return switch (level) {
      case SYSTEM -> ExportStyle.SYSTEM;
      case PATIENT -> ExportStyle.PATIENT;
      case GROUP_ALL, GROUP_NEW, GROUP_RUNOUT -> ExportStyle.GROUP;
    };
  }

  private static Optional<String> group(ExportLevel level) {
    return style(level) == ExportStyle.GROUP
        ? Optional.of(level.path().replace("/$export", ""))
        : Optional.empty();
  }

  private static ExportRequest narrowed(ExportRequest asked, BulkExportJobParameters p) {
    boolean honoured =
        p.getFilters().equals(filters(asked))
            && p.getPostFetchFilterUrls().isEmpty()
            && p.getPatientIds().equals(patients(asked))
            && Objects.equals(p.getUntil(), asked.selection().until().map(Date::from).orElse(null))
            && p.getExportStyle() == style(asked.level())
            && Objects.equals(p.getGroupId(), group(asked.level()).orElse(null));
    Set<ResourceKind> types =
        p.getResourceTypes().stream()
            .flatMap(t -> ResourceKind.ofFhirType(t).stream())
            .collect(Collectors.toSet());
    if (!honoured || types.isEmpty() || !asked.types().containsAll(types)) {
      // To pass over a restriction would give out more than somebody decided.
      throw new IllegalStateException("an interceptor asks for an export that is not done here");
    }
    Date before = asked.since().map(Date::from).orElse(null);
    return Objects.equals(before, p.getSince())
        ? asked.narrowedTo(types, asked.since())
        : asked.narrowedTo(types, Optional.ofNullable(p.getSince()).map(Date::toInstant));
  }
}
