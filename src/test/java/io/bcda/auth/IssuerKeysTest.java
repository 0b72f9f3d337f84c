package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.bcda.harness.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the keys of an external issuer are fetched and kept. */
class IssuerKeysTest {
  private final TestIssuer issuer = new TestIssuer("k1");
  private final TestClock clock = new TestClock();
  private final IssuerKeys keys = keys(null);

  @AfterEach
  void stop() {
    issuer.close();
  }

  @ParameterizedTest
  @EnumSource(value = TestIssuer.Behaviour.class, names = "GOOD", mode = EnumSource.Mode.EXCLUDE)
  void givenNothingThatCanBeTrusted_whenKeysAreNeeded_thenNoneUntilItIsMended(
      TestIssuer.Behaviour behaviour) {
    issuer.behaviour = behaviour;
    assertThatThrownBy(() -> find("k1")).isInstanceOf(KeysNotReached.class);

    issuer.behaviour = TestIssuer.Behaviour.GOOD;
    assertThatThrownBy(() -> find("k1")).isInstanceOf(KeysNotReached.class); // not at once again
    clock.advance(Duration.ofSeconds(10));
    assertThat(find("k1")).hasSize(1).allSatisfy(k -> assertThat(k.isPrivate()).isFalse());
  }

  @ParameterizedTest
  @EnumSource(
      value = TestIssuer.Behaviour.class,
      names = {"DOWN", "MOVED", "ENDLESS", "GARBLED"})
  void givenAnAddressOfKeys_whenWhatIsThereIsNoGood_thenNone(TestIssuer.Behaviour behaviour) {
    issuer.behaviour = behaviour;
    IssuerKeys direct = keys(issuer.keysAddress());
    assertThatThrownBy(() -> direct.get(selector("k1"), null)).isInstanceOf(KeysNotReached.class);
    assertThat(issuer.fetches).hasValue(1);
  }

  @Test
  void givenKeys_whenManyAreAsked_thenFetchedOnceInFiveMinutes() {
    for (int i = 0; i < 20; i++) {
      assertThat(find("k1")).hasSize(1);
    }
    assertThat(issuer.fetches).hasValue(1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(find("k1")).hasSize(1);
    assertThat(issuer.fetches).hasValue(2);
  }

  @Test
  void givenANewKey_whenItIsAsked_thenOneMoreFetchAndForUnknownOnesNoMore() {
    find("k1");
    clock.advance(Duration.ofSeconds(10));
    issuer.key = TestIssuer.newKey("k2", 2048);
    assertThat(find("k2")).hasSize(1);
    assertThat(find("k1")).isEmpty();
    for (int i = 0; i < 20; i++) {
      assertThat(find("k" + (10 + i))).isEmpty();
    }
    assertThat(issuer.fetches).hasValue(2);
  }

  @Test
  void givenKeys_whenTheIssuerGoesAway_thenTheyServeForAnHour() {
    find("k1");
    issuer.behaviour = TestIssuer.Behaviour.DOWN;
    clock.advance(Duration.ofMinutes(59));
    assertThat(find("k1")).hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> find("k1")).isInstanceOf(KeysNotReached.class);
  }

  @Test
  void givenAShortKey_whenAsked_thenItIsNone() {
    issuer.key = TestIssuer.newKey("k1", 1024);
    assertThat(find("k1")).isEmpty();
  }

  private List<JWK> find(String kid) {
    return keys.get(selector(kid), null);
  }

  private static JWKSelector selector(String kid) {
    return new JWKSelector(new JWKMatcher.Builder().keyID(kid).build());
  }

  private IssuerKeys keys(String address) {
    IssuerSettings settings =
        new IssuerSettings(
            issuer.name(),
            address,
            "a",
            Set.of("RS256"),
            "aco",
            null,
            null,
            Map.of(),
            Set.of(),
            Duration.ofHours(1));
    return new IssuerKeys(IssuerReader.read("test", settings), new IssuerDocuments(), clock);
  }
}
