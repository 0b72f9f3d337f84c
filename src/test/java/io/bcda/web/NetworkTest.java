package io.bcda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.settings.UnusableSetting;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"cafe.be", "10.1", "256.1.1.1", "1.2.3.4.5", "010.0.0.1", "face", "", "a:b:c.de"})
  void givenWhatIsNoLiteralAddress_whenRead_thenNoneAndNotTrusted(String text) {
    assertThat(AddressLiteral.parse(text)).isEmpty();
    assertThatThrownBy(() -> Network.of(text)).isInstanceOf(UnusableSetting.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.4.0/24, 10.0.4.255, true",
    "10.0.4.0/24, 10.0.5.0, false",
    "10.0.3.7, 10.0.3.7, true",
    "fd00::/64, fd00::1, true",
    "fd00::/64, fd00:0:0:1::1, false",
    "10.0.3.7, ::ffff:10.0.3.7, true"
  })
  void givenANetwork_whenAnAddressIsAsked_thenItHoldsItsOwn(
      String network, String address, boolean held) {
    InetAddress asked = AddressLiteral.parse(address).orElseThrow();
    assertThat(Network.of(network).holds(asked)).isEqualTo(held);
  }
}
