package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A file of random lines, one person each, and what it should hold. */
record Written(byte[] plain, WrittenFile record, StoredFile file) {
  /** Compressed by the JDK, and cut often. */
  static final FileShape SHAPE = new FileShape(Compressors.jdk(1), 1, 1000);

  static Written lines(ExportFileStore store, String job, String name, int lines, long seed)
      throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (ExportFileWriter writer = store.create(job, name)) {
      for (int i = 0; i < lines; i++) {
        StringBuilder line = new StringBuilder("{\"n\":" + i + ",\"text\":\"");
        random.ints(random.nextInt(200), 'a', 'k').forEach(c -> line.append((char) c));
        byte[] bytes = line.append("ö\"}").toString().getBytes(StandardCharsets.UTF_8);
        plain.writeBytes(bytes);
        plain.write('\n');
        int cut = random.nextInt(bytes.length);
        writer.write(bytes, 0, cut);
        writer.write(bytes, cut, bytes.length - cut);
        writer.endLine();
        writer.border(i);
      }
      assertThat(writer.plainBytes()).isEqualTo(plain.size());
      WrittenFile record = writer.finish();
      return new Written(plain.toByteArray(), record, store.find(job, name).orElseThrow());
    }
  }
}
