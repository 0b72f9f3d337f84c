package io.bcda.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.settings.UnusableSetting;
import org.junit.jupiter.api.Test;

class WorkersConnectionsTest {

  @Test
  void givenTheDefaults_whenTheServerStarts_thenThereAreEnoughConnections() {
    assertThatCode(() -> WorkersConnections.require(2, 20)).doesNotThrowAnyException();
  }

  @Test
  void givenTwoConnectionsForEachWorkerAndFourMore_whenTheServerStarts_thenTheyAreEnough() {
    assertThatCode(() -> WorkersConnections.require(8, 20)).doesNotThrowAnyException();
  }

  @Test
  void givenOneConnectionLess_whenTheServerStarts_thenItSaysWhatToDo() {
    assertThatThrownBy(() -> WorkersConnections.require(8, 19))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("bcda.cluster.workers is 8")
        .hasMessageContaining("at most 7, or allow 20 connections");
  }
}
