package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.TestModels;
import io.bcda.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryNameTest {
  private static final DeliveryNames NAMES = new DeliveryNames(TestModels.shipped());

  @Test
  void givenArchiveName_whenParsed_thenEachPartAndTheTenthOfASecond() {
    DeliveryName name = NAMES.of("T.BCD.A0001.ZCY18.D181120.T1000007");
    assertThat(name.model().name()).isEqualTo("SSP");
    assertThat(name.aco()).isEqualTo("A0001");
    assertThat(name.kind()).isEqualTo(RosterKind.CURRENT);
    assertThat(name.performanceYear()).isEqualTo(2018);
    assertThat(name.fileTime()).isEqualTo("2018-11-20T10:00:00.700Z");
  }

  @Test
  void givenRunoutName_whenParsed_thenKindRunout() {
    DeliveryName name = NAMES.of("P.BCD.A0001.ZCR25.D260215.T0300000.zip");
    assertThat(name.kind()).isEqualTo(RosterKind.RUNOUT);
    assertThat(name.performanceYear()).isEqualTo(2025);
  }

  @ParameterizedTest
  @CsvSource({
    "T.GUIDE.GUIDE-0001.Y25.D250630.T1000000, GUIDE, GUIDE-0001, 2025",
    "P.ACCESS.ACCES00001.Y25.D250630.T1000000.csv, ACCESS, ACCES00001, 2025",
    "P.PCPB.M2411.D181120.T1000000, TCOCMD, CT000000, 2024",
    "P.BCD.DA0001.MBIY26.D260115.T1200001, CDAC, DA0001, 2026"
  })
  void givenListName_whenParsed_thenItsModelAcoAndYear(
      String name, String model, String aco, int year) {
    DeliveryName parsed = NAMES.of(name);
    assertThat(parsed.model().name()).isEqualTo(model);
    assertThat(parsed.aco()).isEqualTo(aco);
    assertThat(parsed.kind()).isEqualTo(RosterKind.CURRENT);
    assertThat(parsed.performanceYear()).isEqualTo(year);
  }

  @ParameterizedTest
  @CsvSource({
    "A0001, T.BCD.A0001.ZC8Y26.D260115.T1200001",
    "V123, P.V123.ACO.ZC8Y26.D260115.T1200001",
    "E1234, P.CEC.ZC8Y26.D260115.T1200001",
    "C1234, P.C1234.ACO.ZC8Y26.D260115.T1200001",
    "K1234, P.K1234.ACO.ZC8Y26.D260115.T1200001",
    "D1234, P.D1234.ACO.ZC8Y26.D260115.T1200001",
    "IOTA001, P.IOTA001.PRT.ZC8Y26.D260115.T1200001",
    "TEST001, T.TEST001.ACO.ZC8Y26.D260115.T1200001",
    "SBXBD001, T.SBXBD001.ACO.ZC8Y26.D260115.T1200001"
  })
  void givenModel_whenItsMembersAreNamed_thenUnderstoodAsThatAcos(String aco, String member) {
    DeliveryName archive = NAMES.of("P.BCD." + aco + ".ZCY26.D260115.T1200000");
    assertThat(archive.aco()).isEqualTo(aco);
    MemberName name = NAMES.member(member, archive).orElseThrow();
    assertThat(name.isOf(archive)).isTrue();
    assertThat(name.file()).isEqualTo('8');
    assertThat(name.kind()).isEqualTo(RosterKind.CURRENT);
    assertThat(name.performanceYear()).isEqualTo(2026);
    assertThat(name.fileTime()).isEqualTo("2026-01-15T12:00:00.100Z");
  }

  @ParameterizedTest
  @CsvSource({
    "A0001, T.BCD.A0002.ZC8Y26.D260115.T1200001",
    "A0001, T.D0001.ACO.ZC8Y26.D260115.T1200001",
    "C0001, T.C0002.ACO.ZC8Y26.D260115.T1200001",
    "A0001, P.CEC.ZC8Y26.D260115.T1200001"
  })
  void givenMemberOfAnotherAco_whenParsed_thenKnownAsAnothers(String aco, String member) {
    DeliveryName archive = NAMES.of("P.BCD." + aco + ".ZCY26.D260115.T1200000");
    assertThat(NAMES.member(member, archive).orElseThrow().isOf(archive)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T.BCD.A0001.ZC8Y18.D181120.T100000",
        "X.BCD.A0001.ZC8Y18.D181120.T1000009",
        "T.BCD.A001.ZC8Y18.D181120.T1000009",
        "T.A0001.ACO.ZC8Y18.D181120.T1000009",
        "readme.txt"
      })
  void givenOtherMember_whenParsed_thenNotOurs(String member) {
    assertThat(NAMES.member(member, NAMES.of("T.BCD.A0001.ZCY18.D181120.T1000007"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "T.BCD.A0001.ZCY18.D181320.T1000000, impossible date",
    "T.BCD.A0001.ZCY18.D180229.T1000000, impossible date",
    "T.BCD.A0001.ZCY18.D181120.T2400000, impossible date",
    "T.BCD.A0001.ZCY18.D181120.T1060000, impossible date",
    "T.GUIDE.GUIDE-0001.Y25.D251331.T1000000, impossible date",
    "T.BCD.GUIDE-0001.Y18.D181120.T1000000, part 2 must be like GUIDE",
    "X.BCD.A0001.ZCY18.D181120.T1000000, part 1 must be like T",
    "T.ABC.A0001.ZCY18.D181120.T1000000, part 2 must be like BCD",
    "T.BCD.a0001.ZCY18.D181120.T1000000, part 3 must be like",
    "T.BCD.X0001.ZCY18.D181120.T1000000, part 3 must be like",
    "T.BCD.A0001.ZC|18.D181120.T1000000, 'part 4 must be like ZCY26, as in T.BCD.A0001.ZCY26.D260115.T1200000'",
    "T.BCD.A0001.ZCY18.D18112.T1000000, part 5 must be like D260115",
    "T.BCD.A0001.ZCY18.D181120.E1000000, part 6 must be like T1200000",
    "T.BCD.A0001.ZCY18.D181120.T1000000.exe, nothing may follow",
    "roster.zip, it has 2 parts"
  })
  void givenBadName_whenParsed_thenRefusedWithThePartAtFault(String name, String why) {
    assertThatThrownBy(() -> NAMES.of(name)).isInstanceOf(Refusal.class).hasMessageContaining(why);
  }

  @Test
  void givenMemberWithImpossibleDate_whenParsed_thenRefused() {
    DeliveryName archive = NAMES.of("T.BCD.A0001.ZCY18.D180228.T1000009");
    assertThatThrownBy(() -> NAMES.member("T.BCD.A0001.ZC8Y18.D180230.T1000009", archive))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("name of CCLF8");
  }
}
