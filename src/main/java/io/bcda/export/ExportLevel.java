package io.bcda.export;

import java.util.Arrays;
import java.util.Optional;

/** At which door an export was asked for, and so whom it covers. */
public enum ExportLevel {
  SYSTEM("$export"),
  PATIENT("Patient/$export"),
  GROUP_ALL("Group/all/$export"),
  GROUP_NEW("Group/new/$export"),
  GROUP_RUNOUT("Group/runout/$export");

  private final String path;

  ExportLevel(String path) {
    this.path = path;
  }

  /** The operation's path below the FHIR base. */
  public String path() {
    return path;
  }

  /** The level of a group's export; empty if there is no such group. Case matters. */
  public static Optional<ExportLevel> ofGroup(String id) {
    return Arrays.stream(values())
        .filter(l -> l.path.equals("Group/" + id + "/$export"))
        .findFirst();
  }
}
