package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportJob;
import io.bcda.export.ExportJobs;
import io.bcda.export.ExportRequest;
import io.bcda.export.ExportedFile;
import io.bcda.export.JobState;
import io.bcda.export.JobsFound;
import io.bcda.refusal.Refusal;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.RunMode;
import io.bcda.settings.ServerSettings;
import io.bcda.store.ResourceKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/** The job list in the two shapes that {@code bcda.compatibility} knows. */
class JobListControllerTest {
  private static final PublicUrl URL = new PublicUrl("https://bcda.example.org", RunMode.SERVER, 0);
  private static final JobsFound ONE =
      new JobsFound(List.of(TestJobs.job(JobState.COMPLETED).job()), 1);

  @Test
  void givenTheGuidesShapes_whenListed_thenAnArrayEmptyOrNot() {
    assertThat(list(TestSettings.ig(), ONE).getBody())
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(1);
    assertThat(list(TestSettings.ig(), JobsFound.NONE).getBody())
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isEmpty();
  }

  @Test
  void givenBcdasShapes_whenListed_thenTheBundleAsJson() {
    ResponseEntity<Object> answer = list(TestSettings.bcdaStrict(), ONE);
    assertThat(String.valueOf(answer.getHeaders().getContentType())).isEqualTo("application/json");
    assertThat((Map<?, ?>) answer.getBody())
        .hasFieldOrPropertyWithValue("resourceType", "Bundle")
        .hasFieldOrPropertyWithValue("total", 1);
  }

  @Test
  void givenBcdasShapes_whenNothingIsFound_then404() {
    assertThatThrownBy(() -> list(TestSettings.bcdaStrict(), JobsFound.NONE))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(OutcomeMapping.status(refusal.reason())).isEqualTo(404));
  }

  private static ResponseEntity<Object> list(ServerSettings settings, JobsFound found) {
    SignedInAco aco = new SignedInAco("A9990", "client", EnumSet.allOf(ResourceKind.class));
    return new JobListController(new Jobs(found), URL, () -> aco, settings)
        .list(new MockHttpServletRequest("GET", JobUrls.JOBS));
  }

  /** Has a list, and nothing else. */
  private record Jobs(JobsFound found) implements ExportJobs {
    @Override
    public JobsFound list(String aco, Set<JobState> states, int offset, int limit) {
      return found;
    }

    @Override
    public void showFinished(String aco, String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ExportJob accept(String aco, String clientId, ExportRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ExportJob> find(String aco, String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(String aco, String clientId, String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ExportedFile> file(String aco, String jobId, String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWithdrawn(String aco, String jobId, String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean awaitsReplacement(String aco, String id) {
      throw new UnsupportedOperationException();
    }
  }
}
