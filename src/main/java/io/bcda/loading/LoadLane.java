package io.bcda.loading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One writer of a load: takes lines, passes them through the gate, collects them and writes them. A
 * resource that comes again is written after what was collected before, so that the later line
 * wins.
 */
final class LoadLane implements Runnable {
  /** A batch of few large lines is written at this size. */
  private static final long BATCH_BYTES = 4L << 20;

  private final LineQueue lines;
  private final ResourceGate gate;
  private final BatchWriter writer;
  private final LoadTally tally;
  private final int batchSize;
  private final List<Admitted> batch = new ArrayList<>();
  private final Set<String> inBatch = new HashSet<>();
  private long batchBytes;

  LoadLane(LineQueue lines, ResourceGate gate, BatchWriter writer, LoadTally tally, int batchSize) {
    this.lines = lines;
    this.gate = gate;
    this.writer = writer;
    this.tally = tally;
    this.batchSize = batchSize;
  }

  LineQueue lines() {
    return lines;
  }

  @Override
  public void run() {
    try {
      for (Optional<NdjsonLine> line = lines.take();
          line.isPresent() && tally.ended().isEmpty();
          line = lines.take()) {
        accept(line.get());
      }
      if (tally.ended().isEmpty()) {
        flush();
      }
    } catch (InterruptedException e) {
      tally.end(LoadEnd.interrupted());
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      tally.end(LoadEnd.failed(e));
      throw e;
    } finally {
      lines.drop();
    }
  }

  private void accept(NdjsonLine line) throws InterruptedException {
    Admitted admitted;
    try {
      admitted = gate.admit(line);
    } catch (LineRefused e) {
      tally.refuse(e.at(line.number()));
      return;
    }
    if (!inBatch.add(admitted.reference())) {
      flush();
      inBatch.add(admitted.reference());
    }
    batch.add(admitted);
    batchBytes += line.bytes().length;
    if (batch.size() >= batchSize || batchBytes >= BATCH_BYTES) {
      flush();
    }
  }

  private void flush() throws InterruptedException {
    if (!batch.isEmpty()) {
      writer.write(List.copyOf(batch));
      batch.clear();
      inBatch.clear();
      batchBytes = 0;
    }
  }
}
