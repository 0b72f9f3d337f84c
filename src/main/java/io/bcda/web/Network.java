package io.bcda.web;

import io.bcda.settings.UnusableSetting;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address or a network in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param bits how many leading bits of an address decide
 */
record Network(InetAddress address, int bits) {
  /**
   * @throws UnusableSetting if the text is neither
   */
  static Network of(String text) {
    String[] parts = text.strip().split("/", -1);
    Optional<InetAddress> address = AddressLiteral.parse(parts[0]);
    if (parts.length <= 2 && address.isPresent()) {
      int longest = address.get().getAddress().length * 8;
      if (parts.length == 1) {
        return new Network(address.get(), longest);
      }
      if (parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= longest) {
        return new Network(address.get(), Integer.parseInt(parts[1]));
      }
    }
    throw new UnusableSetting(
        "bcda.trusted-proxies holds what is neither an address nor a network.",
        "List the proxies' addresses or networks, for example 10.0.3.7, 10.0.4.0/24, fd00::/64.");
  }

  boolean holds(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    int free = ours.length * 8 - bits;
    return ours.length == theirs.length
        && new BigInteger(1, ours)
            .shiftRight(free)
            .equals(new BigInteger(1, theirs).shiftRight(free));
  }
}
