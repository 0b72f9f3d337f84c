package io.bcda.aco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.settings.UnusableSetting;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcoModelsTest {

  @ParameterizedTest
  @CsvSource({
    "SSP, A9990, true",
    "SSP, A999, false",
    "SSP, a9990, false",
    "SSP, A99901, false",
    "SSP, D9990, false",
    "REACH, D0001, true",
    "CKCC, C0001, true",
    "KCF, K0001, true",
    "NGACO, V001, true",
    "NGACO, V0001, false",
    "CEC, E0001, true",
    "IOTA, IOTA001, true",
    "GUIDE, GUIDE-0001, true",
    "GUIDE, GUIDE0001, false",
    "ACCESS, ACCES00001, true",
    "TCOCMD, CT0000, true",
    "TCOCMD, CT000000, true",
    "CDAC, DA0001, true",
    "TEST, TEST001, true",
    "TEST, SBXAA001, true",
    "TEST, A9990, false"
  })
  void givenAnId_whenOfAModel_thenAcceptedByItsForm(String model, String id, boolean accepted) {
    assertThat(TestModels.shipped(model).accepts(id)).isEqualTo(accepted);
  }

  @Test
  void givenAnUnknownName_whenAsked_thenNone() {
    assertThat(TestModels.shipped().named("ssp")).isEmpty();
    assertThat(TestModels.shipped().named("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // model, runout, exempt, look-back on 2026-11-23, on 2026-01-01
        "SSP, true, false, -, -",
        "REACH, true, false, 2023-04-01, 2022-04-01",
        "CKCC, false, false, 2024-01-01, 2024-01-01",
        "KCF, false, false, 2024-01-01, 2024-01-01",
        "NGACO, true, false, -, -",
        "CEC, true, false, -, -",
        "IOTA, true, false, -, -",
        "GUIDE, false, false, 2022-07-01, 2022-07-01",
        "ACCESS, false, false, 2023-01-01, 2023-01-01",
        "TCOCMD, false, true, -, -",
        "CDAC, false, false, -, -",
        "TEST, true, false, -, -"
      })
  void givenAModel_whenAsShipped_thenItHasCmssRules(
      String name, boolean runout, boolean exempt, LocalDate november, LocalDate january) {
    AcoModel model = TestModels.shipped(name);
    assertThat(model.runout()).isEqualTo(runout);
    assertThat(model.groups().contains(AcoGroup.RUNOUT)).isEqualTo(runout);
    assertThat(model.groups()).contains(AcoGroup.ALL, AcoGroup.NEW);
    assertThat(model.suppressionExempt()).isEqualTo(exempt);
    assertThat(from(model, "2026-11-23")).isEqualTo(november);
    assertThat(from(model, "2026-01-01")).isEqualTo(january);
  }

  private static LocalDate from(AcoModel model, String today) {
    return model
        .lookBack()
        .map(back -> back.from(model.example(), LocalDate.parse(today)))
        .orElse(null);
  }

  @Test
  void givenLookBackOfYears_whenItsDayComes_thenTheBoundMovesOn() {
    AcoModel reach = TestModels.shipped("REACH");
    assertThat(from(reach, "2026-03-31")).isEqualTo("2022-04-01");
    assertThat(from(reach, "2026-04-01")).isEqualTo("2023-04-01");
  }

  @Test
  void givenAcosWithDatesOfTheirOwn_whenAsked_thenTheirsCount() {
    AcoModel guide =
        TestModels.with(Map.of("bcda.models.GUIDE.look-back.aco-dates.GUIDE-0007", "2021-07-01"))
            .named("GUIDE")
            .orElseThrow();
    LookBack back = guide.lookBack().orElseThrow();
    assertThat(back.from("GUIDE-0007", LocalDate.parse("2026-11-23"))).isEqualTo("2021-07-01");
    assertThat(back.from("GUIDE-0008", LocalDate.parse("2026-11-23"))).isEqualTo("2022-07-01");
  }

  @Test
  void givenSingleValues_whenSet_thenTheRestStaysAsShipped() {
    AcoModel ssp =
        TestModels.with(
                Map.of(
                    "bcda.models.SSP.groups", "all,runout",
                    "bcda.models.ssp.look-back.years", "5",
                    "bcda.models.SSP.look-back.turns", "07-01"))
            .named("SSP")
            .orElseThrow();
    assertThat(ssp.groups()).isEqualTo(Set.of(AcoGroup.ALL, AcoGroup.RUNOUT));
    assertThat(from(ssp, "2026-11-23")).isEqualTo("2021-07-01");
    assertThat(ssp.accepts("A0001")).isTrue();
  }

  @Test
  void givenAModelOfOnesOwn_whenDescribed_thenKnown() {
    AcoModels models =
        TestModels.with(
            settings(
                "bcda.models.PCF.title=Primary Care First",
                "bcda.models.PCF.cms-id=P\\d{6}",
                "bcda.models.PCF.example=P000001",
                "bcda.models.PCF.archive={env}.BCD.{aco}.ZC{kind}{yy}.{date}.{time}",
                "bcda.models.PCF.member={env}.{aco}.ACO.ZC{file}{kind}{yy}.{date}.{time}",
                "bcda.models.KCF.enabled=false"));
    assertThat(models.named("PCF").orElseThrow().accepts("P123456")).isTrue();
    assertThat(models.named("KCF")).isEmpty();
    assertThat(models.names()).contains("PCF").doesNotContain("KCF");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bcda.models.SSP.title= | bcda.models.SSP.title is missing",
        "bcda.models.SSP.cms-id= | bcda.models.SSP.cms-id is missing",
        "bcda.models.SSP.cms-id=A(\\d{4} | bcda.models.SSP.cms-id is no regular expression",
        "bcda.models.SSP.cms-id=A\\\\d{4} | bcda.models.SSP.example is not accepted by cms-id",
        "bcda.models.SSP.example= | bcda.models.SSP.example must be",
        "bcda.models.SSP.example=B0001 | bcda.models.SSP.example is not accepted",
        "bcda.models.SSP.archive= | bcda.models.SSP.archive and csv are missing",
        "bcda.models.SSP.csv={env}.X.{aco}.Y{yy}.{date}.{time} | bcda.models.SSP.archive stands beside csv",
        "bcda.models.SSP.member= | bcda.models.SSP.member is missing",
        "bcda.models.SSP.member={env}.{aco}.Z{kind}{yy}.{date}.{time} | bcda.models.SSP.member lacks {file}",
        "bcda.models.SSP.archive={env}.{aco}.ZC{yy}.{date}.{time} | bcda.models.SSP.archive lacks {kind}",
        "bcda.models.SSP.archive={env}.{id}.ZC{yy}.{date}.{time} | bcda.models.SSP.archive has an unknown {id}",
        "bcda.models.SSP.archive={env}.{aco}.{aco}.ZC{yy}.{date}.{time} | bcda.models.SSP.archive has {aco} twice",
        "bcda.models.SSP.csv-aco=A0001 | bcda.models.SSP.csv-aco stands without csv",
        "bcda.models.GUIDE.csv-aco=GUIDE-0001 | bcda.models.GUIDE.csv-aco stands beside {aco}",
        "bcda.models.TCOCMD.csv-aco= | bcda.models.TCOCMD.csv-aco is missing",
        "bcda.models.TCOCMD.csv-aco=A0001 | bcda.models.TCOCMD.csv-aco is not accepted",
        "bcda.models.GUIDE.runout=true | bcda.models.GUIDE.runout is true, but names by csv tell no {kind}",
        "bcda.models.GUIDE.groups=all,runout | bcda.models.GUIDE.groups has runout, but runout",
        "bcda.models.SSP.groups=all,everybody | bcda.models.SSP.groups has an unknown group",
        "bcda.models.SSP.groups= | bcda.models.SSP.groups is empty",
        "bcda.models.SSP.year-begins=13-01 | bcda.models.SSP.year-begins is no day of the year",
        "bcda.models.SSP.year-begins=02-29 | bcda.models.SSP.year-begins is no day of each year",
        "bcda.models.SSP.look-back.years=3 | bcda.models.SSP.look-back.turns is missing",
        "bcda.models.SSP.look-back.turns=01-01 | bcda.models.SSP.look-back.turns stands without years",
        "bcda.models.REACH.look-back.years=0 | bcda.models.REACH.look-back.years is not from 1 to 50",
        "bcda.models.REACH.look-back.date=2020-01-01 | bcda.models.REACH.look-back.years stands beside date",
        "bcda.models.SSP.look-back.aco-dates.A0001=2020-01-01 | bcda.models.SSP.look-back.aco-dates stands without date",
        "bcda.models.GUIDE.look-back.aco-dates.A0001=2020-01-01 | bcda.models.GUIDE.look-back.aco-dates has an id",
        "bcda.models.SSP.lookback=3 | bcda.models",
        "bcda.models.SSP.runout=perhaps | bcda.models.ssp.runout cannot be understood",
        "bcda.models.CEC.cms-id=[AE]\\d{4} | bcda.models.SSP.example contradicts bcda.models.CEC.cms-id",
        "bcda.models.4S.title=X | bcda.models has a model whose name"
      })
  void givenAContradiction_whenRead_thenTheKeyIsNamed(String settingAndSentence) {
    String[] parts = settingAndSentence.split(" \\| ");
    assertThatThrownBy(() -> TestModels.with(settings(parts[0].strip())))
        .isInstanceOfSatisfying(
            UnusableSetting.class, e -> assertThat(e.description()).startsWith(parts[1]))
        .satisfies(e -> assertThat(((UnusableSetting) e).action()).isNotBlank());
  }

  @Test
  void givenTwoModelsThatNameTheirFilesAlike_whenRead_thenBothKeysAreNamed() {
    assertThatThrownBy(
            () ->
                TestModels.with(
                    settings(
                        "bcda.models.OTHER.title=Other",
                        "bcda.models.OTHER.cms-id=OT\\d{4}",
                        "bcda.models.OTHER.example=OT0001",
                        "bcda.models.OTHER.csv={env}.PCPB.M{yy}01.{date}.{time}",
                        "bcda.models.OTHER.csv-aco=OT0001")))
        .hasMessageContaining("bcda.models.OTHER.csv contradicts bcda.models.TCOCMD.csv");
  }

  private static Map<String, String> settings(String... lines) {
    Map<String, String> settings = new LinkedHashMap<>();
    Arrays.stream(lines)
        .forEach(
            line ->
                settings.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return settings;
  }
}
