package io.bcda.auth;

import io.bcda.settings.PublicUrl;
import io.bcda.settings.ServerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells clients how to sign in: what is there, and nothing that is not. JSON whatever {@code
 * Accept} says (SMART App Launch 2.2, section 7.1).
 */
@RestController
class DiscoveryController {
  private static final List<String> CLIENT_AUTHENTICATION =
      List.of("client_secret_basic", "private_key_jwt");
  private static final List<String> SIGNATURES = List.of("RS384", "ES384");
  private final PublicUrl publicUrl;
  private final SigningKeys keys;
  private final ServerSettings settings;

  DiscoveryController(PublicUrl publicUrl, SigningKeys keys, ServerSettings settings) {
    this.publicUrl = publicUrl;
    this.keys = keys;
    this.settings = settings;
  }

  @GetMapping({
    "/.well-known/smart-configuration",
    "/api/v2/.well-known/smart-configuration",
  })
  ResponseEntity<Map<String, Object>> smart() {
    Map<String, Object> body = endpoints();
    body.put(
        "capabilities",
        List.of(
            "client-confidential-symmetric",
            "client-confidential-asymmetric",
            "permission-v1",
            "permission-v2"));
    // The guide demands the member and this value of every server, even one without that grant.
    body.put("code_challenge_methods_supported", List.of("S256"));
    return json(body);
  }

  /** RFC 8414 section 2; a member that would be an empty list is left out (section 3.2). */
  @GetMapping("/.well-known/oauth-authorization-server")
  ResponseEntity<Map<String, Object>> authorizationServer() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("issuer", publicUrl.base());
    body.putAll(endpoints());
    for (String endpoint : List.of("revocation_endpoint", "introspection_endpoint")) {
      body.put(endpoint + "_auth_methods_supported", CLIENT_AUTHENTICATION);
      body.put(endpoint + "_auth_signing_alg_values_supported", SIGNATURES);
    }
    return json(body);
  }

  @GetMapping("/auth/jwks")
  ResponseEntity<Map<String, Object>> jwks() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(KeyRotation.PUBLISHED_FOR).cachePublic())
        .contentType(MediaType.APPLICATION_JSON)
        .body(keys.published().toJSONObject());
  }

  @GetMapping("/_auth")
  ResponseEntity<Map<String, Object>> provider() {
    return json(Map.of("auth_provider", "bcda", "version", settings.version()));
  }

  @GetMapping("/auth/welcome")
  ResponseEntity<Map<String, Object>> welcome() {
    return json(Map.of("success", "Welcome to the Beneficiary Claims Data API!"));
  }

  private Map<String, Object> endpoints() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_endpoint", publicUrl.resolve("/auth/token"));
    body.put("revocation_endpoint", publicUrl.resolve("/auth/revoke"));
    body.put("introspection_endpoint", publicUrl.resolve("/auth/introspect"));
    body.put("jwks_uri", publicUrl.resolve("/auth/jwks"));
    body.put("grant_types_supported", List.of("client_credentials"));
    body.put("token_endpoint_auth_methods_supported", CLIENT_AUTHENTICATION);
    body.put("token_endpoint_auth_signing_alg_values_supported", SIGNATURES);
    body.put("scopes_supported", scopes());
    return body;
  }

  private List<String> scopes() {
    List<String> scopes = new ArrayList<>(SystemScopes.DEFAULT);
    if (settings.fhirWrites()) {
      scopes.addAll(SystemScopes.SYSTEM);
    }
    return scopes;
  }

  private static ResponseEntity<Map<String, Object>> json(Map<String, Object> body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }
}
