package io.bcda.files;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the compressor that is wanted, if it can be had, else the JDK's. */
final class Compressors {
  private static final Logger log = LoggerFactory.getLogger(Compressors.class);

  private Compressors() {}

  /**
   * @param level 1 to 9
   * @param library name of ISA-L's library
   */
  static RawDeflate.Source choose(Compressor wanted, int level, String library) {
    return switch (wanted) {
      case JDK -> jdk(level);
      case ISAL -> isal(level, library);
    };
  }

  static RawDeflate.Source jdk(int level) {
    return () -> new JdkDeflate(level);
  }

  private static RawDeflate.Source isal(int level, String library) {
    try {
      IsalLibrary isal = IsalLibrary.load(library);
      RawDeflate.Source source = () -> new IsalDeflate(isal, level);
      DeflateTrial.run(source);
      log.atInfo().addKeyValue("library", library).log("export files are compressed by ISA-L");
      return source;
    } catch (LinkageError | IOException e) {
      log.atWarn()
          .addKeyValue("library", library)
          .addKeyValue("why", e.toString().lines().limit(2).collect(joining(" ")))
          .log("ISA-L cannot be used: export files are compressed by the JDK, more slowly");
      return jdk(level);
    }
  }
}
