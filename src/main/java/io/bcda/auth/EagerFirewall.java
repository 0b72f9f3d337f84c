package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Spring's firewall, which looks at a header only when somebody asks for it. By then the request
 * may have come as far as a controller, for which its refusal is a fault of the server: 500. So all
 * headers are looked at here, at the door.
 */
class EagerFirewall extends StrictHttpFirewall {

  @Override
  public FirewalledRequest getFirewalledRequest(HttpServletRequest request)
      throws RequestRejectedException {
    FirewalledRequest checked = super.getFirewalledRequest(request);
    for (String name : Collections.list(checked.getHeaderNames())) {
      Collections.list(checked.getHeaders(name));
    }
    return checked;
  }
}
