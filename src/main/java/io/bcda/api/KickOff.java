package io.bcda.api;

import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportLevel;
import io.bcda.export.ExportRequest;
import io.bcda.export.KickOffManner;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A kick-off as read from HTTP, whoever asks.
 *
 * @param url absolute, as the manifest repeats it
 */
record KickOff(ExportParameters parameters, KickOffManner manner, String url) {

  /**
   * What it asks for, if this ACO does.
   *
   * @throws Refusal INSUFFICIENT_SCOPE for types that the token does not open
   */
  ExportRequest by(SignedInAco aco, ExportLevel level) {
    return new ExportRequest(
        level,
        types(aco),
        parameters.since(),
        parameters.selection(),
        parameters.notes(),
        url,
        manner);
  }

  private Set<ResourceKind> types(SignedInAco aco) {
    Set<ResourceKind> asked = parameters.kinds();
    if (!asked.isEmpty()) {
      aco.requireTypes(asked);
      return asked;
    }
    if (aco.readable().isEmpty()) {
      throw new Refusal(
          Reason.INSUFFICIENT_SCOPE, "insufficient_scope: the token allows no type of resource");
    }
    aco.requireTypes(
        parameters.selection().filters().stream()
            .map(ResourceFilter::kind)
            .collect(Collectors.toSet()));
    return aco.readable();
  }
}
