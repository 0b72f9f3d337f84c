package io.bcda.auth;

import io.bcda.audit.Actor;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets the audit trail name the operator on whose request a change is made. */
@Component
class OperatorActs implements Actor {
  @Override
  public Optional<String> id() {
    return SignedIn.find().filter(SignedInOperator.class::isInstance).map(SignedIn::clientId);
  }
}
