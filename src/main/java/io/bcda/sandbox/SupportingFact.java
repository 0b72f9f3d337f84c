package io.bcda.sandbox;

import java.util.List;

/**
 * Makes pieces of {@code supportingInfo} from rows {@code info | kinds | category | display |
 * variable | its display | form | value}.
 */
final class SupportingFact {
  private SupportingFact() {}

  static Piece of(String[] cell) {
    String category = category(cell[2], cell[3], cell[4], cell[5]);
    String value = cell[7];
    return switch (cell[6]) {
      case "coding" -> codes(category, Systems.VARIABLES + cell[4], value);
      case "actcode" -> codes(category, Systems.TERMINOLOGY + "v3-ActCode", value);
      case "date" ->
          (json, facts, n) ->
              begun(json, category, n).text("timingDate", facts.date(value).toString()).end();
      case "period" ->
          (json, facts, n) ->
              begun(json, category, n)
                  .object("timingPeriod")
                  .text("start", facts.claim().from().toString())
                  .text("end", facts.claim().thru().toString())
                  .end()
                  .end();
      case "quantity" ->
          (json, facts, n) -> {
            int most = Integer.parseInt(value);
            begun(json, category, n)
                .object("valueQuantity")
                .number("value", 1 + facts.dice().below(most))
                .end()
                .end();
          };
      case "pints" ->
          (json, facts, n) ->
              begun(json, category, n)
                  .object("valueQuantity")
                  .number("value", Long.parseLong(value))
                  .text("unit", "pint")
                  .text("system", "http://unitsofmeasure.org")
                  .text("code", "[pt_us]")
                  .end()
                  .end();
      case "observation" -> (json, facts, n) -> observation(json, category, facts, n);
      default -> throw new IllegalArgumentException("no such form: " + cell[6]);
    };
  }

  private static Piece codes(String category, String system, String value) {
    List<String> codes =
        Piece.words(value)
            .map(w -> Piece.members(j -> j.concept("code", system, w.code(), w.display())))
            .toList();
    return (json, facts, n) -> begun(json, category, n).raw(facts.dice().mostlyFirst(codes)).end();
  }

  private static void observation(JsonText json, String category, ClaimFacts facts, long n) {
    if (facts.observed()) {
      begun(json, category, n)
          .object("valueReference")
          .text("reference", "#" + ClaimText.OBSERVATION)
          .end()
          .end();
    }
  }

  private static JsonText begun(JsonText json, String category, long sequence) {
    return json.object().number("sequence", sequence).raw(category);
  }

  private static String category(
      String code, String display, String variable, String variableDisplay) {
    String system = code.equals("info") ? Systems.INFORMATION_CATEGORY : Systems.SUPPORTING_INFO;
    return Piece.members(
        j -> {
          j.object("category").array("coding").coding(system, code, display);
          if (!variable.equals("-")) {
            j.coding(Systems.CODES + "information", Systems.VARIABLES + variable, variableDisplay);
          }
          j.endArray().end();
        });
  }
}
