package io.bcda.files;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How export files are written.
 *
 * @param folder where they lie; without it {@code exports} under {@code bcda.home}
 * @param compressor what they are compressed by: the JDK, or ISA-L where it is installed
 * @param compressionLevel 1 is fast, 9 is small: zlib's level; for ISA-L, above 3 is 3
 * @param segment plain bytes after which a file can be cut again; smaller means finer cuts and a
 *     larger index
 * @param keepFree space that exports leave on the disk: below it none begins, and those that run
 *     fail; 0 turns that off
 */
@Validated
@ConfigurationProperties("bcda.files")
record FilesSettings(
    @Nullable Path folder,
    @DefaultValue("jdk") Compressor compressor,
    @DefaultValue("1") @Min(1) @Max(9) int compressionLevel,
    @DefaultValue("256KB") DataSize segment,
    @DefaultValue("1GB") DataSize keepFree) {
  FilesSettings {
    if (segment.toBytes() < 1) {
      throw new IllegalArgumentException("bcda.files.segment must be at least 1 byte");
    }
    if (keepFree.isNegative()) {
      throw new IllegalArgumentException("bcda.files.keep-free must not be negative");
    }
  }
}
