package io.bcda.sandbox;

import io.bcda.sandbox.Vocabulary.Word;
import java.util.Locale;

/** Writes the monthly extensions that Patient and Coverage share. */
final class Enrollment {
  private static final Word NOT_DUAL =
      new Word(
          "NA",
          "Non-Medicaid, enrolled in Medicare A and/or B, and no Part D subsidy for the month");

  private final JsonText json;
  private final int year;

  Enrollment(JsonText json, int year) {
    this.json = json;
    this.year = year;
  }

  void referenceYear() {
    json.object().text("url", Systems.VARIABLES + "rfrnc_yr");
    json.text("valueDate", String.valueOf(year)).end();
  }

  void dualStatus() {
    monthly("dual_", "", NOT_DUAL);
  }

  /** A coded extension for each month, e.g. {@code buyin01}. */
  void monthly(String variable, Word value) {
    monthly(variable, "", value);
  }

  /** Part D's contracts name year and month in the extension's URL besides. */
  void contracts(Word value) {
    for (int month = 1; month <= 12; month++) {
      String system = Systems.VARIABLES + String.format(Locale.ROOT, "ptdcntrct%02d", month);
      extension(system + String.format(Locale.ROOT, "/%d-%d", year, month), system, value);
    }
  }

  void coded(String variable, Word value) {
    String system = Systems.VARIABLES + variable;
    extension(system, system, value);
  }

  private void monthly(String variable, String suffix, Word value) {
    for (int month = 1; month <= 12; month++) {
      coded(variable + String.format(Locale.ROOT, "%02d", month) + suffix, value);
    }
  }

  private void extension(String url, String system, Word value) {
    json.object().text("url", url);
    json.coding("valueCoding", system, value.code(), value.display()).end();
  }
}
