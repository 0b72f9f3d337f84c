package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Answers requests without a good token (RFC 6750 section 3), and those of clients that may not
 * come in here.
 */
class BearerRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private static final String CHALLENGE = "Bearer realm=\"bcda\"";

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
      throws IOException {
    boolean token = cause instanceof OAuth2AuthenticationException;
    response.setHeader(
        "WWW-Authenticate", token ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
    Outcome.login(
            token
                ? "The access token is not valid, has expired or was revoked"
                : "This needs an access token")
        .write(request, response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
      throws IOException {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    Admission.Verdict verdict =
        who instanceof SignedInToken token ? token.verdict() : Admission.Verdict.ACO_DENIED;
    if (verdict == Admission.Verdict.ADMITTED) {
      Outcome.forbidden(
              "This is an ACO's; a system client belongs to no ACO",
              "A system client may write and read Patient, Coverage and ExplanationOfBenefit")
          .write(request, response);
    } else {
      Outcome.forbidden(verdict.sentence(), verdict.remedy()).write(request, response);
    }
  }
}
