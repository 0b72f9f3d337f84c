package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import java.time.Instant;
import java.util.Optional;

/**
 * What the name of a file inside an archive says, for example {@code
 * T.BCD.A0001.ZC8Y18.D181120.T1000009}.
 *
 * @param model whose files are named so
 * @param file 0 for CCLF0, 8 for CCLF8, and so on
 * @param aco CMS id of the ACO; empty where the model's names do not tell it
 */
record MemberName(
    AcoModel model,
    char file,
    Optional<String> aco,
    RosterKind kind,
    int performanceYear,
    Instant fileTime) {

  /** Whether it is a file of this ACO. */
  boolean isOf(DeliveryName archive) {
    return model.name().equals(archive.model().name())
        && aco.map(archive.aco()::equals).orElse(true);
  }
}
