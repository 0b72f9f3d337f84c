package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

class FileCacheTest {
  private static final Path MEMORY = Path.of("/dev/shm");

  /** What lies in memory alone stays there, whatever is asked of the system. */
  @Test
  void givenFilesThatStayInMemory_whenDropped_thenItSaysSo() throws IOException {
    assumeTrue(Files.isWritable(MEMORY));
    Path folder = Files.createTempDirectory(MEMORY, "bcda");
    try {
      Files.write(folder.resolve("data"), new byte[1 << 20]);

      assertThat(new FileCache(folder).drop()).isPresent();
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  @Test
  void givenNoSuchFolder_whenDropped_thenItSaysThatNothingIsKnown() {
    assertThat(new FileCache(Path.of("target/no-such-folder")).drop())
        .hasValue("nothing tells here what is in the system's cache");
  }
}
