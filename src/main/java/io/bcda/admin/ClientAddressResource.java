package io.bcda.admin;

import io.bcda.auth.ClientAddresses;
import io.bcda.auth.ClientChanges;
import io.bcda.auth.ClientStore;
import io.bcda.auth.SignedInOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** From where clients may come. */
@OperatorResource
final class ClientAddressResource {
  private static final String ADDRESSES = "/clients/" + ClientResource.ID + "/addresses";
  private final ClientStore clients;
  private final ClientChanges changes;

  ClientAddressResource(ClientStore clients, ClientChanges changes) {
    this.clients = clients;
    this.changes = changes;
  }

  /** The ranges from which it may come. */
  record Allowed(@Nullable List<@Nullable String> allow) {}

  /**
   * From where a client may come.
   *
   * @param any from everywhere; then there are no ranges
   */
  record AddressesView(boolean any, List<String> allow) {}

  @GetMapping(path = ADDRESSES, produces = "application/json")
  AddressesView get(@PathVariable String client) {
    return clients
        .find(client)
        .map(c -> new AddressesView(c.addresses().isAny(), c.addresses().ranges()))
        .orElseThrow(() -> ApiFault.notFound("client"));
  }

  @PutMapping(path = ADDRESSES, consumes = "application/json", produces = "application/json")
  AddressesView set(
      @PathVariable String client, @RequestBody Allowed asked, HttpServletRequest request) {
    List<@Nullable String> ranges = asked.allow();
    if (ranges == null || ranges.stream().anyMatch(Objects::isNull)) {
      throw new ApiFault(400, "The member allow is a list of address ranges");
    }
    ClientAddresses addresses = ClientAddresses.of(ranges.stream().map(String::valueOf).toList());
    ClientResource.active(clients, client);
    boolean own = client.equals(SignedInOperator.current().clientId());
    if (own && !addresses.allow(request.getRemoteAddr())) {
      throw new ApiFault(409, "An operator's client cannot shut itself out of where it is now");
    }
    changes.setAddresses(client, addresses);
    return get(client);
  }

  /** Takes the bounds away: from everywhere. */
  @DeleteMapping(path = ADDRESSES, produces = "application/json")
  AddressesView clear(@PathVariable String client) {
    ClientResource.active(clients, client);
    changes.setAddresses(client, ClientAddresses.ANY);
    return get(client);
  }
}
