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
    return new ExportFileWriter() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        writer.write(bytes, offset, length);
      }

      @Override
      public void endLine() throws IOException {
        writer.endLine();
      }

      @Override
      public void border(int ordinal) throws IOException {
        writer.border(ordinal);
      }

      @Override
      public long lines() {
        return writer.lines();
      }

      @Override
      public long plainBytes() {
        return writer.plainBytes();
      }

      @Override
      public long storedBytes() {
        return writer.storedBytes();
      }

      @Override
      public WrittenFile finish() throws IOException {
        WrittenFile written = writer.finish();
        stored = true;
        try {
          thawed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return written;
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }
}
