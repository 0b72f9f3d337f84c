package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.attribution.CohortRoom.Answer;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceQuery;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what an export of a cohort yields. */
final class CohortReader {
  private static final Set<ResourceKind> ALL = EnumSet.allOf(ResourceKind.class);
  private final AttributionDatabase room;

  CohortReader(AttributionDatabase room) {
    this.room = room;
  }

  /** By looking at every member. */
  Answer looked(Resolution found, int slice) {
    Map<String, Long> output = new TreeMap<>();
    Set<String> deleted = new TreeSet<>();
    Visibility visibility = room.bean(Visibility.class);
    Cohort cohort = found.cohort();
    Map<String, Long> inBlocks = new TreeMap<>();
    for (int i = 1; i <= found.membersNow(); i += slice) {
      blocks(visibility.blocks(cohort, ALL, span(i, slice, found.membersNow())), inBlocks);
    }
    for (ResourceKind kind : ResourceKind.values()) {
      for (int i = 1; i <= found.membersNow(); i += slice) {
        read(visibility.output(cohort, kind, span(i, slice, found.membersNow())), output);
      }
      for (int i = 1; cohort.rule().listsDeleted() && i <= found.membersThen(); i += slice) {
        gone(visibility.deleted(cohort, kind, span(i, slice, found.membersThen())), deleted);
      }
    }
    assertThat(inBlocks).isEqualTo(output);
    return new Answer(null, output, deleted);
  }

  /** By looking at what changed, for the types for which that is enough. */
  Answer listed(Cohort cohort) {
    Map<String, Long> output = new TreeMap<>();
    Set<String> deleted = new TreeSet<>();
    ChangeList changes = room.bean(ChangeList.class);
    Visibility visibility = room.bean(Visibility.class);
    Span all = new Span(1, Integer.MAX_VALUE);
    Set<ResourceKind> kinds = EnumSet.allOf(ResourceKind.class);
    kinds.removeIf(kind -> !changes.canList(cohort, kind));
    changes.find("list", cohort, kinds);
    for (ResourceKind kind : ResourceKind.values()) {
      boolean listed = kinds.contains(kind);
      read(
          listed ? changes.output("list", kind, all) : visibility.output(cohort, kind, all),
          output);
      if (cohort.rule().listsDeleted()) {
        gone(
            listed ? changes.deleted("list", kind, all) : visibility.deleted(cohort, kind, all),
            deleted);
      }
    }
    if (kinds.containsAll(ALL)) {
      Map<String, Long> inBlocks = new TreeMap<>();
      blocks(changes.blocks("list", ALL, all), inBlocks);
      assertThat(inBlocks).isEqualTo(output);
    }
    changes.forget("list");
    return new Answer(null, output, deleted);
  }

  private static Span span(int first, int slice, int members) {
    return new Span(first, Math.min(first + slice - 1, members));
  }

  private void read(ResourceQuery query, Map<String, Long> output) {
    room.bean(ResourceCursor.class)
        .read(
            query,
            row -> {
              assertThat(new String(row.body(), StandardCharsets.UTF_8))
                  .isEqualTo(row.fhirId() + "/" + row.ver());
              assertThat(output.put(row.fhirId(), row.ver())).as(row.fhirId() + " twice").isNull();
              return true;
            });
  }

  /** Several kinds at once: each row is its person's, whose rows stand together. */
  private void blocks(ResourceQuery query, Map<String, Long> output) {
    Map<Integer, String> people = new TreeMap<>();
    int[] last = {0};
    room.bean(ResourceCursor.class)
        .read(
            query,
            row -> {
              ResourceCursor.Belonging belonging = row.belonging();
              String person = people.computeIfAbsent(row.ordinal(), o -> belonging.patient());
              assertThat(belonging.patient()).isNotNull().isEqualTo(person);
              assertThat(row.ordinal()).isGreaterThanOrEqualTo(last[0]);
              last[0] = row.ordinal();
              if (belonging.kind() == ResourceKind.PATIENT) {
                assertThat(row.fhirId()).isEqualTo(person);
              }
              assertThat(output.put(row.fhirId(), row.ver())).as(row.fhirId() + " twice").isNull();
              return true;
            });
    assertThat(people.values()).doesNotHaveDuplicates();
  }

  private void gone(ResourceQuery query, Set<String> deleted) {
    room.bean(ResourceCursor.class)
        .read(
            query,
            row -> {
              assertThat(deleted.add(row.fhirId())).as(row.fhirId() + " twice").isTrue();
              return true;
            });
  }
}
