package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives stored resources the index rows of a search parameter that came after them. It walks over
 * them page by page, each page in one transaction together with how far the walk is, so that a
 * killed node's page is done again, by whichever node is next. Only index rows are written: no
 * version, no {@code claim_index}, no hook of HAPI's is called.
 */
class SearchUpkeep {
  private static final Logger log = LoggerFactory.getLogger(SearchUpkeep.class);

  /** Transactions stamp their rows when they begin; the walk stays behind those still open. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /** HAPI's other nodes hear of a parameter within a minute; what they write until then counts. */
  private static final Duration KNOWN_EVERYWHERE = Duration.ofMinutes(3);

  private static final String PAGE =
      """
      SELECT 0 AS ordinal, h.res_id, h.res_ver, h.fhir_id, h.res_updated, v.res_text_vc, v.res_encoding
        FROM (SELECT res_id, res_ver, fhir_id, res_updated FROM hfj_resource
               WHERE res_type = :type AND res_deleted_at IS NULL
                 AND res_updated >= :walkedTo AND res_updated <= :until
                 AND (res_updated > :walkedTo OR res_id > :walkedId)
               ORDER BY res_updated, res_id LIMIT 100) h
        LEFT JOIN hfj_res_ver v ON v.res_id = h.res_id AND v.res_ver = h.res_ver
       ORDER BY h.res_updated, h.res_id
      """;
  private final FhirContext fhir;
  private final IndexValues.Extraction extraction;
  private final Parts parts;
  private final TransactionTemplate transaction;

  /** The collaborators of this room. */
  record Parts(
      SearchUpkeepStore walks, SearchUpkeepRows rows, ResourceCursor cursor, Clock clock) {}

  SearchUpkeep(
      FhirContext fhir,
      IndexValues.Extraction extraction,
      Parts parts,
      PlatformTransactionManager transactions) {
    this.fhir = fhir;
    this.extraction = extraction;
    this.parts = parts;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What a step found. */
  enum Step {
    /** There may be more at once. */
    WALKED,
    /** Nothing now, but the walk is not over, or another node is at it. */
    WAITS,
    /** Nothing under way. */
    NOTHING
  }

  /** One resource of a page with the rows that it should have. */
  record Found(long resId, long version, @Nullable String patientRef, IndexValues values) {}

  /**
   * Goes one page on with the first walk that is under way.
   *
   * @param served the parameters that this node knows; others are another version's
   * @throws org.springframework.dao.PessimisticLockingFailureException if a writer has a resource
   *     of the page: try later
   */
  Step step(List<ServedParameter> served) {
    List<ServedParameter> open = parts.walks().unfinished(served);
    for (ServedParameter parameter : open) {
      if (Boolean.TRUE.equals(transaction.execute(status -> walk(parameter)))) {
        return Step.WALKED;
      }
    }
    return open.isEmpty() ? Step.NOTHING : Step.WAITS;
  }

  private boolean walk(ServedParameter parameter) {
    SearchUpkeepStore.Progress walk = parts.walks().lock(parameter).orElse(null);
    if (walk == null) {
      return false;
    }
    if (walk.total() == null) {
      parts.walks().count(parameter);
    }
    Instant settled = parts.clock().instant().minus(SETTLED);
    Instant end = walk.begunAt().plus(KNOWN_EVERYWHERE);
    List<ResourceCursor.Row> page = page(walk, settled.isBefore(end) ? settled : end);
    if (page.isEmpty()) {
      if (settled.isAfter(end)) {
        finish(parameter, walk);
        return true;
      }
      return false;
    }
    write(parameter, page);
    return true;
  }

  private List<ResourceCursor.Row> page(SearchUpkeepStore.Progress walk, Instant until) {
    List<ResourceCursor.Row> rows = new ArrayList<>();
    parts
        .cursor()
        .read(
            new ResourceQuery(
                PAGE,
                Map.of(
                    "type",
                    walk.base(),
                    "walkedTo",
                    walk.walkedTo(),
                    "walkedId",
                    walk.walkedId(),
                    "until",
                    Timestamp.from(until))),
            rows::add);
    return rows;
  }

  private void write(ServedParameter parameter, List<ResourceCursor.Row> page) {
    List<Found> found = new ArrayList<>();
    for (ResourceCursor.Row row : page) {
      Found one = found(parameter, row);
      if (one != null) {
        found.add(one);
      }
    }
    parts.rows().write(parameter, found, Timestamp.from(parts.clock().instant()));
    ResourceCursor.Row last = page.get(page.size() - 1);
    parts
        .walks()
        .advance(
            parameter,
            Objects.requireNonNull(last.lastUpdated()),
            last.resId(),
            page.size(),
            page.size() - found.size());
  }

  private @Nullable Found found(ServedParameter parameter, ResourceCursor.Row row) {
    if (row.body() == null) {
      return null;
    }
    try {
      String body = new String(row.body(), StandardCharsets.UTF_8);
      Resource resource = (Resource) fhir.newJsonParser().parseResource(body);
      resource.setId(parameter.base() + "/" + row.fhirId());
      String ref =
          ResourceFacts.of(resource, claim -> false).map(ResourceFacts::patientRef).orElse(null);
      return new Found(row.resId(), row.ver(), ref, extraction.of(resource, ref).of(parameter));
    } catch (DataFormatException e) {
      return null; // counted; its text may quote the body
    }
  }

  private void finish(ServedParameter parameter, SearchUpkeepStore.Progress walk) {
    parts.walks().finish(parameter, parts.clock().instant());
    log.atInfo()
        .addKeyValue("type", parameter.base())
        .addKeyValue("parameter", parameter.code())
        .addKeyValue("resources", walk.walked())
        .addKeyValue("unreadable", walk.unreadable())
        .log("stored resources are indexed by a search parameter");
  }
}
