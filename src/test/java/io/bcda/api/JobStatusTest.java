package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportJob;
import io.bcda.export.JobState;
import io.bcda.export.KickOffManner;
import io.bcda.export.KickOffManner.Method;
import io.bcda.export.KickOffManner.StatusForm;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.RunMode;
import io.bcda.settings.ServerSettings;
import io.bcda.store.ResourceKind;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.ResponseEntity;

class JobStatusTest {
  private static final PublicUrl URL = new PublicUrl("https://bcda.example.org", RunMode.SERVER, 0);

  /** A manifest without files would say that nothing changed since. */
  @Test
  void givenJobThatExpiresWhileItIsAskedFor_whenAnswered_then410AndNoEmptyManifest() {
    JobController controller =
        controller(TestJobs.job(JobState.COMPLETED).job(), TestJobs.job(JobState.EXPIRED).job());
    assertThat(controller.status(TestJobs.ID, null).getStatusCode().value()).isEqualTo(410);
  }

  @Test
  void givenFinishedJob_whenAnswered_thenItsManifest() {
    ExportJob job = TestJobs.job(JobState.COMPLETED).job();
    assertThat(controller(job, job).status(TestJobs.ID, null).getStatusCode().value())
        .isEqualTo(200);
  }

  /** Bulk Data Access STU 3, preference {@code separate-export-status}. */
  @ParameterizedTest
  @CsvSource({
    "PENDING, 202, 202 Accepted",
    "IN_PROGRESS, 202, 202 Accepted",
    "COMPLETED, 200, 200 OK",
    "FAILED, 500, 500 Internal Server Error",
    "EXPIRED, 410, 410 Gone",
  })
  void givenAJob_whenItsStatusIsToStandApart_thenHttpsIs200(
      JobState state, int plain, String header) {
    TestJobs jobs = TestJobs.job(state);
    ResponseEntity<Object> inStatus = controller(jobs.job(), jobs.job()).status(TestJobs.ID, null);
    KickOffManner separate = new KickOffManner(Method.GET, StatusForm.SEPARATE, false);
    ExportJob job = jobs.manner(separate).job();
    ResponseEntity<Object> inHeader = controller(job, job).status(TestJobs.ID, null);
    assertThat(inStatus.getStatusCode().value()).isEqualTo(plain);
    assertThat(inStatus.getHeaders()).doesNotContainKey("X-Export-Status");
    assertThat(inHeader.getStatusCode().value()).isEqualTo(200);
    assertThat(inHeader.getHeaders().get("X-Export-Status")).containsExactly(header);
    assertThat(inHeader.getBody()).isEqualTo(inStatus.getBody());
    assertThat(inHeader.getHeaders()).containsAllEntriesOf(inStatus.getHeaders());
  }

  @Test
  void givenBcdasShapes_whenFinished_thenTheManifestEndsWithTheJobsId() {
    ExportJob job = TestJobs.job(JobState.COMPLETED).job();
    assertThat(manifest(controller(TestSettings.ig(), job, job))).doesNotContainKey("JobID");
    assertThat(manifest(controller(TestSettings.bcdaStrict(), job, job)))
        .containsEntry("JobID", TestJobs.ID);
  }

  /** BCDA's clients look for its code in every outcome. */
  @ParameterizedTest
  @EnumSource(names = {"FAILED", "EXPIRED"})
  void givenBcdasShapes_whenTheExportIsNoMore_thenTheOutcomeHasBcdasCode(JobState state) {
    ExportJob job = TestJobs.job(state).job();
    assertThat(
            String.valueOf(controller(TestSettings.ig(), job).status(TestJobs.ID, null).getBody()))
        .contains("OperationOutcome")
        .doesNotContain("Request Error");
    assertThat(
            String.valueOf(
                controller(TestSettings.bcdaStrict(), job).status(TestJobs.ID, null).getBody()))
        .contains("OperationOutcome", "Request Error");
  }

  private static Map<String, Object> manifest(JobController controller) {
    @SuppressWarnings("unchecked") // what a manifest is
    var manifest = (Map<String, Object>) controller.status(TestJobs.ID, null).getBody();
    return manifest;
  }

  private static JobController controller(ExportJob... seen) {
    return controller(TestSettings.ig(), seen);
  }

  private static JobController controller(ServerSettings settings, ExportJob... seen) {
    Clock clock = Clock.fixed(TestJobs.CREATED.plusSeconds(60), ZoneOffset.UTC);
    SignedInAco aco = new SignedInAco("A9990", "client", EnumSet.allOf(ResourceKind.class));
    return new JobController(SeenJobs.each(seen), URL, () -> aco, clock, settings);
  }
}
