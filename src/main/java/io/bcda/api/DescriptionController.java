package io.bcda.api;

import io.bcda.settings.PublicUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the public API, for programs and people (OpenAPI 3.1). */
@RestController
class DescriptionController {
  static final String PATH = "/openapi.yaml";
  static final String FILE = "openapi.yaml";

  /** What stands in the file where this server's address belongs. */
  static final String ANYWHERE = "https://bcda.example.org";

  /** RFC 9512. */
  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

  private static final Duration FRESH_FOR = Duration.ofHours(1);
  private final PublicUrl url;
  private final String text;

  DescriptionController(PublicUrl url) {
    this.url = url;
    try (InputStream file = DescriptionController.class.getResourceAsStream(FILE)) {
      byte[] bytes = Objects.requireNonNull(file, FILE).readAllBytes();
      this.text = new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> describe() {
    byte[] body = text.replace(ANYWHERE, url.base()).getBytes(StandardCharsets.UTF_8);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(FRESH_FOR).cachePublic())
        .eTag("\"" + digest(body) + "\"")
        .contentType(YAML)
        .body(body);
  }

  private static String digest(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }
}
