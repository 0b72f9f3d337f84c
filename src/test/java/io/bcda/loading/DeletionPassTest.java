package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.util.unit.DataSize;

class DeletionPassTest {
  private static final LoadingSettings ONE_TRY =
      new LoadingSettings(
          200,
          2,
          DataSize.ofMegabytes(16),
          10,
          1,
          0,
          LoadingSettings.Repeat.SKIP,
          LoadingSettings.Writer.ROWS,
          100,
          LoadingSettings.Nodes.IN_TURN,
          false);

  @TempDir Path folder;
  private final LoadTally tally = new LoadTally(1, ONE_TRY);

  /** Its other lines would be committed, and the file never read again. */
  @Test
  void givenAnotherWriterHasTheResource_whenAllIsOneTransaction_thenTheFileIsToBeTriedAgain()
      throws IOException {
    load(new Locked(true));
    assertThat(tally.ended()).map(end -> end.state().shouldRetry()).contains(true);
    assertThat(tally.refused()).isEmpty();
  }

  @Test
  void givenAnotherWriterHasTheResource_whenBatchesAreCommitted_thenTheLineIsRefused()
      throws IOException {
    load(new Locked(false));
    assertThat(tally.ended()).isEmpty();
    assertThat(tally.refused()).hasSize(1);
  }

  private void load(StoreWriter store) throws IOException {
    Path file = folder.resolve("deletes.ndjson");
    Files.writeString(file, TestLines.deletes(List.of("ExplanationOfBenefit/e1")) + "\n");
    new DeletionPass(FhirContext.forR4Cached(), ONE_TRY)
        .load(new NdjsonFile(file, 1 << 20), store, tally, () -> {});
  }

  /** A store whose resources are another writer's. */
  private record Locked(boolean isOneTransaction) implements StoreWriter {
    @Override
    public int delete(List<String> references) {
      throw new CannotAcquireLockException("another writer has it");
    }

    @Override
    public List<WriteOutcome> write(List<Admitted> batch) {
      throw new UnsupportedOperationException();
    }
  }
}
