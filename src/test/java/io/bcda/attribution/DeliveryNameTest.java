package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.refusal.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryNameTest {

  @Test
  void givenArchiveName_whenParsed_thenEachPartAndTheTenthOfASecond() {
    assertThat(DeliveryName.ofArchive("T.BCD.A0001.ZCY18.D181120.T1000007"))
        .isEqualTo(
            new DeliveryName(
                "A0001", RosterKind.CURRENT, 2018, Instant.parse("2018-11-20T10:00:00.700Z")));
  }

  @Test
  void givenRunoutName_whenParsed_thenKindRunout() {
    DeliveryName name = DeliveryName.ofArchive("P.BCD.A0001.ZCR25.D260215.T0300000.zip");
    assertThat(name.kind()).isEqualTo(RosterKind.RUNOUT);
    assertThat(name.performanceYear()).isEqualTo(2025);
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
    DeliveryName archive = DeliveryName.ofArchive("P.BCD." + aco + ".ZCY26.D260115.T1200000");
    assertThat(archive.aco()).isEqualTo(aco);
    assertThat(MemberName.of(member))
        .contains(
            new MemberName(
                8,
                MemberNaming.of(aco).owner(aco),
                RosterKind.CURRENT,
                2026,
                Instant.parse("2026-01-15T12:00:00.100Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T.BCD.A0001.ZC9Y18.D181120.T1000010",
        "T.BCD.A0001.ZC8Y18.D181120.T100000",
        "X.BCD.A0001.ZC8Y18.D181120.T1000009",
        "T.BCD.A001.ZC8Y18.D181120.T1000009",
        "T.A0001.ACO.ZC8Y18.D181120.T1000009",
        "readme.txt"
      })
  void givenOtherMember_whenParsed_thenNotOurs(String member) {
    assertThat(MemberName.of(member)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "T.BCD.A0001.ZCY18.D181320.T1000000, impossible date",
    "T.BCD.A0001.ZCY18.D180229.T1000000, impossible date",
    "T.BCD.A0001.ZCY18.D181120.T2400000, impossible date",
    "T.BCD.A0001.ZCY18.D181120.T1060000, impossible date",
    "T.BCD.X0001.ZCY18.D181120.T1000000, of no model",
    "T.BCD.GUIDE-0001.ZCY18.D181120.T1000000, of no model",
    "X.BCD.A0001.ZCY18.D181120.T1000000, part 1 must be T or P",
    "T.ABC.A0001.ZCY18.D181120.T1000000, part 2 must be BCD",
    "T.BCD.a0001.ZCY18.D181120.T1000000, part 3 must be the ACO's CMS id",
    "T.BCD.ACOB.ZC0Y18.D181120.T0001000, part 4 must be ZCY or ZCR",
    "T.BCD.A0001.ZC|18.D181120.T1000000, part 4 must be ZCY or ZCR",
    "T.BCD.A0001.ZCY18.D18112.T1000000, part 5 must be D",
    "T.BCD.A0001.ZCY18.D181120.E1000000, part 6 must be T",
    "T.BCD.A0001.ZCY18.D181120.T1000000.exe, nothing may follow",
    "roster.zip, it has 2 parts"
  })
  void givenBadArchiveName_whenParsed_thenRefusedWithThePartAtFault(String name, String why) {
    assertThatThrownBy(() -> DeliveryName.ofArchive(name))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  @Test
  void givenMemberWithImpossibleDate_whenParsed_thenRefused() {
    assertThatThrownBy(() -> MemberName.of("T.BCD.A0001.ZC8Y18.D180230.T1000009"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("name of CCLF8");
  }
}
