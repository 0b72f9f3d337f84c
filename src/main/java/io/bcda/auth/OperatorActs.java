package io.bcda.auth;

import io.bcda.audit.Actor;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Lets the audit trail name the operator on whose request a change is made, and from where. */
@Component
class OperatorActs implements Actor {
  @Override
  public Optional<String> id() {
    return SignedIn.find().filter(SignedInOperator.class::isInstance).map(SignedIn::clientId);
  }

  @Override
  public Optional<String> address() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
        ? Optional.of(RemoteAddress.shown(request.getRequest().getRemoteAddr()))
        : Optional.empty();
  }
}
