package io.bcda.store;

import io.bcda.store.ClaimIndexStore.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Marks the stored claims by the list of sensitive codes in force, after it changed: claims that
 * must be hidden now end, and are in {@code deleted} of exports; claims that need not be hidden any
 * more begin, and count as changed. A transaction for each page, beside running loads and exports;
 * once more is harmless, and goes on where an earlier run was cut off.
 */
public class SensitiveRemark {
  private static final int PAGE = 1000;
  private static final int TRIES = 5;

  /** The mark travels as the ordinal. */
  private static final String BODIES =
      """
      SELECT CASE WHEN c.hidden THEN 1 ELSE 0 END AS ordinal, c.res_id, c.ver, '' AS fhir_id,
             NULL AS res_updated, v.res_text_vc, v.res_encoding
        FROM claim_index c LEFT JOIN hfj_res_ver v ON v.res_id = c.res_id AND v.res_ver = c.ver
       WHERE c.type = 'E' AND c.to_xid IS NULL AND c.res_id > :after
       ORDER BY c.res_id LIMIT 1000
      """;

  private final ResourceCursor cursor;
  private final ClaimIndexStore index;
  private final SensitiveMarks marks;
  private final Watermark watermark;
  private final TransactionTemplate transaction;
  private final SensitiveScan scan;

  SensitiveRemark(
      ResourceCursor cursor,
      ClaimIndexStore index,
      SensitiveMarks marks,
      Watermark watermark,
      TransactionTemplate transaction) {
    this.cursor = cursor;
    this.index = index;
    this.marks = marks;
    this.watermark = watermark;
    this.transaction = transaction;
    this.scan = new SensitiveScan(marks.codes());
  }

  /**
   * What was done.
   *
   * @param read claims that were looked at
   * @param hidden claims that are hidden now and were not
   * @param shown claims that are shown now and were hidden
   * @param unreadable claims whose body is missing or no JSON; they are in no export
   */
  public record Outcome(long read, long hidden, long shown, long unreadable) {}

  /**
   * Looks at all claims.
   *
   * @param progress called now and then with the number of claims read so far
   */
  public Outcome run(LongConsumer progress) {
    Outcome sum = new Outcome(0, 0, 0, 0);
    Page page = read(Long.MIN_VALUE);
    while (page.rows > 0) {
      sum =
          new Outcome(
              sum.read + page.rows,
              sum.hidden + change(page.to(true)),
              sum.shown + change(page.to(false)),
              sum.unreadable + page.unreadable);
      progress.accept(sum.read);
      page = read(page.last);
    }
    marks.adopt();
    watermark.issueIfChanged(Watermark.Cause.REMARK);
    return sum;
  }

  private Page read(long after) {
    Page page = new Page();
    cursor.read(
        new ResourceQuery(BODIES, Map.of("after", after)),
        row -> {
          page.take(row, scan);
          return true;
        });
    return page;
  }

  /** A writer that holds some of them in another order may be in the way: then again. */
  private int change(List<Mark> changed) {
    if (changed.isEmpty()) {
      return 0;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return Objects.requireNonNull(transaction.execute(status -> index.remark(changed)));
      } catch (PessimisticLockingFailureException e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Some claims, and which of them are marked wrongly. */
  private static final class Page {
    private final List<Mark> wrong = new ArrayList<>();
    private int rows;
    private int unreadable;
    private long last;

    void take(ResourceCursor.Row row, SensitiveScan scan) {
      rows++;
      last = row.resId();
      if (row.body() == null) {
        unreadable++;
        return;
      }
      try {
        boolean hidden = scan.isSensitive(row.body());
        if (hidden != (row.ordinal() == 1)) {
          wrong.add(new Mark(row.resId(), row.ver(), hidden));
        }
      } catch (IllegalArgumentException e) {
        unreadable++;
      }
    }

    List<Mark> to(boolean hidden) {
      return wrong.stream().filter(mark -> mark.hidden() == hidden).toList();
    }
  }
}
