package io.bcda.store;

import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamDate;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows by which HAPI finds resources, from HAPI's own extraction, for one batch: links, tokens,
 * strings and dates, which is all that the served parameters have. Not for several threads.
 */
final class SearchRows {
  static final List<String> TABLES =
      List.of("hfj_spidx_token", "hfj_spidx_string", "hfj_spidx_date");
  static final String LINK_COLUMNS =
      "pid,src_path,src_resource_id,source_resource_type,src_res_type_id,target_resource_id,target_resource_type,target_res_type_id,sp_updated";
  private static final String COMMON = "sp_id,res_id,res_type,sp_name,hash_identity,sp_missing,";
  private final IndexValues.Extraction extraction;
  private final TypeIds types;
  private final HapiIds ids;
  private final List<Link> links = new ArrayList<>();
  private final List<Owned<ResourceIndexedSearchParamToken>> tokens = new ArrayList<>();
  private final List<Owned<ResourceIndexedSearchParamString>> strings = new ArrayList<>();
  private final List<Owned<ResourceIndexedSearchParamDate>> dates = new ArrayList<>();

  SearchRows(IndexValues.Extraction extraction, TypeIds types, HapiIds ids) {
    this.extraction = extraction;
    this.types = types;
    this.ids = ids;
  }

  /** A reference from one row to a Patient's. */
  private record Link(long resId, ResourceKind kind, String path, long patientPid) {}

  /** A row and the resource that it belongs to. */
  private record Owned<T extends BaseResourceIndexedSearchParam>(long resId, String type, T row) {}

  /** What HFJ_RESOURCE says of a resource's rows. */
  record Present(boolean links, boolean tokens, boolean strings, boolean dates) {}

  /**
   * Gathers a resource's rows.
   *
   * @param patientPid the Patient that it refers to; null for none. A reference to a Patient that
   *     is not there has no row, as with HAPI
   */
  Present add(ResourceChange change, @Nullable Long patientPid) {
    IndexValues values = change.incoming().values(change.facts(), extraction);
    return add(change.resId(), change.facts().kind(), values, patientPid);
  }

  /** Gathers these rows of a resource. */
  Present add(long resId, ResourceKind kind, IndexValues values, @Nullable Long patientPid) {
    String type = kind.fhirType();
    values.tokens().forEach(row -> tokens.add(new Owned<>(resId, type, row)));
    values.strings().forEach(row -> strings.add(new Owned<>(resId, type, row)));
    values.dates().forEach(row -> dates.add(new Owned<>(resId, type, row)));
    boolean linked = patientPid != null && !values.links().isEmpty();
    if (linked) {
      values.links().forEach(path -> links.add(new Link(resId, kind, path, patientPid)));
    }
    return new Present(
        linked, !values.tokens().isEmpty(), !values.strings().isEmpty(), !values.dates().isEmpty());
  }

  void send(Connection connection, Database database, Timestamp now) throws SQLException {
    send(
        connection,
        TableRows.of(
            database,
            "hfj_spidx_token",
            COMMON + "sp_system,sp_value,hash_sys,hash_sys_and_value,hash_value"),
        tokens,
        row ->
            Arrays.asList(
                row.getSystem(),
                row.getValue(),
                row.getHashSystem(),
                row.getHashSystemAndValue(),
                row.getHashValue()));
    send(
        connection,
        TableRows.of(
            database,
            "hfj_spidx_string",
            COMMON + "sp_value_exact,sp_value_normalized,hash_exact,hash_norm_prefix"),
        strings,
        row ->
            Arrays.asList(
                row.getValueExact(),
                row.getValueNormalized(),
                row.getHashExact(),
                row.getHashNormalizedPrefix()));
    send(
        connection,
        TableRows.of(
            database,
            "hfj_spidx_date",
            COMMON
                + "sp_value_low,sp_value_high,sp_value_low_date_ordinal,sp_value_high_date_ordinal"),
        dates,
        row ->
            Arrays.asList(
                timestamp(row.getValueLow()),
                timestamp(row.getValueHigh()),
                row.getValueLowDateOrdinal(),
                row.getValueHighDateOrdinal()));
    sendLinks(connection, database, now);
  }

  /**
   * @param own the values of the table's own columns, which follow the common ones
   */
  private <T extends BaseResourceIndexedSearchParam> void send(
      Connection connection,
      TableRows rows,
      List<Owned<T>> found,
      Function<T, List<? extends @Nullable Object>> own)
      throws SQLException {
    long[] keys = ids.draw(rows.table().replaceFirst("hfj_", "seq_"), found.size());
    for (int i = 0; i < keys.length; i++) {
      T row = found.get(i).row();
      List<@Nullable Object> values = new ArrayList<>();
      values.add(keys[i]);
      values.add(found.get(i).resId());
      values.add(found.get(i).type());
      values.add(row.getParamName());
      values.add(row.getHashIdentity());
      values.add(row.isMissing());
      values.addAll(own.apply(row));
      rows.add(values.toArray());
    }
    rows.send(connection);
  }

  private void sendLinks(Connection connection, Database database, Timestamp now)
      throws SQLException {
    TableRows rows = TableRows.of(database, "hfj_res_link", LINK_COLUMNS);
    long[] keys = ids.draw("seq_reslink_id", links.size());
    for (int i = 0; i < keys.length; i++) {
      Link row = links.get(i);
      rows.add(
          keys[i],
          row.path(),
          row.resId(),
          row.kind().fhirType(),
          types.get(row.kind()),
          row.patientPid(),
          "Patient",
          types.get(ResourceKind.PATIENT),
          now);
    }
    rows.send(connection);
  }

  private static @Nullable Timestamp timestamp(@Nullable Date date) {
    return date == null ? null : new Timestamp(date.getTime());
  }
}
