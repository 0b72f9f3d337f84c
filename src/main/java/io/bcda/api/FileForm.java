package io.bcda.api;

import io.bcda.export.ExportedFile;
import io.bcda.files.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** The two representations of an export file: each has its own size, ETag and digest. */
enum FileForm {
  GZIP {
    @Override
    long size(ExportedFile file) {
      return file.storedBytes();
    }

    @Override
    String sha256(ExportedFile file) {
      return file.storedSha256();
    }

    @Override
    InputStream open(StoredFile stored, long offset) throws IOException {
      return stored.stored(offset);
    }
  },
  IDENTITY {
    @Override
    long size(ExportedFile file) {
      return file.plainBytes();
    }

    @Override
    String sha256(ExportedFile file) {
      return file.plainSha256();
    }

    @Override
    InputStream open(StoredFile stored, long offset) throws IOException {
      return stored.plain(offset);
    }
  };

  /** Bytes of this form. */
  abstract long size(ExportedFile file);

  abstract String sha256(ExportedFile file);

  /** The bytes of this form from an offset to the end. */
  abstract InputStream open(StoredFile stored, long offset) throws IOException;

  /** A strong validator (RFC 9110 section 8.8.3): another form or content has another one. */
  String etag(ExportedFile file) {
    return "\"" + sha256(file) + "\"";
  }

  /** RFC 9530 section 3: the digest of the representation, whatever range of it is sent. */
  String reprDigest(ExportedFile file) {
    byte[] digest = HexFormat.of().parseHex(sha256(file));
    return "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
  }

  /**
   * The form to send (RFC 9110 section 12.5.3): gzip for those who name it and do not like identity
   * better; the plain form for all others, so that nobody gets bytes that he cannot read.
   */
  static FileForm accepted(Collection<String> acceptEncoding) {
    List<HeaderList.Element> elements = HeaderList.elements(acceptEncoding);
    double gzip =
        elements.stream()
            .filter(e -> e.value().equals("gzip") || e.value().equals("x-gzip"))
            .mapToDouble(HeaderList.Element::weight)
            .max()
            .orElse(0);
    double identity =
        elements.stream()
            .filter(e -> e.value().equals("identity"))
            .mapToDouble(HeaderList.Element::weight)
            .findFirst()
            .orElse(0);
    return gzip > 0 && gzip >= identity ? GZIP : IDENTITY;
  }
}
