package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource as HAPI stores it with the settings of {@link FhirStore}: its own JSON, without id,
 * versionId, lastUpdated and source, and the hash by which it knows an unchanged one.
 *
 * @param json UTF-8; not copied, so nobody may change it
 * @param sha256 of the text's UTF-16 code units, hex
 */
record StoredBody(byte[] json, String sha256) {

  static StoredBody of(byte[] json) {
    return new StoredBody(json, sha256(json));
  }

  private static String sha256(byte[] json) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(units(json)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  /** The text in UTF-16, low byte first. */
  private static byte[] units(byte[] json) {
    byte[] units = new byte[2 * json.length];
    for (int i = 0; i < json.length; i++) {
      if (json[i] < 0) {
        return new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
      }
      units[2 * i] = json[i];
    }
    return units;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredBody body
        && sha256.equals(body.sha256)
        && Arrays.equals(json, body.json);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return "StoredBody[" + json.length + " bytes]";
  }

  /** Makes bodies. Not for several threads. */
  static final class Encoder {
    private final FhirContext fhir;
    private final Map<ResourceKind, IParser> parsers = new EnumMap<>(ResourceKind.class);

    Encoder(FhirContext fhir) {
      this.fhir = fhir;
    }

    StoredBody of(ResourceKind kind, Resource resource) {
      // As in HAPI's transactions, where the new version stands in meta already: "meta" is always
      // there, if need be as {}.
      resource.getMeta().setVersionId("1");
      String text = parsers.computeIfAbsent(kind, this::newParser).encodeResourceToString(resource);
      return StoredBody.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private IParser newParser(ResourceKind kind) {
      String meta = kind.fhirType() + ".meta.";
      IParser parser = fhir.newJsonParser();
      parser.setDontEncodeElements(
          List.of("id", meta + "versionId", meta + "lastUpdated", meta + "source"));
      return parser;
    }
  }
}
