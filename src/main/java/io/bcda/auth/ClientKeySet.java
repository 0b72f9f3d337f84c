package io.bcda.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The public keys in a JWKS (RFC 7517 section 5) with which RS384 or ES384 can be checked. */
final class ClientKeySet {
  /** The most keys of one client; a second one is enough to change over. */
  static final int MOST = 10;

  private static final int LONGEST = 64 * 1024;
  private static final int LONGEST_KID = 200;
  private static final Set<String> PRIVATE =
      Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");

  private ClientKeySet() {}

  /**
   * Those keys that can be used; the others are the client's own affair.
   *
   * @throws ParseException if the text is no JWKS
   */
  static List<JWK> usable(String jwks) throws ParseException {
    List<JWK> keys = new ArrayList<>();
    for (Map<String, Object> key : members(jwks)) {
      try {
        keys.add(checked(key));
      } catch (UnusableKey e) {
        continue;
      }
      if (keys.size() == MOST) {
        break;
      }
    }
    return keys;
  }

  /**
   * All keys, each of which must be usable, and none like another.
   *
   * @throws Refusal MALFORMED; it tells which key, and why
   */
  static List<JWK> demanded(String jwks) {
    List<Map<String, Object>> members;
    try {
      members = members(jwks);
    } catch (ParseException e) {
      throw refused("This is no JWKS, an object with the member keys");
    }
    if (members.isEmpty() || members.size() > MOST) {
      throw refused("A client has 1 to " + MOST + " keys");
    }
    List<JWK> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Map<String, Object> member : members) {
      String number = "Key " + (keys.size() + 1);
      try {
        JWK key = checked(member);
        if (!ids.add(key.getKeyType() + " " + key.getKeyID())) {
          throw refused(number + " has the kid and kty of another");
        }
        keys.add(key);
      } catch (UnusableKey e) {
        throw refused(number + " " + e.getMessage());
      }
    }
    return keys;
  }

  /** The key and its id, without what else came with it. */
  static JWK bare(JWK key) {
    if (key instanceof RSAKey rsa) {
      return new RSAKey.Builder(rsa.getModulus(), rsa.getPublicExponent())
          .keyID(rsa.getKeyID())
          .build();
    }
    ECKey ec = (ECKey) key;
    return new ECKey.Builder(ec.getCurve(), ec.getX(), ec.getY()).keyID(ec.getKeyID()).build();
  }

  private static List<Map<String, Object>> members(String jwks) throws ParseException {
    Map<String, Object> set = JSONObjectUtils.parse(jwks, LONGEST);
    Map<String, Object>[] members = JSONObjectUtils.getJSONObjectArray(set, "keys");
    if (members == null) {
      throw new ParseException("no keys", 0);
    }
    return List.of(members);
  }

  private static JWK checked(Map<String, Object> member) throws UnusableKey {
    if (member.keySet().stream().anyMatch(PRIVATE::contains)) {
      throw new UnusableKey("is a private key; it is known to others now, make a new one");
    }
    JWK key;
    try {
      key = JWK.parse(member);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      throw new UnusableKey("is no JWK");
    }
    String kid = key.getKeyID();
    demand(kid != null && !kid.isBlank() && kid.length() <= LONGEST_KID, "has no kid");
    boolean sig = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
    Set<KeyOperation> may = key.getKeyOperations();
    demand(sig && (may == null || may.contains(KeyOperation.VERIFY)), "is not for signatures");
    JWSAlgorithm algorithm = algorithm(key);
    demand(
        key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm),
        "is for another algorithm than " + algorithm);
    return key;
  }

  private static JWSAlgorithm algorithm(JWK key) throws UnusableKey {
    if (key instanceof RSAKey rsa) {
      // An upper limit, too: whoever sends an assertion has us calculate with the client's key.
      int exponent = rsa.getPublicExponent().decodeToBigInteger().bitLength();
      demand(rsa.size() >= 2048 && rsa.size() <= 8192, "is not of 2048 to 8192 bits");
      demand(exponent > 1 && exponent <= 64, "has an exponent that is not in use");
      return JWSAlgorithm.RS384;
    }
    boolean p384 = key instanceof ECKey ec && Curve.P_384.equals(ec.getCurve());
    demand(p384, "is neither RSA nor on the curve P-384");
    return JWSAlgorithm.ES384;
  }

  private static void demand(boolean fulfilled, String otherwise) throws UnusableKey {
    if (!fulfilled) {
      throw new UnusableKey(otherwise);
    }
  }

  private static Refusal refused(String sentence) {
    return new Refusal(Reason.MALFORMED, sentence);
  }

  private static final class UnusableKey extends Exception {
    UnusableKey(String why) {
      super(why);
    }
  }
}
