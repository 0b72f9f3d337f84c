package io.bcda.export;

import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Exports of parts, asked for at the room's own door; the files come over HTTP. */
final class SelectedExports {
  private final TestServer server;
  private final TestWorld world;
  private final AcoClient client;

  SelectedExports(TestServer server, TestWorld world) {
    this.server = server;
    this.world = world;
    this.client = world.client();
  }

  /** What is asked for, from everything on. */
  record Asked(
      ExportLevel level, Set<ResourceKind> types, Optional<Instant> since, ExportSelection of) {
    static Asked all() {
      return new Asked(
          ExportLevel.GROUP_ALL,
          EnumSet.allOf(ResourceKind.class),
          Optional.empty(),
          ExportSelection.ALL);
    }

    Asked at(ExportLevel other) {
      return new Asked(other, types, since, of);
    }

    Asked only(ResourceKind... kinds) {
      return new Asked(level, Set.of(kinds), since, of);
    }

    Asked since(String time) {
      return new Asked(level, types, Optional.of(Instant.parse(time)), of);
    }

    Asked until(Instant time) {
      return with(
          new ExportSelection(Optional.of(time), of.filters(), of.elements(), of.patients()));
    }

    /** To be said last. */
    Asked byPatient() {
      return with(
          new ExportSelection(
              of.until(), of.filters(), of.elements(), of.patients(), OrganizedBy.PATIENT));
    }

    Asked filtered(ResourceKind kind, String... queries) {
      List<ResourceFilter> filters =
          Arrays.stream(queries).map(q -> ResourceFilter.parse(kind, q)).toList();
      return with(new ExportSelection(of.until(), filters, of.elements(), of.patients()));
    }

    Asked elements(ResourceKind kind, String... names) {
      return with(
          new ExportSelection(
              of.until(), of.filters(), Map.of(kind, Set.of(names)), of.patients()));
    }

    Asked patients(Set<String> ids) {
      return with(new ExportSelection(of.until(), of.filters(), of.elements(), ids));
    }

    private Asked with(ExportSelection selection) {
      return new Asked(level, types, since, selection);
    }
  }

  /** Kicks off. */
  ExportJob accept(Asked asked) {
    ExportRequest request =
        new ExportRequest(
            asked.level(),
            asked.types(),
            asked.since(),
            asked.of(),
            List.of(),
            "http://localhost:8080/api/v2/" + asked.level().path());
    return server.bean(ExportJobs.class).accept(world.aco(), "test", request);
  }

  /** A whole export. */
  AcoClient.Export export(Asked asked) {
    return client.await("/api/v2/jobs/" + accept(asked).id());
  }

  /** Awaits a job again, whose files may have been replaced. */
  AcoClient.Export again(AcoClient.Export export) {
    return client.await(export.statusUrl());
  }
}
