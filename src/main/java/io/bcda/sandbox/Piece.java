package io.bcda.sandbox;

import io.bcda.sandbox.Vocabulary.Word;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One element of an array of a claim, made from a row of {@code claims.txt}. */
interface Piece {
  /**
   * Writes the element.
   *
   * @param number its sequence within the array, or the charge in cents of which it shows a part
   */
  void write(JsonText json, ClaimFacts facts, long number);

  /** An extension: {@code variable | form | value}. */
  static Piece extension(String variable, String form, String value) {
    String url = Systems.VARIABLES + variable;
    return switch (form) {
      case "coding" ->
          oneOf(
              words(value)
                  .map(
                      w ->
                          fragment(
                              j ->
                                  j.text("url", url)
                                      .coding("valueCoding", url, w.code(), w.display())))
                  .toList());
      case "identifier" ->
          (json, facts, n) ->
              json.object()
                  .text("url", url)
                  .object("valueIdentifier")
                  .text("system", url)
                  .text("value", drawn(value, facts.dice()))
                  .end()
                  .end();
      case "date" ->
          (json, facts, n) ->
              json.object().text("url", url).text("valueDate", facts.date(value).toString()).end();
      case "quantity" ->
          oneOf(
              List.of(
                  fragment(
                      j ->
                          j.text("url", url)
                              .object("valueQuantity")
                              .number("value", Long.parseLong(value))
                              .end())));
      case "money" ->
          (json, facts, n) ->
              json.object()
                  .text("url", url)
                  .money("valueMoney", ClaimFacts.share(facts.charge(), Integer.parseInt(value)))
                  .end();
      default -> throw new IllegalArgumentException("no such form: " + form);
    };
  }

  /**
   * An amount with its category: {@code system | category | display | variable | its display |
   * share}.
   */
  static Piece amount(String[] cell) {
    boolean hl7 = cell[2].equals("hl7");
    String system = hl7 ? Systems.TERMINOLOGY + "adjudication" : Systems.C4BB + "C4BBAdjudication";
    String category =
        members(
            j -> {
              j.object("category").array("coding").coding(system, cell[3], cell[4]);
              if (!cell[5].equals("-")) {
                j.coding(Systems.CODES + "adjudication", Systems.VARIABLES + cell[5], cell[6]);
              }
              j.endArray().end();
            });
    int share = Integer.parseInt(cell[7]);
    return (json, facts, charge) ->
        json.object().raw(category).money("amount", ClaimFacts.share(charge, share)).end();
  }

  /** Why a line was reduced or denied: {@code variable | value}. */
  static Piece reason(String variable, String value) {
    return oneOf(
        words(value)
            .map(
                w ->
                    fragment(
                        j ->
                            j.concept(
                                    "category",
                                    Systems.ADJUDICATION_DISCRIMINATOR,
                                    "denialreason",
                                    "Denial Reason")
                                .concept(
                                    "reason", Systems.VARIABLES + variable, w.code(), w.display())))
            .toList());
  }

  /** A balance: {@code variable | display | share}. */
  static Piece balance(String variable, String display, String share) {
    String type =
        members(
            j ->
                j.concept(
                    "type",
                    Systems.CODES + "benefit-balance",
                    Systems.VARIABLES + variable,
                    display));
    return switch (share) {
      case "none" -> (json, facts, n) -> json.object().raw(type).number("usedUnsignedInt", 0).end();
      case "days" ->
          (json, facts, n) ->
              json.object().raw(type).number("usedUnsignedInt", days(facts.claim())).end();
      default -> {
        int thousandths = Integer.parseInt(share);
        yield (json, facts, n) ->
            json.object()
                .raw(type)
                .money("usedMoney", ClaimFacts.share(facts.charge(), thousandths))
                .end();
      }
    };
  }

  /** Alternatives, "code=display" parted by ";". */
  static Stream<Word> words(String value) {
    return Stream.of(value.split(";"))
        .map(word -> word.split("=", 2))
        .map(word -> new Word(word[0].trim(), word.length > 1 ? word[1].trim() : ""));
  }

  /** One of these, mostly the first. */
  static Piece oneOf(List<String> fragments) {
    return (json, facts, n) -> json.raw(facts.dice().mostlyFirst(fragments));
  }

  /** A whole object. */
  static String fragment(Consumer<JsonText> body) {
    JsonText json = new JsonText().start();
    body.accept(json);
    return json.finish();
  }

  /** Members without the braces of their object. */
  static String members(Consumer<JsonText> body) {
    String object = fragment(body);
    return object.substring(1, object.length() - 1);
  }

  private static String drawn(String value, Dice dice) {
    return value.startsWith("#") ? dice.digits(Integer.parseInt(value.substring(1))) : value;
  }

  private static long days(Claim claim) {
    return ChronoUnit.DAYS.between(claim.from(), claim.thru()) + 1;
  }
}
