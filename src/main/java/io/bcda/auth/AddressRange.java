package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.web.AddressLiteral;
import java.net.InetAddress;

/**
 * A range of IP addresses (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param network its first address
 * @param bits how many leading bits all its addresses share, at least 1
 */
record AddressRange(InetAddress network, int bits) {

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address.
   *
   * @throws Refusal MALFORMED if it is none, holds everything, or does not begin where it says
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network =
        AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(AddressRange::malformed);
    int most = network.getAddress().length * 8;
    String length = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
      throw malformed();
    }
    AddressRange range = new AddressRange(network, Integer.parseInt(length));
    if (range.bits == 0) {
      throw new Refusal(Reason.MALFORMED, "A range of length 0 is no limit; ask for any instead");
    }
    if (!range.beginsAtNetwork()) {
      throw new Refusal(
          Reason.MALFORMED,
          "An address range begins at its first address: 192.0.2.0/24, not 192.0.2.7/24");
    }
    return range;
  }

  boolean includes(InetAddress address) {
    byte[] one = network.getAddress();
    byte[] other = address.getAddress();
    if (one.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (isSet(one, bit) != isSet(other, bit)) {
        return false;
      }
    }
    return true;
  }

  private boolean beginsAtNetwork() {
    byte[] address = network.getAddress();
    for (int bit = bits; bit < address.length * 8; bit++) {
      if (isSet(address, bit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSet(byte[] address, int bit) {
    return (address[bit / 8] >> (7 - bit % 8) & 1) == 1;
  }

  private static Refusal malformed() {
    return new Refusal(
        Reason.MALFORMED, "An address range looks like 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7");
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
