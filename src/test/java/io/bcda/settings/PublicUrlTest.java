package io.bcda.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://bcda.example.org, https://bcda.example.org",
    "https://bcda.example.org/, https://bcda.example.org",
    "https://bcda.example.org/claims/, https://bcda.example.org/claims",
    "http://localhost:8080, http://localhost:8080",
    "http://[::1]:8080, http://[::1]:8080"
  })
  void givenAnAddress_whenResolved_thenItBeginsTheUrl(String configured, String base) {
    PublicUrl url = new PublicUrl(configured, RunMode.SERVER, 8080);
    assertThat(url.base()).isEqualTo(base);
    assertThat(url.resolve("/auth/token")).isEqualTo(base + "/auth/token");
    assertThat(url.isAcceptedHost("anything.example")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bcda.example.org",
        "ftp://bcda.example.org",
        "https://",
        "https://user@bcda.example.org",
        "https://bcda.example.org?a=b",
        "https://bcda.example.org#x",
        "https://bcda example org"
      })
  void givenNoAddress_whenMade_thenRefused(String configured) {
    assertThatThrownBy(() -> new PublicUrl(configured, RunMode.SANDBOX, 8080))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("bcda.public-url");
  }

  @Test
  void givenNothing_whenOutsideTheSandbox_thenRefusedWithTheRemedy() {
    assertThatThrownBy(() -> new PublicUrl(null, RunMode.SERVER, 8080))
        .isInstanceOfSatisfying(
            UnusableSetting.class,
            e -> {
              assertThat(e.description())
                  .isEqualTo("The public address of this server is not set.");
              assertThat(e.action()).contains("BCDA_PUBLIC_URL");
            });
  }

  @Test
  void givenNothing_whenInTheSandbox_thenLocalhostAndLoopbackOnly() {
    PublicUrl url = new PublicUrl(" ", RunMode.SANDBOX, 8080);
    assertThat(url.base()).isEqualTo("http://localhost:8080");
    assertThat(url.isAcceptedHost("LOCALHOST")).isTrue();
    assertThat(url.isAcceptedHost("127.0.0.1")).isTrue();
    assertThat(url.isAcceptedHost("[::1]")).isTrue();
    assertThat(url.isAcceptedHost("evil.example")).isFalse();
  }

  @Test
  void givenAPortNotYetKnown_whenAsked_thenNotGuessed() {
    PublicUrl url = new PublicUrl(null, RunMode.SANDBOX, 0);
    assertThatThrownBy(url::base).isInstanceOf(IllegalStateException.class);
  }
}
