package io.bcda.aco;

import static java.util.stream.Collectors.toMap;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** From which service date on an ACO of a model gets claims. */
public sealed interface LookBack {

  /** The first service date that counts for an ACO on a day. Both are days of UTC. */
  LocalDate from(String aco, LocalDate today);

  /** A text that {@link #ofText} understands; equal for equal rules. */
  String text();

  /**
   * @throws IllegalArgumentException for another text
   */
  static LookBack ofText(String text) {
    String[] words = text.split(" ");
    if (words[0].equals("years")) {
      return new Years(Integer.parseInt(words[1]), MonthDay.parse(words[2]));
    }
    if (words[0].equals("since")) {
      Map<String, LocalDate> ofAcos =
          Arrays.stream(words)
              .skip(2)
              .map(word -> word.split("="))
              .collect(toMap(pair -> pair[0], pair -> LocalDate.parse(pair[1])));
      return new Since(LocalDate.parse(words[1]), ofAcos);
    }
    throw new IllegalArgumentException("no look-back");
  }

  /**
   * Some years, counted from a day that comes each year: with 3 years and 1 April it is 1 April
   * 2023 on every day from 1 April 2026 to 31 March 2027.
   */
  record Years(int years, MonthDay turns) implements LookBack {
    @Override
    public LocalDate from(String aco, LocalDate today) {
      LocalDate turn = turns.atYear(today.getYear());
      LocalDate last = today.isBefore(turn) ? turns.atYear(today.getYear() - 1) : turn;
      return turns.atYear(last.getYear() - years);
    }

    @Override
    public String text() {
      return "years " + years + " " + turns;
    }
  }

  /**
   * A date that stays.
   *
   * @param ofAcos other dates, of ACOs by their CMS ids
   */
  record Since(LocalDate date, Map<String, LocalDate> ofAcos) implements LookBack {
    public Since {
      ofAcos = Map.copyOf(ofAcos);
    }

    @Override
    public LocalDate from(String aco, LocalDate today) {
      return ofAcos.getOrDefault(aco, date);
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder("since ").append(date);
      new TreeMap<>(ofAcos)
          .forEach((aco, from) -> text.append(' ').append(aco).append('=').append(from));
      return text.toString();
    }
  }
}
