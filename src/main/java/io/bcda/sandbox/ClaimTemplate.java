package io.bcda.sandbox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code claims.txt} says of one kind of claim, array by array, with everything that never
 * changes rendered beforehand. Immutable once read.
 */
final class ClaimTemplate {
  /** A row of the care team. */
  record Role(String code, String display, boolean withSpecialty) {}

  final List<Piece> extensions = new ArrayList<>();
  final List<Role> team = new ArrayList<>();
  final List<Piece> info = new ArrayList<>();
  final List<Piece> lineExtensions = new ArrayList<>();
  final List<Piece> reasons = new ArrayList<>();
  final List<Piece> amounts = new ArrayList<>();
  final List<Piece> totals = new ArrayList<>();
  final List<Piece> balances = new ArrayList<>();

  private ClaimTemplate() {}

  static Map<ClaimKind, ClaimTemplate> readAll() {
    Map<ClaimKind, ClaimTemplate> templates = new EnumMap<>(ClaimKind.class);
    for (ClaimKind kind : ClaimKind.values()) {
      templates.put(kind, new ClaimTemplate());
    }
    for (String[] row : TableText.rows("claims.txt")) {
      templates.forEach(
          (kind, template) -> {
            if (row[1].indexOf(kind.letter()) >= 0) {
              template.add(row);
            }
          });
    }
    return templates;
  }

  private void add(String[] row) {
    switch (row[0]) {
      case "ext" -> extensions.add(Piece.extension(row[2], row[3], row[4]));
      case "team" -> team.add(new Role(row[2], row[3], row[4].equals("specialty")));
      case "info" -> info.add(SupportingFact.of(row));
      case "line" -> lineExtensions.add(Piece.extension(row[2], row[3], row[4]));
      case "deny" -> reasons.add(Piece.reason(row[2], row[3]));
      case "amount" -> amounts.add(Piece.amount(row));
      case "total" -> totals.add(Piece.amount(row));
      case "balance" -> balances.add(Piece.balance(row[2], row[3], row[4]));
      default -> throw new IllegalArgumentException("no such row: " + row[0]);
    }
  }
}
