package io.bcda.loading;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines between the reader and one writer, bounded by their bytes. A line larger than the bound
 * passes alone. Thread-safe.
 */
final class LineQueue {
  private final long bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<NdjsonLine> lines = new ArrayDeque<>();
  private long held;
  private boolean ended;
  private boolean dropped;

  LineQueue(long boundBytes) {
    this.bound = boundBytes;
  }

  /** Waits for room, then adds the line; does nothing once the queue was dropped. */
  void put(NdjsonLine line) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!dropped && !lines.isEmpty() && held + weight(line) > bound) {
        changed.await();
      }
      if (!dropped) {
        lines.add(line);
        held += weight(line);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a line; empty when all were taken and no more will come. */
  Optional<NdjsonLine> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (lines.isEmpty() && !ended && !dropped) {
        changed.await();
      }
      Optional<NdjsonLine> line = Optional.ofNullable(lines.poll());
      line.ifPresent(l -> held -= weight(l));
      changed.signalAll();
      return line;
    } finally {
      lock.unlock();
    }
  }

  /** No more lines will come. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the lines that wait, and all that come. */
  void drop() {
    lock.lock();
    try {
      dropped = true;
      lines.clear();
      held = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static long weight(NdjsonLine line) {
    return line.bytes().length + 64L;
  }
}
