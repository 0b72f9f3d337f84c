package io.bcda.harness;

import io.bcda.files.ExportFileWriter;
import io.bcda.files.WrittenFile;
import java.io.IOException;

/** A file's writer that passes all on; a test's own differs in one place. */
class PassingWriter implements ExportFileWriter {
  private final ExportFileWriter writer;

  PassingWriter(ExportFileWriter writer) {
    this.writer = writer;
  }

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
    return writer.finish();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
