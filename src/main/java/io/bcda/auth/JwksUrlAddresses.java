package io.bcda.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks hosts of JWKS URLs up, once for each connection, and lets the connection go nowhere else: a
 * name that leads to a public address when it is checked and inside when it is used gains nothing.
 * One address that is not public spoils the name.
 */
class JwksUrlAddresses implements DnsResolver {
  /** More would only be more attempts to connect. */
  private static final int MOST = 4;

  /** Not global by IANA's registry of special IPv4 addresses; the last answers in Azure only. */
  private static final List<Block> CLOSED_V4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "168.63.129.16/32");

  /**
   * RFC 4291 section 2.4: the one block of global addresses. Outside it lie loopback, link-local,
   * unique local, multicast, IPv4 mapped and NAT64.
   */
  private static final Block GLOBAL_V6 = Block.of("2000::/3");

  /** Within it: Teredo, ORCHID and other assignments of the IETF, documentation, 6to4. */
  private static final List<Block> CLOSED_V6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private final JwksUrlRules rules;
  private final Lookup lookup;

  JwksUrlAddresses(JwksUrlRules rules, Lookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
  }

  /**
   * @throws AddressNotPublic if it leads where it must not
   * @throws UnknownHostException if it leads nowhere
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = lookup.addresses(host);
    for (InetAddress address : all) {
      boolean onLoopback = address.isLoopbackAddress() && rules.mayBeOnLoopback();
      if (!isPublic(address) && !onLoopback) {
        throw new AddressNotPublic();
      }
    }
    return Arrays.copyOf(all, Math.min(all.length, MOST));
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? CLOSED_V4.stream().noneMatch(b -> b.contains(bytes))
        : GLOBAL_V6.contains(bytes) && CLOSED_V6.stream().noneMatch(b -> b.contains(bytes));
  }

  private static List<Block> blocks(String... cidrs) {
    return Stream.of(cidrs).map(Block::of).toList();
  }

  /** Asks the name service. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** For the log, by its name. */
  static final class AddressNotPublic extends UnknownHostException {}

  /** Addresses whose first bits are these. */
  private record Block(byte[] start, int bits) {
    static Block of(String cidr) {
      String[] parts = cidr.split("/");
      try {
        return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(cidr, e);
      }
    }

    boolean contains(byte[] address) {
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> i % 8;
        if ((start[i / 8] & mask) != (address[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
