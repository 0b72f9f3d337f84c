package io.bcda.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One external issuer as it is written under {@code bcda.auth.issuers}; {@link IssuerReader} judges
 * it. A claim may be a path with dots into objects.
 *
 * @param issuer the {@code iss} of its tokens, to the letter
 * @param jwksUri where its keys are; null to look it up in its OpenID configuration
 * @param audience what {@code aud} must hold
 * @param algorithms accepted signatures, asymmetric ones
 * @param acoClaim the claim that tells the ACO's CMS id, exactly one
 * @param clientClaim the claim that tells the client; null for {@code azp}, else {@code client_id}
 * @param scopeClaim the claim that tells scopes or roles; null for {@code scope}, else {@code scp}
 * @param scopeMap what the issuer's words mean, in system scopes separated by blanks
 * @param allowClients clients that may come in; empty for all
 * @param maxLife the longest that its tokens may live, up to 24 hours
 */
record IssuerSettings(
    @DefaultValue("") String issuer,
    @Nullable String jwksUri,
    @DefaultValue("") String audience,
    @DefaultValue("RS256") Set<String> algorithms,
    @DefaultValue("aco") String acoClaim,
    @Nullable String clientClaim,
    @Nullable String scopeClaim,
    @DefaultValue Map<String, String> scopeMap,
    @DefaultValue Set<String> allowClients,
    @DefaultValue("1h") Duration maxLife) {}
