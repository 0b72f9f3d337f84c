package io.bcda.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Takes the client's address and scheme from the headers of trusted proxies. The last address in
 * {@code X-Forwarded-For} that is no trusted proxy's is the client's: what stands left of it the
 * client may have written itself. {@code X-Forwarded-Host} never counts.
 *
 * <p>Tomcat's own valve takes any text for an address; this one stops at what is none, and the
 * address is then that of the proxy which passed it on.
 */
class ProxyValve extends ValveBase {
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private final List<Network> trusted;

  ProxyValve(List<Network> trusted) {
    super(true);
    this.trusted = List.copyOf(trusted);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    Optional<InetAddress> peer =
        AddressLiteral.parse(request.getRemoteAddr()).filter(this::isTrusted);
    if (peer.isPresent()) {
      String client = client(peer.get(), values(request, FOR)).getHostAddress();
      request.setRemoteAddr(client);
      request.setRemoteHost(client);
      List<String> protocols = values(request, PROTO);
      if (!protocols.isEmpty()) {
        boolean secure = protocols.stream().allMatch("https"::equalsIgnoreCase);
        request.setSecure(secure);
        request.getCoyoteRequest().scheme().setString(secure ? "https" : "http");
      }
    }
    getNext().invoke(request, response);
  }

  private InetAddress client(InetAddress peer, List<String> hops) {
    List<String> nearestFirst = new ArrayList<>(hops);
    Collections.reverse(nearestFirst);
    InetAddress client = peer;
    for (String hop : nearestFirst) {
      Optional<InetAddress> address = AddressLiteral.parse(bare(hop));
      if (address.isEmpty()) {
        return client;
      }
      client = address.get();
      if (!isTrusted(client)) {
        return client;
      }
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(n -> n.holds(address));
  }

  /** Some proxies add the port: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
  private static String bare(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  private static List<String> values(Request request, String name) {
    List<String> values = new ArrayList<>();
    for (String line : Collections.list(request.getHeaders(name))) {
      for (String value : line.split(",", -1)) {
        values.add(value.strip());
      }
    }
    return values;
  }
}
