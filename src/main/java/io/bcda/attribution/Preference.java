package io.bcda.attribution;

import java.time.LocalDate;

/**
 * What a person told 1-800-MEDICARE about the sharing of their claims.
 *
 * @param effective first day on which it holds
 * @param share false if the person opted out
 */
record Preference(String mbi, LocalDate effective, boolean share) {

  @Override
  public String toString() {
    return "Preference[redacted]";
  }
}
