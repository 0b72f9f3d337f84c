package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class DiskSpaceTest {
  /** More than any disk has. */
  private static final DataSize ALL = DataSize.ofTerabytes(8_000_000);

  @TempDir Path folder;

  @Test
  void givenNothingSet_whenBound_thenAGigabyteIsKept() {
    FilesSettings settings =
        new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("bcda.files", FilesSettings.class);
    assertThat(settings.keepFree()).isEqualTo(DataSize.ofGigabytes(1));
  }

  @Test
  void givenLessThanNothing_whenSet_thenRefusedByName() {
    assertThatThrownBy(() -> settings(DataSize.ofBytes(-1)))
        .hasMessageContaining("bcda.files.keep-free");
  }

  @Test
  void givenMoreToKeepThanThereIs_whenAsked_thenLow() throws IOException {
    DiskSpace space = space(ALL);
    assertThat(space.isLow()).isTrue();
    assertThatThrownBy(space::require).isInstanceOf(NoSpaceException.class);
  }

  @Test
  void givenLittleOrNothingToKeep_whenAsked_thenNotLow() throws IOException {
    assertThat(space(DataSize.ofBytes(1)).isLow()).isFalse();
    assertThatCode(space(DataSize.ofBytes(0))::require).doesNotThrowAnyException();
  }

  @Test
  void givenAFolderThatIsGone_whenAsked_thenNotLowForItCannotBeTold() throws IOException {
    DiskSpace space = space(ALL);
    Files.delete(folder.resolve("exports"));
    assertThat(space.isLow()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "/srv/exports/a/b.ndjson: No space left on device",
        "Disk quota exceeded",
        "There is not enough space on the disk"
      })
  void givenAFullDisk_whenAWriteFails_thenThatIsWhy(String message) throws IOException {
    DiskSpace space = space(DataSize.ofBytes(0));
    assertThat(space.isWhy(new UncheckedIOException(new IOException(message)))).isTrue();
  }

  @Test
  void givenAnotherError_whenAWriteFails_thenSpaceIsWhyOnlyWhereItIsLow() throws IOException {
    IOException stale = new FileSystemException("f", null, "Stale file handle");
    assertThat(space(DataSize.ofBytes(1)).isWhy(stale)).isFalse();
    assertThat(space(ALL).isWhy(stale)).isTrue();
    assertThat(space(ALL).isWhy(new IllegalStateException("rows are missing"))).isFalse();
  }

  private DiskSpace space(DataSize keepFree) throws IOException {
    return new DiskSpace(
        new FolderFileStore(folder.resolve("exports"), Written.SHAPE), settings(keepFree));
  }

  private static FilesSettings settings(DataSize keepFree) {
    return new FilesSettings(null, Compressor.JDK, 1, DataSize.ofKilobytes(256), keepFree);
  }
}
