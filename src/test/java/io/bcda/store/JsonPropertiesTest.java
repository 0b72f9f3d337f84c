package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPropertiesTest {
  private static final List<String> NAMES =
      List.of("type", "item", "\"quoted\\", "", "été", "_type", "identifier", "{", "]");

  @Test
  void givenAnyObject_whenWalked_thenItsPropertiesAreThoseOfTheTree() {
    MadeUpJson made = new MadeUpJson(7);
    for (int i = 0; i < 3000; i++) {
      ObjectNode object = made.object(NAMES, 3);
      byte[] json = made.written(object);

      assertThat(walk(json)).as(new String(json)).isEqualTo(object);
    }
  }

  @Test
  void givenAnObjectInTheMidstOfBytes_whenWalked_thenOnlyItIs() {
    byte[] json = MadeUpJson.bytes("{\"a\":{\"b\":1},\"c\":2}");
    JsonProperties inner = new JsonProperties(json, 5, 12);

    assertThat(inner.next()).isTrue();
    assertThat(inner.name()).isEqualTo("b");
    assertThat(inner.next()).isFalse();
  }

  @Test
  void givenAName_whenLookedForAmongOthers_thenItIsFoundHoweverItIsWritten() {
    byte[][] names = {MadeUpJson.bytes("typ"), MadeUpJson.bytes("type"), MadeUpJson.bytes("été")};
    for (String json : List.of("{\"type\":1}", "{ \"t\\u0079pe\" :1}")) {
      JsonProperties properties = new JsonProperties(MadeUpJson.bytes(json));
      assertThat(properties.next()).isTrue();
      assertThat(properties.in(names)).as(json).isEqualTo(1);
    }
    JsonProperties other = new JsonProperties(MadeUpJson.bytes("{\"types\":1,\"\\u00e9té\":2}"));
    assertThat(other.next()).isTrue();
    assertThat(other.in(names)).isEqualTo(-1);
    assertThat(other.next()).isTrue();
    assertThat(other.in(names)).isEqualTo(2);
  }

  @Test
  void givenAnObjectThatIsCutOffAnywhere_whenWalked_thenItIsNoJson() {
    byte[] json =
        MadeUpJson.bytes("{\"a\":{\"b\":[1,{}]},\"c\":\"x\\\"}\",\"d\":true , \"e\":null}");
    for (int end = 0; end < json.length; end++) {
      byte[] cut = Arrays.copyOf(json, end);
      assertThatThrownBy(() -> walk(cut))
          .as(new String(cut))
          .isInstanceOf(JsonProperties.NotJson.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "null", "\"a\"", "{\"a\" 1}", "{\"a\":}", "{\"a\":1 \"b\":2}", "{a:1}"})
  void givenWhatIsNoObject_whenWalked_thenItIsNoJson(String json) {
    assertThatThrownBy(() -> walk(MadeUpJson.bytes(json)))
        .isInstanceOf(JsonProperties.NotJson.class);
  }

  private static JsonNode walk(byte[] json) {
    ObjectNode walked = MadeUpJson.JSON.createObjectNode();
    JsonProperties properties = new JsonProperties(json);
    while (properties.next()) {
      walked.set(properties.name(), JsonProperties.tree(json, properties.value()));
    }
    return walked;
  }
}
