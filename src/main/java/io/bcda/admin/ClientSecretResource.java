package io.bcda.admin;

import io.bcda.auth.ClientChanges;
import io.bcda.auth.ClientSecret;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * The secrets of clients. A secret is shown in the answer that makes it, and in no other; no answer
 * here may be stored (SecurityChains has {@code no-store} on each).
 */
@OperatorResource
final class ClientSecretResource {
  private static final String SECRETS = "/clients/" + ClientResource.ID + "/secrets";
  private final ClientStore clients;
  private final ClientChanges changes;

  ClientSecretResource(ClientStore clients, ClientChanges changes) {
    this.clients = clients;
    this.changes = changes;
  }

  /** A secret, at the one moment when it can be seen. */
  record SecretView(String clientId, String secret, Instant expiresAt) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "SecretView[clientId=" + clientId + "]";
    }
  }

  /**
   * What may be told of a secret afterwards.
   *
   * @param expiresAt empty for the sandbox's, which stay good
   */
  record KeptView(long id, Instant createdAt, Optional<Instant> expiresAt, String state) {}

  @GetMapping(path = SECRETS, produces = "application/json")
  List<KeptView> list(@PathVariable String client) {
    if (clients.find(client).isEmpty()) {
      throw ApiFault.notFound("client");
    }
    return clients.secrets(client).stream().map(ClientSecretResource::view).toList();
  }

  @PostMapping(path = SECRETS, produces = "application/json")
  ResponseEntity<SecretView> add(@PathVariable String client) {
    ClientResource.active(clients, client);
    return created(changes.addSecret(client));
  }

  /** With an overlap, unless {@code now=true}. */
  @PostMapping(path = SECRETS + "/rotate", produces = "application/json")
  ResponseEntity<SecretView> rotate(
      @PathVariable String client, @RequestParam(required = false) @Nullable String now) {
    ClientResource.active(clients, client);
    return switch (now == null ? "false" : now) {
      case "true" -> created(changes.rotateNow(client));
      case "false" -> created(changes.rotate(client));
      default -> throw new ApiFault(400, "now is true or false");
    };
  }

  @DeleteMapping(path = SECRETS + "/{id:[0-9]{1,18}}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(@PathVariable String client, @PathVariable long id) {
    ClientResource.active(clients, client);
    changes.endSecret(client, id);
  }

  static ResponseEntity<SecretView> created(IssuedSecret issued) {
    return ResponseEntity.created(
            URI.create(OperatorResource.BASE + "/clients/" + issued.clientId()))
        .body(new SecretView(issued.clientId(), issued.secret(), issued.expiresAt()));
  }

  private static KeptView view(ClientSecret secret) {
    return new KeptView(
        secret.id(), secret.createdAt(), secret.expiresAt(), AcoResource.word(secret.state()));
  }
}
