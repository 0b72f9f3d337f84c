package io.bcda.store;

import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How a FHIR type looks in JSON, and which texts of it HAPI takes and gives back unchanged.
 * Narrower than FHIR: a text that is refused here may still be good, and HAPI decides.
 */
final class JsonForm {
  static final JsonForm OBJECT = new JsonForm(Token.STRUCTURE, (t, f, e) -> false);
  static final JsonForm EXTENSION = new JsonForm(Token.STRUCTURE, (t, f, e) -> false);
  static final JsonForm CONTAINED = new JsonForm(Token.STRUCTURE, (t, f, e) -> false);

  /** Not read here. */
  static final JsonForm OTHER = new JsonForm(Token.STRUCTURE, (t, f, e) -> false);

  /** May hold escaped quotes and backslashes. */
  private static final JsonForm TEXT = new JsonForm(Token.STRING, JsonForm::isTrimmed);

  private static final JsonForm PLAIN =
      new JsonForm(Token.STRING, (t, f, e) -> isTrimmed(t, f, e) && !hasEscape(t, f, e));
  private static final JsonForm ID = new JsonForm(Token.STRING, JsonForm::isId);
  private static final JsonForm DATE = new JsonForm(Token.STRING, JsonForm::isDate);
  private static final JsonForm DATE_TIME =
      new JsonForm(Token.STRING, (t, f, e) -> isDate(t, f, e) || isInstant(t, f, e));
  private static final JsonForm INSTANT = new JsonForm(Token.STRING, JsonForm::isInstant);
  private static final JsonForm BOOLEAN = new JsonForm(Token.LITERAL, JsonForm::isBoolean);
  private static final JsonForm DECIMAL = new JsonForm(Token.LITERAL, JsonForm::isDecimal);
  private static final JsonForm INTEGER =
      new JsonForm(Token.LITERAL, (t, f, e) -> t[f] == '0' ? e == f + 1 : isWhole(t, f, e));
  private static final JsonForm POSITIVE = new JsonForm(Token.LITERAL, JsonForm::isWhole);

  private final Token token;
  private final Check check;

  private JsonForm(Token token, Check check) {
    this.token = token;
    this.check = check;
  }

  /** What stands in the JSON. */
  enum Token {
    STRUCTURE,
    STRING,
    /** A number, true or false. */
    LITERAL
  }

  private interface Check {
    boolean admits(byte[] text, int from, int to);
  }

  Token token() {
    return token;
  }

  /**
   * Whether HAPI takes the text and gives it back as it is.
   *
   * @param text without quotes, not empty; escaped are only the quote and the backslash
   */
  boolean admits(byte[] text, int from, int to) {
    return check.admits(text, from, to);
  }

  /** The form of a primitive type, by its name in FHIR. */
  static JsonForm ofType(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "string", "markdown" -> TEXT;
      case "code", "uri", "url", "canonical" -> PLAIN;
      case "id" -> ID;
      case "date" -> DATE;
      case "datetime" -> DATE_TIME;
      case "instant" -> INSTANT;
      case "boolean" -> BOOLEAN;
      case "decimal" -> DECIMAL;
      case "integer", "unsignedint" -> INTEGER;
      case "positiveint" -> POSITIVE;
      default -> OTHER;
    };
  }

  /** The form of a code with a required value set, from HAPI's enum of it. */
  static JsonForm ofCodes(Class<? extends Enum<?>> values) {
    Set<String> codes = new HashSet<>();
    for (Enum<?> value : values.getEnumConstants()) {
      if (!value.name().equals("NULL")) {
        codes.add(code(value));
      }
    }
    return new JsonForm(
        Token.STRING, (t, f, e) -> codes.contains(new String(t, f, e - f, StandardCharsets.UTF_8)));
  }

  private static String code(Enum<?> value) {
    try {
      return String.valueOf(value.getDeclaringClass().getMethod("toCode").invoke(value));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("no FHIR enum: " + value.getDeclaringClass(), e);
    }
  }

  /** Begins and ends with a character that nobody trims. */
  private static boolean isTrimmed(byte[] text, int from, int to) {
    return text[from] > ' ' && text[to - 1] > ' ' && text[to - 1] < 0x7F;
  }

  private static boolean hasEscape(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  /** FHIR R4 §2.24.0.1: {@code [A-Za-z0-9\-\.]{1,64}}. */
  static boolean isId(byte[] text, int from, int to) {
    if (to - from > 64 || to == from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (!isLetter(c) && !isDigit(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  static boolean isLetter(byte c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBoolean(byte[] text, int from, int to) {
    return is("true", text, from, to) || is("false", text, from, to);
  }

  private static boolean is(String word, byte[] text, int from, int to) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Digits, the first not 0, few enough for an int. */
  private static boolean isWhole(byte[] text, int from, int to) {
    return to - from < 10 && text[from] != '0' && areDigits(text, from, to);
  }

  private static boolean isDecimal(byte[] text, int from, int to) {
    int start = text[from] == '-' ? from + 1 : from;
    int point = start;
    while (point < to && isDigit(text[point])) {
      point++;
    }
    boolean whole = point > start && (text[start] != '0' || point == start + 1);
    boolean zero = start > from && text[start] == '0' && point == to;
    return whole
        && !zero
        && to - from <= 18
        && (point == to || text[point] == '.' && areDigits(text, point + 1, to));
  }

  private static boolean areDigits(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isDigit(text[i])) {
        return false;
      }
    }
    return to > from;
  }

  /** A year, a month or a day of the years 1900 to 2199. */
  private static boolean isDate(byte[] text, int from, int to) {
    int length = to - from;
    if (length != 4 && length != 7 && length != 10) {
      return false;
    }
    int year = number(text, from, from + 4);
    int month = length > 4 ? part(text, from + 4, '-') : 1;
    int day = length > 7 ? part(text, from + 7, '-') : 1;
    return year >= 1900 && year < 2200 && isDay(year, month, day);
  }

  private static boolean isDay(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return false;
    }
    try {
      return day <= 28 || LocalDate.of(year, month, day).getDayOfMonth() == day;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Seconds or milliseconds, and a zone. */
  private static boolean isInstant(byte[] text, int from, int to) {
    if (to - from < 20 || !isDate(text, from, from + 10) || text[from + 10] != 'T') {
      return false;
    }
    int hour = number(text, from + 11, from + 13);
    int minute = part(text, from + 13, ':');
    int second = part(text, from + 16, ':');
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return false;
    }
    int zone = from + 19;
    if (text[zone] == '.') {
      zone += 4;
      if (zone >= to || !areDigits(text, from + 20, zone)) {
        return false;
      }
    }
    return text[zone] == 'Z' ? to == zone + 1 : isOffset(text, zone, to);
  }

  private static boolean isOffset(byte[] text, int from, int to) {
    if (to - from != 6 || text[from] != '+' && text[from] != '-') {
      return false;
    }
    int hours = number(text, from + 1, from + 3);
    int minutes = part(text, from + 3, ':');
    return hours >= 0 && hours < 14 && minutes >= 0 && minutes < 60;
  }

  /** The two digits behind a mark; -1 for none. */
  private static int part(byte[] text, int from, char mark) {
    return text[from] == mark ? number(text, from + 1, from + 3) : -1;
  }

  private static int number(byte[] text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = 10 * value + text[i] - '0';
    }
    return value;
  }
}
