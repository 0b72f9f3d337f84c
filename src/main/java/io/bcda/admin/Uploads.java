package io.bcda.admin;

import io.bcda.settings.BcdaHome;
import io.bcda.web.LimitedStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that operators send. They go to the server's own folder, never as a whole into memory. */
final class Uploads {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._#-]{0,199}");
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
  private final Path folder;
  private final long most;
  private final Clock clock;

  Uploads(BcdaHome home, AdminSettings settings, Clock clock) {
    this.folder = home.resolve("uploads");
    this.most = settings.maxUpload().toBytes();
    this.clock = clock;
  }

  /** A file that was received. Closed, it is gone. */
  record Upload(Path file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      delete(file.getParent());
    }
  }

  /**
   * The request's body, no longer than is taken.
   *
   * @throws ApiFault 413 if the request announces more; reading more throws it, too
   */
  InputStream body(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > most) {
      throw ApiFault.tooLong(most);
    }
    return new LimitedStream(request.getInputStream(), most, () -> ApiFault.tooLong(most));
  }

  /**
   * Receives the request's body as a file, in a folder of its own.
   *
   * @param name of the file, which tells what it is
   * @throws ApiFault 400 if that is no plain name, 413 if the body is too long
   */
  Upload receive(HttpServletRequest request, String name) throws IOException {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new ApiFault(
          400,
          "name is that of the file, without a folder: letters, digits, dots, hyphens, underscores"
              + " and #, at most 200");
    }
    try (InputStream body = body(request)) {
      forgetAbandoned();
      Path own = Files.createTempDirectory(Files.createDirectories(folder), "");
      try {
        Files.copy(body, own.resolve(name));
        return new Upload(own.resolve(name));
      } catch (IOException | RuntimeException e) {
        delete(own);
        throw e;
      }
    }
  }

  /** What a process that died had received. */
  private void forgetAbandoned() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Instant old = clock.instant().minus(ABANDONED_AFTER);
    for (Path each : in(folder)) {
      try {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(old)) {
          delete(each);
        }
      } catch (NoSuchFileException e) {
        // Its owner, or another node, was quicker.
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : in(folder)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
