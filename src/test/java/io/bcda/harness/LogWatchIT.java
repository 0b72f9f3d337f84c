package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.ClientStore;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log is watched while all integration tests run, and the watch would see what it is for: it is
 * no proof that nothing was found by who cannot find.
 */
class LogWatchIT {
  private static final Logger OURS = LoggerFactory.getLogger("io.bcda.planted");
  private static final Logger HAPIS = LoggerFactory.getLogger("ca.uhn.fhir.planted");
  private static LogWatch watch;

  @BeforeAll
  static void boot() {
    TestServer.H2.context();
    watch = LogWatch.begin();
  }

  static Stream<String> planted() {
    TestWorld world = new TestWorld(TestServer.H2);
    String secret = TestServer.H2.bean(ClientStore.class).create(world.aco(), "planted").secret();
    String mbi = TestWorld.mbi();
    return Stream.of(
        mbi,
        mbi.substring(0, 4) + "-" + mbi.substring(4, 7) + "-" + mbi.substring(7),
        mbi.toLowerCase(java.util.Locale.ROOT),
        secret,
        world.client().token(),
        "ExplanationOfBenefit/-1234",
        "{\"resourceType\":\"ExplanationOfBenefit\"}");
  }

  @ParameterizedTest
  @MethodSource("planted")
  void givenWhatMustNotBeLogged_whenLoggedInAnyWay_thenFound(String planted) {
    assertThat(watch.take()).isEmpty();

    HAPIS.debug("about {} and more", planted);
    OURS.atDebug().addKeyValue("key", planted).log("a constant message");
    OURS.atWarn().setCause(new IllegalStateException(new RuntimeException(planted))).log("failed");

    assertThat(watch.take()).hasSize(3).allMatch(finding -> finding.contains(planted));
  }

  @Test
  void givenWhatMayBeLogged_whenLogged_thenNotFound() {
    OURS.debug("slice written job=5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01 file=T.BCD.A0001.ZCY26");
    assertThat(watch.take()).isEmpty();
  }

  @Test
  void givenOtherLibraries_whenTheServersRun_thenAtTheLevelsAsShipped() {
    assertThat(OURS.isDebugEnabled()).isTrue();
    assertThat(HAPIS.isDebugEnabled()).isTrue();
    for (String quiet :
        List.of(
            "org.springframework.security.web",
            "org.springframework.web.servlet",
            "org.hibernate.SQL",
            "org.hibernate.orm.jdbc.bind",
            "org.apache.http.wire",
            "org.apache.coyote.http11",
            "ca.uhn.fhir.jpa.dao.BaseStorageDao",
            "ca.uhn.fhir.rest.server.RestfulServer")) {
      assertThat(LoggerFactory.getLogger(quiet).isInfoEnabled()).as(quiet).isFalse();
    }
  }
}
