package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.refusal.Refusal;
import io.bcda.settings.RunMode;
import io.bcda.settings.UnusableSetting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a client may publish its keys: by the text of the URL, and by where it leads. */
class JwksUrlRulesTest {
  private static final JwksUrlRules RULES = rules(false, RunMode.SERVER, 443, 8443);
  private static final JwksUrlRules SANDBOX = rules(true, RunMode.SANDBOX, 443);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://keys.example.org/jwks.json",
        "https://keys.example.org",
        "https://keys.example.org:443/a?b=c",
        "https://keys.example.org:8443/jwks",
        "HTTPS://a-b.xn--bcher-kva.example/jwks"
      })
  void givenAPublicUrl_whenChecked_thenTakenAsItIs(String url) {
    assertThat(RULES.checked(url).toString()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys.example.org",
        "http://keys.example.org/jwks",
        "ftp://keys.example.org/jwks",
        "file:///etc/passwd",
        "https:keys.example.org",
        "https:///jwks",
        "https://user@keys.example.org/jwks",
        "https://user:secret@keys.example.org/jwks",
        "https://keys.example.org#part",
        "https://keys.example.org:22/jwks",
        "https://keys.example.org:0/jwks",
        "https://keys.example.org\\@127.0.0.1/",
        "https://localhost/jwks",
        "https://db/jwks",
        "https://a.localhost/jwks",
        "https://metadata.google.internal/jwks",
        "https://printer.local/jwks",
        "https://keys.example.org./jwks",
        "https://127.0.0.1/jwks",
        "https://8.8.8.8/jwks",
        "https://2130706433/jwks",
        "https://0x7f000001/jwks",
        "https://0x7f.1/jwks",
        "https://017700000001/jwks",
        "https://127.1/jwks",
        "https://[::1]/jwks",
        "https://[::ffff:169.254.169.254]/jwks",
        "https://[fe80::1%25eth0]/jwks",
        "https://b\u00fccher.example/jwks",
        "https://keys.example.org/ jwks"
      })
  void givenAnotherUrl_whenChecked_thenRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> RULES.checked(url))
        .isInstanceOf(Refusal.class)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("example.org", "127", "secret");
  }

  @Test
  void givenALongUrl_whenChecked_thenRefused() {
    assertThatThrownBy(() -> RULES.checked("https://keys.example.org/" + "x".repeat(1000)))
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1"
      })
  void givenAnAddressThatIsNotPublic_whenANameLeadsThere_thenNoConnection(String address)
      throws Exception {
    assertThat(JwksUrlAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    var addresses = new JwksUrlAddresses(RULES, host -> InetAddress.getAllByName(address));
    assertThatThrownBy(() -> addresses.resolve("keys.example.org"))
        .isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2003::1",
        "2606:4700::1111",
        "3ffe::1"
      })
  void givenAPublicAddress_whenJudged_thenPublic(String address) throws Exception {
    assertThat(JwksUrlAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void givenOneBadAddressAmongGood_whenResolved_thenNoConnection() {
    var addresses =
        new JwksUrlAddresses(
            RULES,
            host ->
                new InetAddress[] {
                  InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")
                });
    assertThatThrownBy(() -> addresses.resolve("keys.example.org"))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void givenTheSandboxWithTheSetting_whenOnLoopback_thenThatToo() throws Exception {
    assertThat(SANDBOX.checked("http://localhost:1234/jwks").getPort()).isEqualTo(1234);
    assertThat(new JwksUrlAddresses(SANDBOX, InetAddress::getAllByName).resolve("127.0.0.1"))
        .hasSize(1);
    assertThatThrownBy(() -> SANDBOX.checked("http://10.0.0.1/")).isInstanceOf(Refusal.class);
    assertThatThrownBy(
            () ->
                new JwksUrlAddresses(SANDBOX, h -> InetAddress.getAllByName("10.0.0.1"))
                    .resolve("keys.example.org"))
        .isInstanceOf(UnknownHostException.class);
    assertThatThrownBy(() -> rules(true, RunMode.SERVER, 443).checked("http://localhost:1234/"))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(
            () -> rules(false, RunMode.SANDBOX, 443).checked("http://localhost:1234/jwks"))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> JwksUrlRules.check(true, RunMode.SERVER))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("bcda.auth.jwks-on-loopback");
  }

  static JwksUrlRules rules(boolean onLoopback, RunMode mode, Integer... ports) {
    return new JwksUrlRules(
        new AssertionSettings(
            Duration.ofMinutes(5), Duration.ofSeconds(10), Set.of(ports), onLoopback),
        mode);
  }
}
