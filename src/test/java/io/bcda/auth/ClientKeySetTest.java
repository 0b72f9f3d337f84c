package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.bcda.refusal.Refusal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeySetTest {
  private static final RSAKey RSA = TestAssertion.RSA;

  static Stream<Arguments> bad() throws Exception {
    RSAKey small =
        new RSAKey.Builder(
                Base64URL.encode(BigInteger.ONE.shiftLeft(1023).add(BigInteger.ONE)),
                Base64URL.encode(BigInteger.valueOf(65537)))
            .keyID("small")
            .build();
    RSAKey one = new RSAKey.Builder(RSA.getModulus(), new Base64URL("AQ")).keyID("one").build();
    RSAKey long_ = new RSAKey.Builder(RSA.getModulus(), RSA.getModulus()).keyID("exponent").build();
    OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).keyID("oct").generate();
    return Stream.of(
        Arguments.of("private", jwks(RSA), "private key"),
        Arguments.of("symmetric", jwks(secret), "private key"),
        Arguments.of("1024 bits", jwks(small), "2048"),
        Arguments.of("exponent 1", jwks(one), "exponent"),
        Arguments.of("exponent of 2048 bits", jwks(long_), "exponent"),
        Arguments.of(
            "P-256",
            jwks(new ECKeyGenerator(Curve.P_256).keyID("p256").generate().toPublicJWK()),
            "P-384"),
        Arguments.of("no kid", jwks(rsa().keyID(null).build()), "no kid"),
        Arguments.of("enc", jwks(rsa().keyUse(KeyUse.ENCRYPTION).build()), "signatures"),
        Arguments.of("RS256", jwks(rsa().algorithm(JWSAlgorithm.RS256).build()), "RS384"),
        Arguments.of("no key", "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"x\"}]}", "no JWK"),
        Arguments.of(
            "not on the curve",
            TestAssertion.jwks(TestAssertion.EC).replaceAll("\"x\":\"[^\"]{4}", "\"x\":\"AAAA"),
            "no JWK"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void givenABadKey_whenRegistered_thenRefusedAndWhenFetchedTheGoodOnesStay(
      String what, String jwks, String why) throws Exception {
    assertThatThrownBy(() -> ClientKeySet.demanded(jwks))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("Key 1 ")
        .hasMessageContaining(why);
    String both = jwks.replace("]}", "," + rsa().build().toJSONString() + "]}");
    assertThat(ClientKeySet.usable(both)).extracting(JWK::getKeyID).containsExactly("rsa-1");
  }

  @Test
  void givenGoodKeys_whenRegistered_thenAll() {
    String jwks = TestAssertion.jwks(RSA, TestAssertion.EC, TestAssertion.ec("rsa-1"));
    assertThat(ClientKeySet.demanded(jwks))
        .extracting(JWK::getKeyID)
        .containsExactly("rsa-1", "ec-1", "rsa-1");
    assertThat(ClientKeySet.bare(rsa().keyUse(KeyUse.SIGNATURE).build()).toJSONObject())
        .containsOnlyKeys("kty", "e", "n", "kid");
  }

  @Test
  void givenTwoOfOneIdAndType_whenRegistered_thenRefused() {
    String jwks = TestAssertion.jwks(RSA, TestAssertion.rsa("rsa-1"));
    assertThatThrownBy(() -> ClientKeySet.demanded(jwks)).hasMessageContaining("kid and kty");
  }

  @Test
  void givenElevenKeys_whenRegistered_thenRefusedAndWhenFetchedTenAreTaken() throws Exception {
    JWK[] keys =
        IntStream.rangeClosed(1, 11).mapToObj(i -> TestAssertion.ec("k" + i)).toArray(JWK[]::new);
    String jwks = TestAssertion.jwks(keys);
    assertThatThrownBy(() -> ClientKeySet.demanded(jwks)).hasMessageContaining("1 to 10 keys");
    assertThat(ClientKeySet.usable(jwks)).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":null}"})
  void givenNoJwks_whenRegistered_thenRefused(String text) {
    assertThatThrownBy(() -> ClientKeySet.demanded(text)).isInstanceOf(Refusal.class);
  }

  @Test
  void givenDeepNesting_whenRegistered_thenRefused() {
    String deep = "{\"keys\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThatThrownBy(() -> ClientKeySet.demanded(deep)).isInstanceOf(Refusal.class);
  }

  private static RSAKey.Builder rsa() {
    return new RSAKey.Builder(RSA.toPublicJWK());
  }

  private static String jwks(JWK key) {
    return new JWKSet(List.of(key)).toString(false);
  }
}
