package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.attribution.PreferenceName.Environment;
import io.bcda.refusal.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceNameTest {

  @ParameterizedTest
  @CsvSource({
    "T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009, TEST, 2018-11-20T10:00:00.900Z",
    "P#EFT.ON.ACO.NGD1800.DPRF.D190816.T0241390, PRODUCTION, 2019-08-16T02:41:39Z"
  })
  void givenName_whenRead_thenEnvironmentAndTime(
      String name, Environment environment, Instant time) {
    assertThat(PreferenceName.of(name)).contains(new PreferenceName(environment, time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T#EFT.ON.ACO.NGD1800.FRPD.D181120.T1000009",
        "X#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009",
        "T#EFT.ON.ACO.NGD1800.DPRF.D181120.T100000",
        "T#EFT.ON.ACO.NGD1800.DPRF.D18112.T1000009",
        "T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009.zip",
        "T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009\n",
        "TxEFT.ON.ACO.NGD1800.DPRF.D181120.T1000009",
        "T.BCD.A0001.ZCY18.D181120.T1000000",
        ""
      })
  void givenOtherName_whenRead_thenNotOurs(String name) {
    assertThat(PreferenceName.of(name)).isEmpty();
  }

  @Test
  void givenImpossibleDateOrTime_whenRead_thenRefused() {
    for (String time : new String[] {"D180229.T1000009", "D181120.T2400000"}) {
      assertThatThrownBy(() -> PreferenceName.of("T#EFT.ON.ACO.NGD1800.DPRF." + time))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("preference file's name has an impossible date or time");
    }
  }
}
