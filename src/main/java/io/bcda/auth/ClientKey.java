package io.bcda.auth;

import java.time.Instant;

/**
 * A public key of a client.
 *
 * @param kid its id, as the client names it in the header of assertions
 * @param kty RSA or EC
 * @param bits its size: 2048 or more, 384 on a curve
 * @param addedAt since when it is with us
 */
public record ClientKey(String kid, String kty, int bits, Instant addedAt) {}
