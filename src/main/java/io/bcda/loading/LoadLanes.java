package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.store.CanonicalReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes a file's lines through several writers side by side. Lines of one resource always go to the
 * same writer, in their order. Thread-safe.
 */
@Component
class LoadLanes {
  private static final Logger log = LoggerFactory.getLogger(LoadLanes.class);

  /** Bytes that wait for one writer; more than a batch, so that it does not starve. */
  private static final long QUEUE_BYTES = 8L << 20;

  /** Lines after which the load's row is brought up to date. */
  private static final int NOTE_EVERY = 5_000;

  private final FhirContext fhir;
  private final CanonicalReader canonical;
  private final LoadingSettings settings;

  LoadLanes(FhirContext fhir, CanonicalReader canonical, LoadingSettings settings) {
    this.fhir = fhir;
    this.canonical = canonical;
    this.settings = settings;
  }

  /** Some of a file's lines. */
  record Lines(NdjsonFile file, Predicate<LineSniff> which) {}

  /**
   * Loads the lines that are wanted, and returns when all of them are counted or the tally has
   * ended the load.
   *
   * @param note writes the counts so far to the database, or throws
   */
  void load(Lines lines, StoreWriter store, LoadTally tally, Runnable note) throws IOException {
    List<LoadLane> lanes =
        IntStream.range(0, settings.writers()).mapToObj(i -> lane(store, tally, note)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size(), LoadLanes.names());
    try {
      CompletableFuture<?>[] running =
          lanes.stream()
              .map(lane -> CompletableFuture.runAsync(lane, threads).exceptionally(this::report))
              .toArray(CompletableFuture[]::new);
      try {
        feed(lines, tally, lanes, note);
      } finally {
        CompletableFuture.allOf(running).join();
      }
    } finally {
      threads.shutdown();
    }
  }

  private LoadLane lane(StoreWriter store, LoadTally tally, Runnable note) {
    ResourceGate gate =
        new ResourceGate(
            fhir, settings.syntheticOnly(), settings.asRows() ? canonical.open() : null);
    BatchWriter writer = new BatchWriter(store, gate, tally, settings.conflictRetries(), note);
    return new LoadLane(new LineQueue(QUEUE_BYTES), gate, writer, tally, settings.bundleSize());
  }

  private void feed(Lines wanted, LoadTally tally, List<LoadLane> lanes, Runnable note)
      throws IOException {
    long taken = 0;
    try (NdjsonLines lines = wanted.file().lines()) {
      for (Optional<NdjsonLine> line = lines.next();
          line.isPresent() && tally.ended().isEmpty();
          line = lines.next()) {
        LineSniff sniff = LineSniff.of(line.get());
        if (wanted.which().test(sniff)) {
          lanes.get(Math.floorMod(sniff.route(), lanes.size())).lines().put(line.get());
          if (++taken % NOTE_EVERY == 0) {
            note.run();
          }
        }
      }
    } catch (InterruptedException e) {
      tally.end(LoadEnd.interrupted());
      Thread.currentThread().interrupt();
    } finally {
      lanes.forEach(lane -> lane.lines().end());
    }
  }

  /** The lane has told the tally; the message may quote a resource and is not logged. */
  private Void report(Throwable fault) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    log.atError().addKeyValue("fault", Fault.describe(cause)).log("claims writer broke off");
    return null;
  }

  private static ThreadFactory names() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "claims-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
