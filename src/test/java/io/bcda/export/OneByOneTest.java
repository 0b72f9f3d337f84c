package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneByOneTest {

  @Test
  void givenSomeThatResist_whenDone_thenTheOthersAreDone() {
    List<String> done = new ArrayList<>();

    OneByOne.each(
        List.of("first", "error", "second", "fault", "third"),
        job -> job,
        job -> {
          if (job.equals("error")) {
            throw new StackOverflowError();
          }
          if (job.equals("fault")) {
            throw new IOException();
          }
          done.add(job);
        });

    assertThat(done).containsExactly("first", "second", "third");
  }
}
