package io.bcda.admin;

import io.bcda.admin.Paging.Page;
import io.bcda.auth.Client;
import io.bcda.auth.ClientChanges;
import io.bcda.auth.ClientKey;
import io.bcda.auth.ClientKeyStore;
import io.bcda.auth.ClientSecret;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.auth.SignedInOperator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** Clients of all kinds; their secrets, addresses and keys have resources of their own. */
@OperatorResource
final class ClientResource {
  /** What a client's id can look like; anything else is at no path. */
  static final String ID = "{client:[A-Za-z0-9._~-]{1,100}}";

  private final ClientStore clients;
  private final ClientChanges changes;
  private final ClientKeyStore keys;

  ClientResource(ClientStore clients, ClientChanges changes, ClientKeyStore keys) {
    this.clients = clients;
    this.changes = changes;
    this.keys = keys;
  }

  /**
   * A client to be made.
   *
   * @param kind {@code aco}, {@code system} or {@code operator}
   * @param aco for a client of kind aco, and for no other
   */
  record NewClient(@Nullable String kind, @Nullable String aco, @Nullable String name) {}

  /** Whom to call; empty for nobody. */
  record Contact(@Nullable String contact) {}

  /**
   * A client as operators see it.
   *
   * @param addresses from where it may come; empty if from everywhere
   * @param secretsEnd when its live secrets end, but for published ones, which do not
   * @param keyIds of the keys that are kept here
   */
  record ClientView(
      String id,
      String kind,
      Optional<String> aco,
      String name,
      List<String> scopes,
      String status,
      Instant createdAt,
      Optional<Instant> lastTokenAt,
      Optional<String> contact,
      List<String> addresses,
      List<Instant> secretsEnd,
      List<String> keyIds) {}

  @GetMapping(path = "/clients", produces = "application/json")
  Page<ClientView> list(
      @RequestParam(required = false) @Nullable String aco,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    List<Client> all = aco == null ? clients.all() : clients.ofAco(aco);
    Map<String, List<ClientSecret>> secrets = clients.liveSecrets();
    Map<String, List<String>> keyIds = keys.ids();
    return Paging.of(limit, after)
        .of(
            all,
            Client::id,
            c ->
                view(
                    c,
                    secrets.getOrDefault(c.id(), List.of()),
                    keyIds.getOrDefault(c.id(), List.of())));
  }

  @PostMapping(path = "/clients", consumes = "application/json", produces = "application/json")
  ResponseEntity<ClientSecretResource.SecretView> create(@RequestBody NewClient asked) {
    Client.Kind kind = kind(AcoResource.required(asked.kind(), "kind"));
    if ((kind == Client.Kind.ACO) != (asked.aco() != null)) {
      throw new ApiFault(400, "A client of kind aco has the member aco, no other has");
    }
    String name = AcoResource.required(asked.name(), "name");
    IssuedSecret issued =
        switch (kind) {
          case ACO -> clients.create(AcoResource.required(asked.aco(), "aco"), name);
          case SYSTEM -> clients.createSystem(name);
          case OPERATOR -> clients.createOperator(name);
        };
    return ClientSecretResource.created(issued);
  }

  @GetMapping(path = "/clients/" + ID, produces = "application/json")
  ClientView get(@PathVariable String client) {
    Client found = find(client);
    List<ClientSecret> live =
        clients.secrets(client).stream().filter(ClientSecret::isLive).toList();
    List<String> keyIds = keys.find(client).keys().stream().map(ClientKey::kid).toList();
    return view(found, live, keyIds);
  }

  /** Another operator can end a client, so that one is always left. */
  @PostMapping(path = "/clients/" + ID + "/deactivate", produces = "application/json")
  ClientView deactivate(@PathVariable String client) {
    if (client.equals(SignedInOperator.current().clientId())) {
      throw new ApiFault(409, "An operator's client cannot end itself; another one can");
    }
    active(clients, client);
    changes.deactivate(client);
    return get(client);
  }

  @PostMapping(path = "/clients/" + ID + "/revoke-tokens", produces = "application/json")
  ClientView revokeTokens(@PathVariable String client) {
    active(clients, client);
    changes.revokeTokens(client);
    return get(client);
  }

  @PutMapping(
      path = "/clients/" + ID + "/contact",
      consumes = "application/json",
      produces = "application/json")
  ClientView contact(@PathVariable String client, @RequestBody Contact asked) {
    active(clients, client);
    changes.setContact(client, AcoResource.required(asked.contact(), "contact"));
    return get(client);
  }

  private Client find(String id) {
    return clients.find(id).orElseThrow(() -> ApiFault.notFound("client"));
  }

  /**
   * A client that can be changed.
   *
   * @throws ApiFault 404 if there is none of this id, 409 if it is deactivated
   */
  static Client active(ClientStore clients, String id) {
    Client client = clients.find(id).orElseThrow(() -> ApiFault.notFound("client"));
    if (!client.isActive()) {
      throw new ApiFault(409, "The client is deactivated, for good");
    }
    return client;
  }

  private static Client.Kind kind(String word) {
    return switch (word) {
      case "aco" -> Client.Kind.ACO;
      case "system" -> Client.Kind.SYSTEM;
      case "operator" -> Client.Kind.OPERATOR;
      default -> throw new ApiFault(400, "kind is aco, system or operator");
    };
  }

  private static ClientView view(Client client, List<ClientSecret> live, List<String> keyIds) {
    return new ClientView(
        client.id(),
        AcoResource.word(client.kind()),
        client.aco(),
        client.name(),
        List.copyOf(client.scopes()),
        AcoResource.word(client.status()),
        client.createdAt(),
        client.lastToken(),
        client.contact(),
        client.addresses().ranges(),
        live.stream().map(ClientSecret::expiresAt).flatMap(Optional::stream).toList(),
        keyIds);
  }
}
