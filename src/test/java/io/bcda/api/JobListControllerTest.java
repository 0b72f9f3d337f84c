package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.auth.SignedInAco;
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
    return new JobListController(SeenJobs.listed(found), URL, () -> aco, settings)
        .list(new MockHttpServletRequest("GET", JobUrls.JOBS));
  }
}
