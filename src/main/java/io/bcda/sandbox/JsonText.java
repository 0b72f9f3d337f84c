package io.bcda.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object, minified, into a reused buffer. A comma is owed unless the last character
 * opened something, so that nothing has to be remembered. Not thread-safe.
 */
final class JsonText {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.000+00:00'", Locale.ROOT);

  private final StringBuilder out = new StringBuilder(64 * 1024);

  /** Forgets what was written and opens the outermost object. */
  JsonText start() {
    out.setLength(0);
    out.append('{');
    return this;
  }

  JsonText object(String name) {
    name(name);
    out.append('{');
    return this;
  }

  JsonText object() {
    comma();
    out.append('{');
    return this;
  }

  JsonText end() {
    out.append('}');
    return this;
  }

  JsonText array(String name) {
    name(name);
    out.append('[');
    return this;
  }

  JsonText endArray() {
    out.append(']');
    return this;
  }

  JsonText text(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  JsonText text(String value) {
    comma();
    quoted(value);
    return this;
  }

  JsonText number(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonText number(long value) {
    comma();
    out.append(value);
    return this;
  }

  JsonText flag(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  /** A FHIR Money: an amount of US dollars, given in cents. */
  JsonText money(String name, long cents) {
    object(name).name("value");
    cents(cents);
    return text("currency", "USD").end();
  }

  /** A FHIR Coding as an element of an array. */
  JsonText coding(String system, String code, @Nullable String display) {
    return object().codingBody(system, code, display);
  }

  /** A FHIR Coding as a member. */
  JsonText coding(String name, String system, String code, @Nullable String display) {
    return object(name).codingBody(system, code, display);
  }

  /** A FHIR CodeableConcept with one coding, as a member. */
  JsonText concept(String name, String system, String code, @Nullable String display) {
    return object(name).array("coding").coding(system, code, display).endArray().end();
  }

  /** Text that is JSON already: a whole element of an array, or a member. */
  JsonText raw(String json) {
    comma();
    out.append(json);
    return this;
  }

  /** A FHIR instant, UTC, as CMS writes it. */
  static String instant(LocalDateTime time) {
    return INSTANT.format(time);
  }

  /** Ends the outermost object. */
  String finish() {
    out.append('}');
    return out.toString();
  }

  /** The line, with its end, as bytes. */
  byte[] finishLine() {
    out.append("}\n");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private JsonText codingBody(String system, String code, @Nullable String display) {
    text("system", system).text("code", code);
    if (display != null && !display.isEmpty()) {
      text("display", display);
    }
    return end();
  }

  private JsonText name(String name) {
    comma();
    out.append('"').append(name).append("\":");
    return this;
  }

  private void comma() {
    char last = out.charAt(out.length() - 1);
    if (last != '{' && last != '[' && last != ':') {
      out.append(',');
    }
  }

  private void cents(long cents) {
    out.append(cents / 100).append('.');
    long rest = cents % 100;
    if (rest < 10) {
      out.append('0');
    }
    out.append(rest);
  }

  private void quoted(String value) {
    out.append('"');
    if (isPlain(value)) {
      out.append(value);
    } else {
      escaped(value);
    }
    out.append('"');
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        return false;
      }
    }
    return true;
  }

  private void escaped(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        out.append(c);
      }
    }
  }
}
