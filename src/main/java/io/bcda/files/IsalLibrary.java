package io.bcda.files;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;

/**
 * The functions of ISA-L's igzip_lib.h, version 2, that streams need. Safe for many threads: a
 * stream's state is in the stream alone.
 */
final class IsalLibrary {
  /** As Debian's libisal2 and other Linux systems name it: 2 is the version of its interface. */
  static final String NAME = "libisal.so.2";

  private static final int COMP_OK = 0;
  private final Function init;
  private final Function deflate;

  private IsalLibrary(NativeLibrary library) {
    this.init = library.getFunction("isal_deflate_init");
    this.deflate = library.getFunction("isal_deflate");
  }

  /**
   * @throws LinkageError if there is no such library, it is another one, or JNA cannot run here
   */
  static IsalLibrary load(String name) {
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new UnsatisfiedLinkError("ISA-L's streams are laid out here for 64 bits only");
    }
    return new IsalLibrary(NativeLibrary.getInstance(name));
  }

  /** Puts a stream into its first state; all that a caller may set has its default then. */
  void init(Pointer stream) {
    init.invokeVoid(new Object[] {stream});
  }

  /** Goes on until the input is used up or the output is full. */
  void deflate(Pointer stream) throws IOException {
    int result = deflate.invokeInt(new Object[] {stream});
    if (result != COMP_OK) {
      throw new IOException("ISA-L failed with " + result);
    }
  }
}
