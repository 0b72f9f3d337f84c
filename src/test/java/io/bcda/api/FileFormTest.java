package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.export.ExportedFile;
import io.bcda.export.ExportedFile.Section;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|GZIP",
        "GZIP|GZIP",
        "x-gzip|GZIP",
        "gzip, deflate, br|GZIP",
        "deflate, gzip;q=1.0, *;q=0.5|GZIP",
        "identity;q=0.5, gzip|GZIP",
        "gzip;q=0.1, identity;q=0|GZIP",
        "gzip;q=0|IDENTITY",
        "gzip;q=0.5, identity|IDENTITY",
        "gzip;q=x|IDENTITY",
        "identity|IDENTITY",
        "deflate, br|IDENTITY",
        "*|IDENTITY",
        "''|IDENTITY",
      })
  void givenAcceptEncoding_whenChosen_thenAFormTheClientCanRead(String header, FileForm form) {
    assertThat(FileForm.accepted(List.of(header))).isEqualTo(form);
  }

  @Test
  void givenAFile_whenDescribed_thenTheFormsDiffer() {
    // Digests of "" and "abc" from FIPS 180-4's examples.
    String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    ExportedFile file = new ExportedFile("f", Section.OUTPUT, "Patient", 1, 3, 23, abc, empty, 1);
    assertThat(FileForm.IDENTITY.etag(file)).isEqualTo("\"" + abc + "\"");
    assertThat(FileForm.GZIP.etag(file)).isEqualTo("\"" + empty + "\"");
    assertThat(FileForm.IDENTITY.reprDigest(file))
        .isEqualTo("sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:");
    assertThat(FileForm.GZIP.reprDigest(file))
        .isEqualTo("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
    assertThat(FileForm.IDENTITY.size(file)).isEqualTo(3);
    assertThat(FileForm.GZIP.size(file)).isEqualTo(23);
  }
}
