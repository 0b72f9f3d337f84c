package io.bcda.auth;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.stereotype.Component;

/** Shows active clients to the authorization server as it wants to see them. */
@Component
class RegisteredClients implements RegisteredClientRepository {
  private static final String ACO = "bcda.aco";
  private static final String TOKENS_NOT_BEFORE = "bcda.tokens-not-before";
  private static final String KIND = "bcda.kind";
  private final ClientStore clients;

  RegisteredClients(ClientStore clients) {
    this.clients = clients;
  }

  @Override
  public void save(RegisteredClient client) {
    throw new UnsupportedOperationException("clients are made by ClientStore");
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    return clients
        .find(clientId)
        .filter(Client::isActive)
        .map(RegisteredClients::registered)
        .orElse(null);
  }

  static RegisteredClient registered(Client client) {
    return builder(client).build();
  }

  /**
   * For a client that signed in with a secret that ends at this time, of which it is to be told.
   */
  static RegisteredClient registered(Client client, Instant secretEnds) {
    return builder(client).clientSecretExpiresAt(secretEnds).build();
  }

  private static RegisteredClient.Builder builder(Client client) {
    return RegisteredClient.withId(client.id())
        .clientId(client.id())
        .clientName(client.name())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(scopes -> scopes.addAll(client.scopes()))
        .clientSettings(settings(client));
  }

  private static ClientSettings settings(Client client) {
    ClientSettings.Builder settings = ClientSettings.builder().setting(KIND, client.kind().name());
    client.aco().ifPresent(aco -> settings.setting(ACO, aco));
    client.tokensNotBefore().ifPresent(t -> settings.setting(TOKENS_NOT_BEFORE, t));
    return settings.build();
  }

  static Client.Kind kind(RegisteredClient client) {
    return Client.Kind.valueOf(client.getClientSettings().getSetting(KIND));
  }

  /** The ACO that a client speaks for; empty for a client of another kind. */
  static Optional<String> aco(RegisteredClient client) {
    return Optional.ofNullable(client.getClientSettings().getSetting(ACO));
  }

  /**
   * When a token counts as issued that is issued now. When all tokens of the client were revoked a
   * moment ago, a little later: it must not be taken for one of those.
   */
  static Instant issuedAt(RegisteredClient client, Instant now) {
    Instant notBefore = client.getClientSettings().getSetting(TOKENS_NOT_BEFORE);
    return notBefore == null || notBefore.isBefore(now) ? now : notBefore;
  }
}
