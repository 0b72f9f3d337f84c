package io.bcda.admin;

import io.bcda.admin.Paging.Page;
import io.bcda.auth.Client;
import io.bcda.auth.ClientChanges;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.auth.SignedInOperator;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Clients of all kinds. A secret is shown in the answer that makes it, and in no other; no answer
 * here may be stored (SecurityChains has {@code no-store} on each).
 */
@OperatorResource
final class ClientResource {
  private static final String ID = "{client:[A-Za-z0-9._-]{1,100}}";
  private final ClientStore clients;
  private final ClientChanges changes;

  ClientResource(ClientStore clients, ClientChanges changes) {
    this.clients = clients;
    this.changes = changes;
  }

  /**
   * A client to be made.
   *
   * @param kind {@code aco}, {@code system} or {@code operator}
   * @param aco for a client of kind aco, and for no other
   */
  record NewClient(@Nullable String kind, @Nullable String aco, @Nullable String name) {}

  /** A client as operators see it. */
  record ClientView(
      String id,
      String kind,
      Optional<String> aco,
      String name,
      List<String> scopes,
      String status,
      Instant createdAt,
      Optional<Instant> lastTokenAt) {}

  /** A secret, at the one moment when it can be seen. */
  record SecretView(String clientId, String secret, Instant expiresAt) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "SecretView[clientId=" + clientId + "]";
    }
  }

  @GetMapping(path = "/clients", produces = "application/json")
  Page<ClientView> list(
      @RequestParam(required = false) @Nullable String aco,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    List<Client> all = aco == null ? clients.all() : clients.ofAco(aco);
    return Paging.of(limit, after).of(all, Client::id, ClientResource::view);
  }

  @PostMapping(path = "/clients", consumes = "application/json", produces = "application/json")
  ResponseEntity<SecretView> create(@RequestBody NewClient asked) {
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
    return created(issued);
  }

  @GetMapping(path = "/clients/" + ID, produces = "application/json")
  ClientView get(@PathVariable String client) {
    return view(find(client));
  }

  @PostMapping(path = "/clients/" + ID + "/secrets", produces = "application/json")
  ResponseEntity<SecretView> addSecret(@PathVariable String client) {
    requireActive(find(client));
    return created(changes.addSecret(client));
  }

  /** Another operator can end a client, so that one is always left. */
  @PostMapping(path = "/clients/" + ID + "/deactivate", produces = "application/json")
  ClientView deactivate(@PathVariable String client) {
    if (client.equals(SignedInOperator.current().clientId())) {
      throw new ApiFault(409, "An operator's client cannot end itself; another one can");
    }
    requireActive(find(client));
    changes.deactivate(client);
    return view(find(client));
  }

  private Client find(String id) {
    return clients.find(id).orElseThrow(() -> ApiFault.notFound("client"));
  }

  private static void requireActive(Client client) {
    if (!client.isActive()) {
      throw new ApiFault(409, "The client is deactivated, for good");
    }
  }

  private static ResponseEntity<SecretView> created(IssuedSecret issued) {
    return ResponseEntity.created(
            URI.create(OperatorResource.BASE + "/clients/" + issued.clientId()))
        .body(new SecretView(issued.clientId(), issued.secret(), issued.expiresAt()));
  }

  private static Client.Kind kind(String word) {
    return switch (word) {
      case "aco" -> Client.Kind.ACO;
      case "system" -> Client.Kind.SYSTEM;
      case "operator" -> Client.Kind.OPERATOR;
      default -> throw new ApiFault(400, "kind is aco, system or operator");
    };
  }

  private static ClientView view(Client client) {
    return new ClientView(
        client.id(),
        AcoResource.word(client.kind()),
        client.aco(),
        client.name(),
        List.copyOf(client.scopes()),
        AcoResource.word(client.status()),
        client.createdAt(),
        client.lastToken());
  }
}
