package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.TestSensitive;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken from an ACO after its request was let in, and before it is answered. */
class LateRevocationIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimThatIsHiddenWhileItIsRead_whenAnswered_thenNotShown(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String person = AcoReadsIT.person(world, mbi);
    String claim = "late-" + person;
    world.claim(claim, person, LocalDate.parse("2024-03-02"));
    world.roster(RosterKind.CURRENT, AcoReadsIT.yesterday(server), mbi);
    AcoClient client = world.client();
    String search = "/api/v2/ExplanationOfBenefit?patient=" + person;
    String read = "/api/v2/ExplanationOfBenefit/" + claim;
    assertThat(client.get(search).body()).contains("\"" + claim + "\"");
    assertThat(client.get(read).statusCode()).isEqualTo(200);
    for (String path : new String[] {search, read}) {
      During during = new During(claim, () -> TestSensitive.mark(server, claim, true));
      FhirServlet servlet = server.bean(FhirServlet.class);
      servlet.registerInterceptor(during);
      try {
        assertThat(client.get(path).body()).as(path).doesNotContain(claim);
      } finally {
        servlet.unregisterInterceptor(during);
        TestSensitive.mark(server, claim, false); // as its codes have it
      }
      assertThat(client.get(path).body()).as(path).contains("\"" + claim + "\"");
    }
  }

  /**
   * Does something when HAPI has read the resource and has not yet asked whether it may be shown.
   * HAPI finds hooks in public classes.
   */
  @Interceptor
  public record During(String id, Runnable deed) {
    @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = -200)
    public void before(IPreResourceShowDetails page) {
      for (IBaseResource resource : page) {
        if (resource != null && id.equals(resource.getIdElement().getIdPart())) {
          CompletableFuture.runAsync(deed).join();
        }
      }
    }
  }
}
