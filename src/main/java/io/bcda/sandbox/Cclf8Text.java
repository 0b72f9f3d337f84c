package io.bcda.sandbox;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines of CCLF8, the beneficiaries of a delivery: {@value #LENGTH} characters and a line feed. */
final class Cclf8Text {
  static final int LENGTH = 549;

  private final LocalDate madeOn;

  Cclf8Text(LocalDate madeOn) {
    this.madeOn = madeOn;
  }

  String line(Roster.Line line) {
    Person person = line.person();
    Person.Life life = person.life();
    char[] text = new char[LENGTH + 1];
    Arrays.fill(text, ' ');
    text[LENGTH] = '\n';
    put(text, 1, 11, line.mbi());
    place(text, life.home(), person.index());
    put(text, 33, 42, life.birth().toString());
    put(text, 43, 43, life.female() ? "2" : "1");
    put(text, 44, 44, String.valueOf(1 + person.index() % 2));
    put(text, 45, 47, String.format(Locale.ROOT, "%03d", life.birth().until(madeOn).getYears()));
    put(text, 48, 49, life.isByDisability() ? "20" : "10");
    put(text, 50, 51, "NA");
    put(text, 52, 61, date(knownDeath(life)));
    if (line.hospice()) {
      put(text, 62, 71, madeOn.minusDays(90).toString());
      put(text, 72, 81, madeOn.minusDays(30).toString());
    }
    put(text, 82, 111, upper(life.given()));
    put(text, 112, 126, life.middle());
    put(text, 127, 166, upper(life.family()));
    put(text, 167, 167, life.isByDisability() ? "1" : "0");
    put(text, 168, 168, "3");
    String enrolled = life.enrolled().toString();
    put(text, 169, 178, enrolled);
    put(text, 179, 188, enrolled);
    return new String(text);
  }

  private static void place(char[] text, Person.Home home, int index) {
    put(text, 23, 24, home.fipsState());
    put(text, 25, 27, home.county());
    put(text, 28, 32, home.zip());
    put(text, 189, 233, (100 + index % 900) + " EXAMPLE STREET");
    put(text, 439, 538, home.city());
    put(text, 539, 540, home.state());
    put(text, 541, 545, home.zip());
    put(text, 546, 549, "0001");
  }

  /** A delivery knows of no death after it was made. */
  private @Nullable LocalDate knownDeath(Person.Life life) {
    LocalDate death = life.death();
    return death != null && death.isAfter(madeOn) ? null : death;
  }

  private static String date(@Nullable LocalDate date) {
    return date == null ? "" : date.toString();
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  /** Columns as the layout counts them: from 1, both inclusive. */
  private static void put(char[] text, int first, int last, String value) {
    if (value.length() > last - first + 1) {
      throw new IllegalArgumentException("too long for columns %d-%d".formatted(first, last));
    }
    value.getChars(0, value.length(), text, first - 1);
  }
}
