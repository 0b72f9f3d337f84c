package io.bcda.files;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether the store has room for more. Asking costs one system call, so ask now and then while
 * writing, not at each line. Safe for many threads.
 */
@Component
public class DiskSpace {
  private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);

  /** As ENOSPC and EDQUOT are told on Linux and macOS, and a full disk on Windows. */
  private static final Pattern FULL =
      Pattern.compile("No space left|quota exceeded|not enough space", Pattern.CASE_INSENSITIVE);

  private final ExportFileStore files;
  private final long keepFree;
  private final AtomicBoolean told = new AtomicBoolean();

  DiskSpace(ExportFileStore files, FilesSettings settings) {
    this.files = files;
    this.keepFree = settings.keepFree().toBytes();
  }

  /** Whether nothing more should be begun. Never, where the setting says so. */
  public boolean isLow() {
    if (keepFree == 0) {
      return false;
    }
    try {
      long usable = files.usableBytes();
      tell(usable);
      return usable < keepFree;
    } catch (IOException e) {
      log.atWarn().setCause(e).log("space for export files cannot be told");
      return false; // writing will tell
    }
  }

  /** Nothing, unless space is low. */
  public void require() throws NoSpaceException {
    if (isLow()) {
      throw new NoSpaceException();
    }
  }

  /** Whether an error came from a lack of space, so that trying again at once is in vain. */
  public boolean isWhy(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      boolean full = e.getMessage() != null && FULL.matcher(e.getMessage()).find();
      if (e instanceof NoSpaceException || e instanceof IOException && (full || isLow())) {
        return true;
      }
    }
    return false;
  }

  /** Once as it becomes low, and once as it is clearly better. */
  private void tell(long usable) {
    if (usable < keepFree && !told.getAndSet(true)) {
      log.atWarn()
          .addKeyValue("usable", usable)
          .addKeyValue("keepFree", keepFree)
          .log("disk space for export files is low: no export begins, and those that run fail");
    } else if (usable - keepFree >= keepFree / 10 && told.getAndSet(false)) {
      log.atInfo().addKeyValue("usable", usable).log("there is disk space for export files again");
    }
  }
}
