package io.bcda.auth;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Takes a client assertion (RFC 7523 section 2.2) out of a request. The client is the assertion's
 * own subject, unproven as yet: SMART's clients send no {@code client_id}. Stands before Basic, so
 * that a request with both is refused (RFC 6749 section 2.3).
 */
class ClientAssertionConverter implements AuthenticationConverter {
  static final String ASSERTION = "client_assertion";
  static final String TYPE = "client_assertion_type";
  static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  static final String CLIENT = "client_id";
  private static final int LONGEST = 16 * 1024;

  /** Ids of clients look like this; another is no client's, and is not kept anywhere. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,100}");

  /** The id of no client. */
  private static final String NOBODY = "?";

  /** Whether a request means to send an assertion, be it as it should or not. */
  static boolean isAssertion(HttpServletRequest request) {
    return request.getParameter(ASSERTION) != null || request.getParameter(TYPE) != null;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    boolean assertion = isAssertion(request);
    boolean header = request.getHeader("Authorization") != null;
    boolean secret = request.getParameter("client_secret") != null;
    if (assertion && (header || secret) || header && secret) {
      throw invalid("Use one way of client authentication, not two");
    }
    if (!assertion) {
      return null;
    }
    if (!JWT_BEARER.equals(only(request, TYPE))) {
      throw invalid(TYPE + " must be " + JWT_BEARER);
    }
    String jwt = only(request, ASSERTION);
    if (jwt == null || jwt.isEmpty() || jwt.length() > LONGEST) {
      throw invalid(ASSERTION + " must be there once, with at most 16 KiB");
    }
    String[] named = request.getParameterValues(CLIENT);
    String subject = subject(jwt);
    boolean same = named == null || Arrays.stream(named).allMatch(subject::equals);
    return new OAuth2ClientAuthenticationToken(
        same ? subject : NOBODY, ClientAuthenticationMethod.PRIVATE_KEY_JWT, jwt, Map.of());
  }

  private static @Nullable String only(HttpServletRequest request, String name) {
    String[] values = request.getParameterValues(name);
    return values == null || values.length != 1 ? null : values[0];
  }

  /** Who the assertion says it is of; nobody if it says nothing that can be. */
  private static String subject(String jwt) {
    try {
      Map<String, Object> claims = SignedJWT.parse(jwt).getPayload().toJSONObject();
      return claims != null && claims.get("sub") instanceof String sub && ID.matcher(sub).matches()
          ? sub
          : NOBODY;
    } catch (ParseException e) {
      return NOBODY;
    }
  }

  private static OAuth2AuthenticationException invalid(String description) {
    return new OAuth2AuthenticationException(
        new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, description, null));
  }
}
