package io.bcda.export;

import io.bcda.attribution.RosterKind;
import io.bcda.export.ChainExports.Answer;
import io.bcda.export.ChainModel.Kept;
import io.bcda.export.ChainWay.Ending;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One ACO's history: writers, each in its thread, a loader, an office that delivers rosters and
 * preferences, and a client that chains exports meanwhile. What each thread does follows from the
 * seed; how they come between each other does not.
 */
final class ChainHistory {
  private static final int PEOPLE = 6;
  private static final int RESOURCES = 7;
  private static final int STEPS = 8;
  private static final int LEAST_EXPORTS = 3;
  private static final List<Duration> CLOCK_ERRORS =
      List.of(Duration.ofSeconds(-4), Duration.ofSeconds(4));

  /**
   * How it ended.
   *
   * @param lost where the replica is not what a full export yields
   * @param wrong where a full export is not what was written, by the writers' own account
   * @param broken rules that single exports broke
   * @param seen resources that a full export yields
   */
  record Outcome(
      Map<String, String> lost,
      Map<String, String> wrong,
      List<String> broken,
      int seen,
      int exports,
      int committed,
      int rolledBack) {
    boolean isSound() {
      return lost.isEmpty() && wrong.isEmpty() && broken.isEmpty();
    }
  }

  private final TestServer at;
  private final long seed;
  private final String tag = UUID.randomUUID().toString().substring(0, 13);
  private final RosterKind kind;
  private final LinkedHashMap<String, String> mbis = new LinkedHashMap<>();
  private final ChainModel model = new ChainModel();
  private final ChainPause pause = new ChainPause();
  private final ChainReplica replica = new ChainReplica(model);
  private final ChainExports server;
  private final ChainExports chain;
  private final ChainOffice office;
  private final ChainWay onTime;
  private final List<ChainWriter> writers = new ArrayList<>();
  private String last;
  private int exports;

  /**
   * @param chained makes the exports of the chain from those of the server
   */
  ChainHistory(TestServer at, long seed, Path folder, UnaryOperator<ChainExports> chained) {
    this.at = at;
    this.seed = seed;
    this.kind = seed % 4 == 0 ? RosterKind.RUNOUT : RosterKind.CURRENT;
    IntStream.range(0, PEOPLE).forEach(i -> mbis.put("p" + i + "-" + tag, TestWorld.mbi()));
    TestWorld world = new TestWorld(at);
    String group = kind == RosterKind.RUNOUT ? "runout" : "all";
    this.server = new ChainExports.OfServer(world.client(), "Group/" + group + "/$export");
    this.chain = chained.apply(server);
    List<String> people = List.copyOf(mbis.keySet());
    ChainWriter.Place place =
        new ChainWriter.Place(at, model, people, kind == RosterKind.RUNOUT, pause);
    this.office = new ChainOffice(place, world, kind, mbis, random(0));
    ChainBodies bodies = bodies(at);
    this.onTime = new ChainWay.OfHapi(at, bodies, Duration.ZERO);
    for (Duration error : CLOCK_ERRORS) {
      writer(place, new ChainWay.OfHapi(at, bodies, error));
    }
    writer(place, new ChainWay.OverHttp(FhirWriter.of(at), bodies));
    writer(place, new ChainWay.ByLoader(at, bodies, folder));
    List<String> patients = people.stream().skip(1).map(id -> "Patient/" + id).toList();
    writers.add(new ChainWriter(place, onTime, patients, random(writers.size() + 1)));
  }

  private ChainBodies bodies(TestServer at) {
    int year = LocalDate.ofInstant(at.clock().instant(), ZoneOffset.UTC).getYear();
    LocalDate within = LocalDate.of(year - 1, 12, 31);
    return new ChainBodies(mbis, within, kind == RosterKind.RUNOUT ? within.plusDays(1) : within);
  }

  private void writer(ChainWriter.Place place, ChainWay way) {
    int number = writers.size() + 1;
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < RESOURCES; i++) {
      keys.add((i % 3 == 2 ? "Coverage/" : "ExplanationOfBenefit/") + "w" + number + i + "-" + tag);
    }
    writers.add(new ChainWriter(place, way, keys, random(number)));
  }

  private Random random(int thread) {
    return new Random(seed * 1_000_003 + thread);
  }

  /** The claim whose transaction is held open during a whole export, and which is seen always. */
  String heldClaim() {
    return "ExplanationOfBenefit/held-" + tag;
  }

  Outcome live() {
    begin();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      running.add(CompletableFuture.runAsync(() -> repeat(office::step), threads));
      writers.forEach(
          writer ->
              running.add(
                  CompletableFuture.runAsync(
                      () -> {
                        writer.begin();
                        repeat(writer::step);
                      },
                      threads)));
      CompletableFuture<Void> all =
          CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
      export();
      exportWhileHeld(threads);
      while (exports < LEAST_EXPORTS || !all.isDone()) {
        export();
      }
      all.join();
    } finally {
      pause.end();
      threads.shutdown();
    }
    export();
    return compare();
  }

  private void begin() {
    String first = mbis.keySet().iterator().next();
    write(new Kept("Patient/" + first, first, 1, false, true, false), () -> {});
    write(new Kept(heldClaim(), first, 1, false, true, false), () -> {});
    office.roster();
  }

  private void write(Kept kept, Runnable held) {
    model.begin(List.of(kept));
    // With the index written where that is possible: H2 issues no time then.
    onTime.write(List.of(kept), new Ending(held, at == TestServer.POSTGRESQL, false));
    model.commit(List.of(kept));
  }

  private static void repeat(Runnable step) {
    for (int i = 0; i < STEPS; i++) {
      step.run();
    }
  }

  /** Stamped before the export's time, committed after the export. */
  private void exportWhileHeld(ExecutorService threads) {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch exported = new CountDownLatch(1);
    Kept next = new Kept(heldClaim(), mbis.keySet().iterator().next(), 2, false, true, false);
    CompletableFuture<Void> held =
        CompletableFuture.runAsync(
            () ->
                write(
                    next,
                    () -> {
                      written.countDown();
                      await(exported);
                    }),
            threads);
    try {
      await(written);
      export();
    } finally {
      exported.countDown();
    }
    held.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(2, TimeUnit.MINUTES)) {
        throw new AssertionError("nothing happened for two minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void export() {
    long asked = System.nanoTime();
    Answer answer = chain.export(last);
    replica.take(answer, asked);
    last = answer.time();
    exports++;
  }

  private Outcome compare() {
    Answer full = server.export(null);
    return new Outcome(
        replica.differences(full.output()),
        new ChainAccount(at, model).faults(full.output()),
        replica.faults(),
        full.output().size(),
        exports,
        writers.stream().mapToInt(ChainWriter::committed).sum(),
        writers.stream().mapToInt(ChainWriter::rolledBack).sum());
  }
}
