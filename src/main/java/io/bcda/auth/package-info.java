/**
 * Clients, secrets, signing keys, tokens, also those of external issuers, discovery; who is signed
 * in: an ACO, a system client or an operator. Owns tables: auth_client, auth_client_secret,
 * auth_client_key, auth_client_jwks_url, auth_jti, auth_signing_key, auth_denied_token.
 */
@NullMarked
package io.bcda.auth;

import org.jspecify.annotations.NullMarked;
