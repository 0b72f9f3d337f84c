package io.bcda.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;

/** The description of all these paths, for programs and people. */
@OperatorResource
final class DescriptionResource {
  static final String FILE = "operators-openapi.yaml";

  @GetMapping("/openapi.yaml")
  ResponseEntity<byte[]> describe() throws IOException {
    try (InputStream file = DescriptionResource.class.getResourceAsStream(FILE)) {
      return ResponseEntity.ok()
          .contentType(MediaType.parseMediaType("application/yaml"))
          .body(Objects.requireNonNull(file, FILE).readAllBytes());
    }
  }
}
