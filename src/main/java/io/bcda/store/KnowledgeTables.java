package io.bcda.store;

import java.util.List;

/** The tables whose rows carry {@code from_xid} and {@code to_xid}, of this room and others. */
final class KnowledgeTables {
  static final List<String> ALL =
      List.of(
          "claim_index",
          "mbi_link",
          "mbi_change",
          "roster_in_force",
          "model_rule",
          "participation",
          "preference_file",
          "preference");

  private KnowledgeTables() {}
}
