package io.bcda.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as text. No name server is ever asked. */
public final class AddressLiteral {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  /** Four numbers in full: Java reads 10.1 as 10.0.0.1, and others read 010 as 8. */
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");

  private AddressLiteral() {}

  /** An address; one of IPv6 that only wraps one of IPv4 (::ffff:192.0.2.1) is that of IPv4. */
  public static Optional<InetAddress> parse(String text) {
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty(); // with a colon Java takes it for an address or refuses it
    }
  }

  /** As a container tells where a request comes from: perhaps with a zone, fe80::1%eth0. */
  public static Optional<InetAddress> ofRequest(String text) {
    int zone = text.indexOf('%');
    return parse(zone < 0 ? text : text.substring(0, zone));
  }
}
