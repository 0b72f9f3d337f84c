package io.bcda.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the operating system keeps in memory of a folder's files. By GNU's {@code dd} and
 * util-linux's {@code fincore}, so on Linux only; needs no rights but those to the files.
 */
final class FileCache {
  private final Path folder;

  FileCache(Path folder) {
    this.folder = folder;
  }

  /** Bytes in memory, in whole pages, and bytes that the files have. */
  record Held(long bytes, long of) {
    double megabytes() {
      return bytes / 1e6;
    }
  }

  /**
   * Takes all out of memory. Nobody should be using the files.
   *
   * @return why more than a hundredth of it may still be there; empty if it is not
   */
  Optional<String> drop() {
    try {
      each("sync", "{}", "+"); // pages that are not on disk yet would stay
      // posix_fadvise(2), POSIX_FADV_DONTNEED; it is only advice, so it is looked whether it helped
      each("dd", "if={}", "iflag=nocache", "count=0", "status=none", ";");
      Held left = held();
      return left.bytes() * 100 <= left.of()
          ? Optional.empty()
          : Optional.of(
              "%s MB of the data folder's %s MB stay in the system's cache"
                  .formatted(
                      BenchTable.number(left.megabytes()), BenchTable.number(left.of() / 1e6)));
    } catch (IOException e) {
      return Optional.of("nothing tells here what is in the system's cache");
    }
  }

  /**
   * Looks what is in memory.
   *
   * @throws IOException if that cannot be told
   */
  Held held() throws IOException {
    String text = each("fincore", "--bytes", "--noheadings", "--output", "RES,SIZE", "{}", "+");
    if (text.isBlank()) {
      throw new IOException("fincore says nothing");
    }
    long bytes = 0;
    long of = 0;
    for (String line : text.lines().toList()) {
      String[] sizes = line.strip().split(" +");
      bytes += Long.parseLong(sizes[0]);
      of += Long.parseLong(sizes[1]);
    }
    return new Held(bytes, of);
  }

  /** Has {@code find} run a command on each file; returns what that says. */
  private String each(String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of("find", folder.toString(), "-type", "f", "-exec"));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectError(Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
