package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResourceSetTest {
  private static final String LINE =
      "{\"resourceType\":\"Patient\",\"id\":\"-1\",\"meta\":{\"versionId\":\"2\",\"lastUpdated\":\"";

  @Test
  void givenTheSameResourcesInAnotherOrder_whenCompared_thenTheyAreEqual() {
    ResourceSet expected = new ResourceSet();
    expected.add("Coverage", "a", 1);
    expected.add("Patient", "-1", 2);
    ResourceSet seen = new ResourceSet();
    seen.addLine(LINE);
    seen.add("Coverage", "a", 1);

    assertThat(seen).isEqualTo(expected).hasSameHashCodeAs(expected);
  }

  @Test
  void givenOneTwiceAndAnotherLacking_whenCompared_thenTheyDiffer() {
    ResourceSet expected = new ResourceSet();
    expected.add("Coverage", "a", 1);
    expected.add("Coverage", "b", 1);
    ResourceSet seen = new ResourceSet();
    seen.add("Coverage", "a", 1);
    seen.add("Coverage", "a", 1);

    assertThat(seen.count()).isEqualTo(expected.count());
    assertThat(seen).isNotEqualTo(expected);
  }

  @Test
  void givenALineOfAnotherForm_whenAdded_thenItIsRefused() {
    ResourceSet seen = new ResourceSet();
    assertThatThrownBy(() -> seen.addLine("{\"id\":\"a\"}")).isInstanceOf(AssertionError.class);
  }
}
