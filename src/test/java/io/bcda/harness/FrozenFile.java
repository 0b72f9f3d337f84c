package io.bcda.harness;

import static org.awaitility.Awaitility.await;

import io.bcda.files.ExportFileWriter;
import io.bcda.files.WrittenFile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A file whose writer stands still once all its bytes are stored, until the test thaws it. */
public final class FrozenFile {
  private final String beginning;
  private final CountDownLatch thawed = new CountDownLatch(1);
  private volatile String name = "";
  private volatile boolean stored;

  FrozenFile(String beginning) {
    this.beginning = beginning;
  }

  String beginning() {
    return beginning;
  }

  /** Waits until it stands still; its name in the store. */
  public String awaitFrozen() {
    await().atMost(Duration.ofSeconds(60)).until(() -> stored);
    return name;
  }

  public void thaw() {
    thawed.countDown();
  }

  ExportFileWriter around(ExportFileWriter writer, String itsName) {
    name = itsName;
    return new PassingWriter(writer) {
      @Override
      public WrittenFile finish() throws IOException {
        WrittenFile written = super.finish();
        stored = true;
        try {
          thawed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return written;
      }
    };
  }
}
