package io.bcda.auth;

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
    return RegisteredClient.withId(client.id())
        .clientId(client.id())
        .clientName(client.name())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(scopes -> scopes.addAll(client.scopes()))
        .clientSettings(settings(client))
        .build();
  }

  private static ClientSettings settings(Client client) {
    ClientSettings.Builder settings = ClientSettings.builder();
    client.aco().ifPresent(aco -> settings.setting(ACO, aco));
    return settings.build();
  }

  /** The ACO that a client speaks for; empty for a system client. */
  static Optional<String> aco(RegisteredClient client) {
    return Optional.ofNullable(client.getClientSettings().getSetting(ACO));
  }
}
