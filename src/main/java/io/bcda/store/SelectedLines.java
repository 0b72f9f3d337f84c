package io.bcda.store;

import io.bcda.store.JsonProperties.NotJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of those rows of one kind that an export gives, and of each line the elements that it
 * gives. It works on the stored bytes; what HAPI's parser had to read is held against the same
 * filters. Thread-safe.
 */
public final class SelectedLines {
  private final NdjsonSplicer splicer;
  private final ResourceKind kind;
  private final List<ResourceFilter> filters;
  private final Candidate.Elements looked;
  private final @Nullable Projection projection;

  /**
   * @param filters of the kind, one of which must match; none for all rows
   * @param elements names of root elements; empty for whole resources
   */
  public SelectedLines(
      NdjsonSplicer splicer,
      ResourceKind kind,
      List<ResourceFilter> filters,
      Optional<Set<String>> elements) {
    this.splicer = splicer;
    this.kind = kind;
    this.filters = List.copyOf(filters);
    this.looked = FilterQuery.elements(filters.stream().map(ResourceFilter::criteria).toList());
    this.projection = elements.map(names -> new Projection(kind, names)).orElse(null);
  }

  /**
   * The line of a row, without its line end; empty if no filter matches.
   *
   * @throws IllegalArgumentException if the row has no body, or HAPI cannot read it
   */
  public Optional<NdjsonSplicer.Line> line(ResourceCursor.Row row) {
    if (!filters.isEmpty() && !matches(row)) {
      return Optional.empty();
    }
    NdjsonSplicer.Line line = splicer.splice(kind, row);
    return Optional.of(projection == null ? line : projected(row, line, projection));
  }

  private boolean matches(ResourceCursor.Row row) {
    byte[] body = row.body();
    if (body == null) {
      throw new IllegalArgumentException("no body");
    }
    try {
      return matches(new Candidate(row, body, looked));
    } catch (NotJson e) {
      return matches(new Candidate(row, splicer.parsed(row).whole(), looked));
    }
  }

  private boolean matches(Candidate candidate) {
    for (ResourceFilter filter : filters) {
      if (filter.matches(candidate)) {
        return true;
      }
    }
    return false;
  }

  private NdjsonSplicer.Line projected(
      ResourceCursor.Row row, NdjsonSplicer.Line line, Projection wanted) {
    try {
      return new NdjsonSplicer.Line(new byte[0], wanted.of(line.whole()), 0, line.parsed());
    } catch (NotJson e) {
      byte[] whole = splicer.parsed(row).whole();
      return new NdjsonSplicer.Line(new byte[0], wanted.of(whole), 0, true);
    }
  }
}
