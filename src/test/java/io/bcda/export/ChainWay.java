package io.bcda.export;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.api.model.DeleteConflictList;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import io.bcda.export.ChainModel.Kept;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.loading.ClaimsLoad;
import io.bcda.loading.LoadReport;
import io.bcda.loading.LoadState;
import jakarta.persistence.OptimisticLockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.core.Ordered;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A way by which resources come into the store, several in one transaction. */
interface ChainWay {
  int H2_GENERAL_ERROR = 50000;

  /**
   * How a transaction is held open, and how it ends.
   *
   * @param held runs while it is open
   * @param stamped whether it is held when all is written, the index too, and not before that; on
   *     H2 no time is issued then
   */
  record Ending(Runnable held, boolean stamped, boolean rollBack) {}

  /**
   * Writes the changes.
   *
   * @return whether they are committed
   */
  boolean write(List<Kept> changes, Ending ending);

  /** HAPI's DAOs, as on a node whose clock is wrong. */
  record OfHapi(TestServer server, ChainBodies bodies, Duration clockError) implements ChainWay {
    @Override
    public boolean write(List<Kept> changes, Ending ending) {
      try {
        new TransactionTemplate(server.bean(PlatformTransactionManager.class))
            .executeWithoutResult(
                status -> {
                  changes.forEach(this::write);
                  if (ending.stamped()) {
                    TransactionSynchronizationManager.registerSynchronization(new Held(ending));
                    return;
                  }
                  ending.held().run();
                  if (ending.rollBack()) {
                    status.setRollbackOnly();
                  }
                });
        return !ending.rollBack();
      } catch (RolledBack e) {
        return false;
      } catch (RuntimeException e) {
        if (isConflict(e)) {
          return false;
        }
        throw e;
      }
    }

    private void write(Kept change) {
      TransactionDetails details =
          new TransactionDetails(Date.from(Instant.now().plus(clockError)));
      SystemRequestDetails request = new SystemRequestDetails();
      if (change.gone()) {
        IFhirResourceDao<?> dao = server.bean(DaoRegistry.class).getResourceDao(change.type());
        dao.delete(new IdType(change.key()), new DeleteConflictList(), request, details);
      } else {
        put(
            server.bean(FhirContext.class).newJsonParser().parseResource(bodies.of(change)),
            request,
            details);
      }
    }

    private <T extends IBaseResource> void put(
        T resource, SystemRequestDetails request, TransactionDetails details) {
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) resource.getClass();
      server
          .bean(DaoRegistry.class)
          .getResourceDao(type)
          .update(resource, null, true, false, request, details);
    }
  }

  /** Comes after the index's own synchronisation, which is registered before it. */
  record Held(Ending ending) implements TransactionSynchronization, Ordered {
    @Override
    public void beforeCommit(boolean readOnly) {
      ending.held().run();
      if (ending.rollBack()) {
        throw new RolledBack();
      }
    }

    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }
  }

  /** Rolls a transaction back that is about to commit. */
  final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Whether another writer was quicker: HAPI deletes links to a Patient with it, which others write
   * just then. H2 calls it a general error now and then.
   */
  private static boolean isConflict(RuntimeException thrown) {
    return Stream.iterate((Throwable) thrown, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            e ->
                e instanceof ResourceVersionConflictException
                    || e instanceof OptimisticLockException
                    || e instanceof ConcurrencyFailureException
                    || e instanceof SQLException sql && sql.getErrorCode() == H2_GENERAL_ERROR);
  }

  /** FHIR over HTTP: single requests, and transactions for several. They end when they like. */
  record OverHttp(FhirWriter fhir, ChainBodies bodies) implements ChainWay {
    @Override
    public boolean write(List<Kept> changes, Ending ending) {
      HttpResponse<String> answer =
          changes.size() == 1
              ? one(changes.get(0))
              : fhir.bundle(
                  "transaction", changes.stream().map(this::entry).toArray(String[]::new));
      if (answer.statusCode() >= 300 && answer.statusCode() != 409) {
        throw new AssertionError(answer.statusCode() + " " + answer.body());
      }
      return answer.statusCode() != 409;
    }

    private HttpResponse<String> one(Kept change) {
      return change.gone() ? fhir.delete(change.key()) : fhir.put(bodies.of(change));
    }

    private String entry(Kept change) {
      return change.gone()
          ? "DELETE " + change.key()
          : "PUT " + change.key() + " " + bodies.of(change);
    }
  }

  /** Files, each loaded in one transaction. */
  record ByLoader(TestServer server, ChainBodies bodies, Path folder) implements ChainWay {
    private static final String DELETES =
        "{\"resourceType\":\"Bundle\",\"id\":\"%s\",\"type\":\"transaction\",\"entry\":[%s]}";

    @Override
    public boolean write(List<Kept> changes, Ending ending) {
      List<String> lines = new ArrayList<>();
      List<Kept> written = changes.stream().filter(change -> !change.gone()).toList();
      List<Kept> gone = changes.stream().filter(Kept::gone).toList();
      written.forEach(change -> lines.add(bodies.of(change)));
      if (!gone.isEmpty()) {
        // With an id of its own, lest it be a file that was loaded before.
        lines.add(DELETES.formatted(UUID.randomUUID(), deletes(gone)));
      }
      String first = written.isEmpty() ? "" : written.get(0).id();
      LoadReport report =
          server
              .store()
              .whileWriting(
                  first,
                  call -> {
                    if (call == 1) {
                      ending.held().run();
                    }
                    if (ending.rollBack()) {
                      // A conflict that does not end gives the whole file up.
                      throw new OptimisticLockingFailureException("rolled back");
                    }
                  },
                  () -> server.bean(ClaimsLoad.class).load(file(lines)));
      boolean rolledBack = ending.rollBack() && !written.isEmpty();
      if (report.state() != (rolledBack ? LoadState.FAILED : LoadState.DONE)
          || report.counts().refused() > 0) {
        throw new AssertionError(report.text());
      }
      return !rolledBack;
    }

    private static String deletes(List<Kept> gone) {
      return gone.stream()
          .map(each -> "{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}".formatted(each.key()))
          .collect(Collectors.joining(","));
    }

    private Path file(List<String> lines) {
      try {
        return Files.write(folder.resolve(UUID.randomUUID() + ".ndjson"), lines);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
