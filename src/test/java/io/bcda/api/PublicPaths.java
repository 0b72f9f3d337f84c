package io.bcda.api;

import java.util.List;

/** Every path of the public port, those that are not there too, with the method it is for. */
final class PublicPaths {
  /** An id that nothing has. */
  static final String NOWHERE = "5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01";

  private static final String ALL =
      """
      GET /
      GET /index.html
      GET /favicon.ico
      GET /assets/none.js
      GET /openapi.yaml
      GET /_health
      GET /_version
      GET /_auth
      GET /.well-known/smart-configuration
      GET /.well-known/oauth-authorization-server
      GET /.well-known/none
      POST /auth/token
      POST /auth/revoke
      POST /auth/introspect
      GET /auth/jwks
      GET /auth/welcome
      GET /auth/none
      GET /api/v2
      POST /api/v2
      GET /api/v2/
      GET /api/v2/metadata
      GET /api/v2/.well-known/smart-configuration
      GET /api/v2/.well-known/none
      GET /api/v2/$export
      GET /api/v2/Patient/$export
      GET /api/v2/Group/all/$export
      GET /api/v2/Group/none/$export
      GET /api/v2/Group
      GET /api/v2/Group/all
      GET /api/v2/Group/none
      GET /api/v2/jobs
      GET /api/v2/jobs/5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01
      DELETE /api/v2/jobs/5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01
      GET /api/v2/attribution_status
      GET /api/v2/Patient
      POST /api/v2/Patient
      POST /api/v2/Patient/_search
      GET /api/v2/Patient/none
      PUT /api/v2/Patient/none
      GET /api/v2/Coverage/none
      POST /api/v2/Coverage/_search
      GET /api/v2/ExplanationOfBenefit/none
      POST /api/v2/ExplanationOfBenefit/_search
      GET /api/v2/ExplanationOfBenefit/none/_history/1
      GET /api/v2/Observation
      GET /api/v2/none
      GET /data/5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01/none.ndjson
      GET /data/none
      GET /error
      GET /none
      GET /admin/v1/acos
      GET /actuator/health
      """;

  private PublicPaths() {}

  /** Each as {@code METHOD path}. */
  static List<String> all() {
    return ALL.lines().toList();
  }
}
