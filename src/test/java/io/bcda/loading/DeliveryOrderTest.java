package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryOrderTest {
  @TempDir Path folder;

  @Test
  void givenFilesOfAllTypes_whenOrdered_thenPatientsFirstThenCoveragesThenByName()
      throws IOException {
    Path claims2 = write("a-2.ndjson", TestLines.claim("c", "p"));
    Path claims1 = write("a-1.ndjson", TestLines.claim("c", "p"));
    Path coverage = write("b.ndjson", TestLines.coverage("k", "p"));
    Path patients = folder.resolve("z.ndjson.gz");
    Files.write(
        patients, TestLines.gzip(TestLines.utf8("", TestLines.patient("p", "1S00E00AA01"))));

    assertThat(DeliveryOrder.of(List.of(claims2, coverage, claims1, patients)))
        .containsExactly(patients, coverage, claims1, claims2);
  }

  @Test
  void givenUnreadableFirstLine_whenOrdered_thenTheNameDecides() throws IOException {
    Path eob = write("ExplanationOfBenefit-1.ndjson", "broken");
    Path patients = write("Patient-1.ndjson", "broken");
    Path cover = write("coverage-1.ndjson", "broken");
    assertThat(DeliveryOrder.of(List.of(eob, patients, cover)))
        .containsExactly(patients, cover, eob);
  }

  @Test
  void givenClaimsUnderAPatientsName_whenOrdered_thenTheContentDecides() throws IOException {
    Path claims = write("Patient.ndjson", TestLines.claim("c", "p"));
    Path patients = write("x.ndjson", TestLines.patient("p", "1S00E00AA01"));
    assertThat(DeliveryOrder.of(List.of(claims, patients))).containsExactly(patients, claims);
  }

  private Path write(String name, String line) throws IOException {
    return Files.write(folder.resolve(name), TestLines.utf8(line));
  }
}
