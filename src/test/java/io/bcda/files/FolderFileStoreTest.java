package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderFileStoreTest {
  private static final String JOB = "0b7c1f4e-3f1c-4b60-9d53-0c0a5b9e2d11";
  private static final String NAME = "Patient-1-a1b2.ndjson";
  @TempDir Path folder;
  private FolderFileStore store;

  @BeforeEach
  void open() throws IOException {
    store = new FolderFileStore(folder.resolve("exports"), Written.SHAPE);
  }

  @Test
  void givenAnAbandonedFile_whenClosed_thenNothingIsLeft() throws IOException {
    try (ExportFileWriter writer = store.create(JOB, NAME)) {
      writer.write(new byte[100], 0, 100);
    }
    assertThat(store.names(JOB)).isEmpty();
    assertThat(store.find(JOB, NAME)).isEmpty();
    assertThat(folder.resolve("exports").resolve(JOB)).isEmptyDirectory();
  }

  @Test
  void givenAnOpenLine_whenBorderOrFinish_thenRefused() throws IOException {
    try (ExportFileWriter writer = store.create(JOB, NAME)) {
      writer.write(new byte[] {'{'}, 0, 1);
      assertThatThrownBy(() -> writer.border(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void givenAFinishedFile_whenCreatedAgain_thenRefusedAndKept() throws IOException {
    Written.lines(store, JOB, NAME, 3, 1);
    assertThatThrownBy(() -> store.create(JOB, NAME))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(store.find(JOB, NAME)).isPresent();
    assertThat(index()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "", ".", "..", ".hidden", "a\0b", "x.idx", "a b", "ä"})
  void givenAStrangeName_whenUsed_thenNothingIsFoundAndNothingMade(String name) throws IOException {
    Written.lines(store, JOB, NAME, 3, 1);
    assertThat(store.find(JOB, name)).isEmpty();
    assertThat(store.find(name, NAME)).isEmpty();
    assertThatThrownBy(() -> store.create(JOB, name)).isInstanceOf(IllegalArgumentException.class);
    store.delete(JOB, name);
    store.deleteJob(name);
    assertThat(store.names(JOB)).containsExactly(NAME);
  }

  @Test
  void givenJobs_whenListedAndDeleted_thenOnlyTheirFilesGo() throws IOException {
    Written.lines(store, JOB, NAME, 3, 1);
    Written.lines(store, JOB, "Coverage-1.ndjson", 3, 1);
    try (ExportFileWriter other = store.create("other", NAME)) {
      other.finish();
    }
    assertThat(store.jobs()).containsExactly(JOB, "other");
    assertThat(store.names(JOB)).containsExactly("Coverage-1.ndjson", NAME);
    store.delete(JOB, NAME);
    assertThat(store.names(JOB)).containsExactly("Coverage-1.ndjson");
    store.deleteJob(JOB);
    assertThat(store.jobs()).containsExactly("other");
    assertThat(store.usableBytes()).isPositive();
    store.deleteJob(JOB);
  }

  @Test
  void givenAnOpenDownload_whenDeleted_thenItReadsOnAndNoNewOneBegins() throws IOException {
    Written w = Written.lines(store, JOB, NAME, 3000, 1);
    try (InputStream in = w.file().plain(10)) {
      assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOfRange(w.plain(), 10, 20));
      store.deleteJob(JOB);
      assertThat(w.file().isStored()).isFalse();
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(w.plain(), 20, w.plain().length));
    }
    assertThatThrownBy(() -> w.file().plain(0)).isInstanceOf(NoSuchFileException.class);
  }

  private Path index() {
    return folder.resolve("exports").resolve(JOB).resolve(NAME + SegmentIndex.SUFFIX);
  }
}
