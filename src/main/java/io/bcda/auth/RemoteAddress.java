package io.bcda.auth;

import io.bcda.web.AddressLiteral;
import java.net.InetAddress;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * From where a request comes, as the container says; a proxy's word counts only if it is told to.
 */
final class RemoteAddress {
  private RemoteAddress() {}

  /** The address of a request to sign in; empty if it is not known. */
  static String of(Authentication given) {
    return given.getDetails() instanceof WebAuthenticationDetails details
        ? details.getRemoteAddress()
        : "";
  }

  /** For the audit trail; what a proxy passed on may be anything. */
  static String shown(String address) {
    return AddressLiteral.ofRequest(address).map(InetAddress::getHostAddress).orElse("no address");
  }
}
