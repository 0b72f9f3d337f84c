package io.bcda.auth;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.settings.ServerSettings;
import org.springframework.stereotype.Component;

/**
 * Whether a client that proved itself may use the server now, from where it is. Asked for each
 * token and each request, whichever way the client proved itself.
 */
@Component
class Admission {
  private final AcoRegistry acos;
  private final ServerSettings settings;

  Admission(AcoRegistry acos, ServerSettings settings) {
    this.acos = acos;
    this.settings = settings;
  }

  /**
   * @param address from where the request comes, see {@link RemoteAddress}
   */
  Verdict of(Client client, String address) {
    if (!client.addresses().allow(address)) {
      return Verdict.ADDRESS_REFUSED; // first: whoever is elsewhere learns nothing else
    }
    return switch (client.kind()) {
      case ACO -> client.aco().map(this::of).orElse(Verdict.ACO_DENIED);
      case OPERATOR -> Verdict.ADMITTED;
      case SYSTEM -> settings.fhirWrites() ? Verdict.ADMITTED : Verdict.WRITES_OFF;
    };
  }

  /** Of somebody whom an external issuer lets speak for an ACO. */
  Verdict of(String aco) {
    return acos.find(aco).filter(a -> a.status() == Aco.Status.ACTIVE).isPresent()
        ? Verdict.ADMITTED
        : Verdict.ACO_DENIED;
  }

  /** What is said to the client, and to the audit trail. */
  enum Verdict {
    ADMITTED("admitted", "", ""),
    /** Not told to the client: who stole a secret or a token would learn that it is a good one. */
    ADDRESS_REFUSED("address not allowed", "", ""),
    ACO_DENIED(
        "ACO denied",
        "This ACO may not use the server",
        "Ask the operator why, giving the ACO's CMS id"),
    WRITES_OFF(
        "FHIR writes are off",
        "System clients may not use this server: it takes no writes over FHIR",
        "The operator switches them on by bcda.fhir-writes");

    private final String word;
    private final String sentence;
    private final String remedy;

    Verdict(String word, String sentence, String remedy) {
      this.word = word;
      this.sentence = sentence;
      this.remedy = remedy;
    }

    String word() {
      return word;
    }

    String sentence() {
      return sentence;
    }

    String remedy() {
      return remedy;
    }
  }
}
