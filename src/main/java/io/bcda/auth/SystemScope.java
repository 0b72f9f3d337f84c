package io.bcda.auth;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One system scope, in the form of SMART 1 ({@code system/Patient.read}) or SMART 2 ({@code
 * system/Patient.rs}).
 *
 * @param type a FHIR type, or {@code *} for each
 * @param permissions a part of {@code cruds}, in that order, not empty
 * @param form how it was written
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes</a>
 */
record SystemScope(String type, String permissions, Form form) {
  private static final Pattern SMART_1 =
      Pattern.compile("system/(\\*|[A-Z][A-Za-z]{1,63})\\.(read|write|\\*)");
  private static final Pattern SMART_2 =
      Pattern.compile("system/(\\*|[A-Z][A-Za-z]{1,63})\\.(?=[cruds])(c?r?u?d?s?)");

  enum Form {
    SMART_1,
    SMART_2
  }

  /** Empty for what is not a system scope, or one narrowed by a search, which we do not honour. */
  static Optional<SystemScope> parse(String text) {
    Matcher first = SMART_1.matcher(text);
    if (first.matches()) {
      return Optional.of(new SystemScope(first.group(1), verbs(first.group(2)), Form.SMART_1));
    }
    Matcher second = SMART_2.matcher(text);
    return second.matches()
        ? Optional.of(new SystemScope(second.group(1), second.group(2), Form.SMART_2))
        : Optional.empty();
  }

  /** What this scope and an allowed one have in common, written as this one is. */
  Optional<SystemScope> within(SystemScope allowed) {
    boolean sameType = type.equals("*") || allowed.type.equals("*") || type.equals(allowed.type);
    StringBuilder common = new StringBuilder();
    permissions
        .chars()
        .filter(c -> allowed.permissions.indexOf(c) >= 0)
        .forEach(c -> common.append((char) c));
    boolean writable = form == Form.SMART_2 || hasWord(common.toString());
    return sameType && writable && !common.isEmpty()
        ? Optional.of(new SystemScope(narrower(allowed), common.toString(), form))
        : Optional.empty();
  }

  /** Whether it lets a type be read and searched, which is what an export does. */
  boolean reads(String fhirType) {
    return permissionsOn(fhirType).containsAll(Set.of(Permission.READ, Permission.SEARCH));
  }

  /** What it lets a client do with a type; empty if it says nothing of it. */
  Set<Permission> permissionsOn(String fhirType) {
    boolean ours = type.equals("*") || type.equals(fhirType);
    return Arrays.stream(Permission.values())
        .filter(p -> ours && permissions.indexOf(p.letter()) >= 0)
        .collect(Collectors.toSet());
  }

  /** As a client writes it. */
  String text() {
    return "system/" + type + "." + (form == Form.SMART_1 ? word() : permissions);
  }

  private String narrower(SystemScope allowed) {
    return type.equals("*") ? allowed.type : type;
  }

  private String word() {
    return switch (permissions) {
      case "rs" -> "read";
      case "cud" -> "write";
      default -> "*";
    };
  }

  private static String verbs(String word) {
    return switch (word) {
      case "read" -> "rs";
      case "write" -> "cud";
      default -> "cruds";
    };
  }

  private static boolean hasWord(String permissions) {
    return permissions.equals("rs") || permissions.equals("cud") || permissions.equals("cruds");
  }
}
