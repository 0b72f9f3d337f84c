package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * Puts id, versionId and lastUpdated back into a stored body, which HAPI keeps without them (design
 * decision 6), by bytes and without parsing. A body that does not start as expected goes through
 * HAPI's parser.
 */
@Component
public class NdjsonSplicer {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);
  private static final byte[] META = ",\"meta\":{".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long BLANKS = 0x2020202020202020L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private final FhirContext fhir;

  NdjsonSplicer(FhirContext fhir) {
    this.fhir = fhir;
  }

  /** A line's two parts, and whether the parser had to make it. */
  public record Line(byte[] head, byte[] tail, int tailOffset, boolean parsed) {

    /** The line in one piece. */
    byte[] whole() {
      byte[] whole = Arrays.copyOf(head, head.length + tail.length - tailOffset);
      System.arraycopy(tail, tailOffset, whole, head.length, tail.length - tailOffset);
      return whole;
    }
  }

  /**
   * The line of one resource, without its line end.
   *
   * @throws IllegalArgumentException if the row has no body, or HAPI cannot read it
   */
  public Line splice(ResourceKind kind, ResourceCursor.Row row) {
    if (row.body() == null || row.lastUpdated() == null) {
      throw new IllegalArgumentException("no body");
    }
    byte[] start =
        ("{\"resourceType\":\"" + kind.fhirType() + "\"").getBytes(StandardCharsets.UTF_8);
    Instant updated = row.lastUpdated().toInstant();
    if (!"JSON".equals(row.encoding()) || !at(row.body(), 0, start) || holdsLineBreak(row.body())) {
      return parsed(row);
    }
    boolean hasMeta = at(row.body(), start.length, META);
    int tail = start.length + (hasMeta ? META.length : 0);
    boolean emptyMeta = hasMeta && row.body()[tail] == '}';
    String head =
        "{\"resourceType\":\""
            + kind.fhirType()
            + "\",\"id\":\""
            + row.fhirId()
            + "\",\"meta\":{\"versionId\":\""
            + row.ver()
            + "\",\"lastUpdated\":\""
            + INSTANT.format(updated)
            + (hasMeta ? (emptyMeta ? "\"" : "\",") : "\"}");
    return new Line(head.getBytes(StandardCharsets.UTF_8), row.body(), tail, false);
  }

  /**
   * The line of one resource by HAPI's parser.
   *
   * @throws IllegalArgumentException if the row has no body, or HAPI cannot read it
   */
  Line parsed(ResourceCursor.Row row) {
    byte[] body = row.body();
    if (body == null || row.lastUpdated() == null) {
      throw new IllegalArgumentException("no body");
    }
    Instant updated = row.lastUpdated().toInstant();
    IParser parser = fhir.newJsonParser();
    IBaseResource parsed = parser.parseResource(new String(body, StandardCharsets.UTF_8));
    if (!(parsed instanceof Resource resource)) {
      throw new IllegalArgumentException("not an R4 resource");
    }
    resource.setId(row.fhirId());
    resource.getMeta().setVersionId(String.valueOf(row.ver()));
    resource.getMeta().setLastUpdatedElement(new InstantType(INSTANT.format(updated)));
    byte[] line = parser.encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8);
    return new Line(new byte[0], line, 0, true);
  }

  private static boolean at(byte[] bytes, int offset, byte[] what) {
    return bytes.length > offset + what.length
        && Arrays.equals(bytes, offset, offset + what.length, what, 0, what.length);
  }

  /** Eight bytes at a time: byte by byte it took a good part of an export's processor time. */
  private static boolean holdsLineBreak(byte[] bytes) {
    int i = 0;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long eight = (long) EIGHT.get(bytes, i);
      // A byte below 32 borrows from its highest bit, which it has not set itself.
      if (((eight - BLANKS) & ~eight & HIGHEST_BITS) != 0 && holdsLineBreak(bytes, i, i + 8)) {
        return true;
      }
    }
    return holdsLineBreak(bytes, i, bytes.length);
  }

  private static boolean holdsLineBreak(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        return true;
      }
    }
    return false;
  }
}
