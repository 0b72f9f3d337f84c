package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7240 section 2, with the examples it gives of spellings that mean the same. */
class PreferencesTest {

  /** Lines of the header are parted by {@code //}. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "respond-async|true|false",
        "RESPOND-Async|true|false",
        "respond-async=\"\"|true|false",
        "respond-async=|true|false",
        "respond-async; wait=100|true|false",
        "respond-async ;x=\"a,b\"|true|false",
        "respond-async, wait=100|true|false",
        "respond-async, handling=lenient|true|true",
        "handling=lenient // respond-async|true|true",
        "handling=\"lenient\", respond-async|true|true",
        "handling = Lenient;x, respond-async|true|true",
        "respond-async, handling=lenient, handling=strict|true|true",
        "respond-async, handling=strict, handling=lenient|true|false",
        "respond-async, handling=unheard // handling=lenient|true|false",
        "respond-async, handling|true|false",
        "respond-async, handlings=lenient|true|false",
        "respond-async, foo; handling=lenient|true|false",
        "respond-async, foo=\"handling=lenient, x\"|true|false",
        "respond-async=yes|false|false",
        "return=minimal|false|false",
        "foo; respond-async|false|false",
        "\"respond-async|false|false",
      })
  void givenPrefer_whenRead_thenTheFirstOfEachCounts(String lines, boolean async, boolean lenient) {
    Preferences preferences = Preferences.of(Arrays.asList(lines.split(" // ")));
    assertThat(preferences.has("respond-async")).isEqualTo(async);
    assertThat(preferences.has("handling", "lenient")).isEqualTo(lenient);
  }
}
