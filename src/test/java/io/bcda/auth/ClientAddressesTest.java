package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.refusal.Refusal;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0, true",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "128.0.0.0/1, 255.255.255.255, true",
    "128.0.0.0/1, 127.255.255.255, false",
    "192.0.2.0/24, ::ffff:192.0.2.9, true",
    "192.0.2.0/24, 0:0:0:0:0:ffff:c000:209, true",
    "192.0.2.0/24, ::ffff:192.0.3.9, false",
    "192.0.2.0/24, ::192.0.2.9, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::/33, 2001:db8:8000::, false",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1, true",
    "fe80::/10, fe80:0:0:0:0:0:0:1%eth0, true",
    "2001:db8::/32, 192.0.2.1, false",
    "192.0.2.0/24, unknown, false",
    "192.0.2.0/24, '', false",
    "192.0.2.0/24, '192.0.2.1, 192.0.2.1', false"
  })
  void givenARange_whenARequestComes_thenOnlyFromInside(
      String range, String address, boolean allowed) {
    ClientAddresses addresses = ClientAddresses.of(List.of(range));
    assertThat(addresses.allow(address)).isEqualTo(allowed);
    assertThat(ClientAddresses.ofColumn(addresses.column()).allow(address)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.org/24",
        "192.0.2/24",
        "10.1",
        "192.0.2.010",
        "192.0.2.256",
        "192.0.2.0/33",
        "192.0.2.0/",
        "192.0.2.0/-1",
        "192.0.2.0/255.255.255.0",
        "192.0.2.7/24",
        "0.0.0.0/0",
        "::/0",
        "2001:db8::1/64",
        "2001:db8::/129",
        "2001:db8:::/32",
        "fe80::1%eth0",
        "::ffff:192.0.2.0/120"
      })
  void givenNoRangeOrOneThatIsNoLimit_whenRead_thenRefused(String range) {
    assertThatThrownBy(() -> ClientAddresses.of(List.of(range))).isInstanceOf(Refusal.class);
  }

  @Test
  void givenNoneOrMoreThan32_whenRead_thenRefused() {
    assertThatThrownBy(() -> ClientAddresses.of(List.of())).isInstanceOf(Refusal.class);
    List<String> many = Collections.nCopies(33, "192.0.2.0/24");
    assertThatThrownBy(() -> ClientAddresses.of(many)).isInstanceOf(Refusal.class);
    assertThat(ClientAddresses.of(many.subList(0, 32)).ranges()).containsExactly("192.0.2.0/24");
  }

  @Test
  void givenAny_whenARequestComes_thenFromEverywhere() {
    assertThat(ClientAddresses.ANY.allow("")).isTrue();
    assertThat(ClientAddresses.ANY.column()).isNull();
    assertThat(ClientAddresses.ofColumn(null)).isEqualTo(ClientAddresses.ANY).hasToString("any");
  }
}
