package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource as HAPI stores it with the settings of {@link FhirStore}: its own JSON, without id,
 * versionId, lastUpdated and source, and the hash by which it knows an unchanged one.
 *
 * @param sha256 of the text's UTF-16 code units, hex
 */
record StoredBody(String text, String sha256) {

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
      return new StoredBody(text, sha256(text));
    }

    private static String sha256(String text) {
      try {
        byte[] units = text.getBytes(StandardCharsets.UTF_16LE);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(units));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has it", e);
      }
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
