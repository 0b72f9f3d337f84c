package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.executor.InterceptorService;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.export.ExportLevel;
import io.bcda.export.ExportRequest;
import io.bcda.export.ExportSelection;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What HAPI's interceptors see of a kick-off, and what they may change. */
class ExportHooksTest {
  private static final Instant UNTIL = Instant.parse("2026-06-01T00:00:00.123456Z");
  private static final ExportRequest ASKED =
      new ExportRequest(
          ExportLevel.GROUP_ALL,
          EnumSet.allOf(ResourceKind.class),
          Optional.empty(),
          new ExportSelection(
              Optional.of(UNTIL),
              List.of(ResourceFilter.parse(ResourceKind.COVERAGE, "_id=c")),
              Map.of(),
              Set.of("b", "a")),
          List.of(),
          "https://bcda.example.org/api/v2/Group/all/$export");

  @Test
  void givenAnInterceptor_whenShown_thenItSeesTheSelectionAndMayLeaveIt() {
    ExportRequest left =
        shown(
            p -> {
              assertThat(p.getFilters()).containsExactly("Coverage?_id=c");
              assertThat(p.getPatientIds()).containsExactly("Patient/a", "Patient/b");
              assertThat(p.getUntil()).isEqualTo(Date.from(UNTIL));
              assertThat(p.getGroupId()).isEqualTo("Group/all");
            });
    assertThat(left).isEqualTo(ASKED);
  }

  @Test
  void givenAnInterceptor_whenItTakesTypes_thenTheSelectionStays() {
    ExportRequest left = shown(p -> p.setResourceTypes(List.of("Coverage")));
    assertThat(left.types()).containsExactly(ResourceKind.COVERAGE);
    assertThat(left.selection()).isEqualTo(ASKED.selection());
  }

  @Test
  void givenAnInterceptor_whenItAsksForWhatIsNotDone_thenNothingIsExported() {
    List<Consumer<BulkExportJobParameters>> changes =
        List.of(
            p -> p.setFilters(List.of("Coverage?_id=d")),
            p -> p.setFilters(List.of()),
            p -> p.setPatientIds(List.of("Patient/a")),
            p -> p.setUntil(null),
            p -> p.setPostFetchFilterUrls(List.of("Coverage?_id=d")));
    for (Consumer<BulkExportJobParameters> change : changes) {
      assertThatThrownBy(() -> shown(change)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static ExportRequest shown(Consumer<BulkExportJobParameters> interceptor) {
    InterceptorService jpa = new InterceptorService();
    jpa.registerInterceptor(new Looking(interceptor));
    return new ExportHooks(jpa).show(ASKED, new ServletRequestDetails());
  }

  /** HAPI finds hooks in public classes. */
  @Interceptor
  public record Looking(Consumer<BulkExportJobParameters> look) {
    @Hook(Pointcut.STORAGE_INITIATE_BULK_EXPORT)
    public void look(BulkExportJobParameters parameters) {
      look.accept(parameters);
    }
  }
}
