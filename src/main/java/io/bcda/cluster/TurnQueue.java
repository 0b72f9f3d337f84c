package io.bcda.cluster;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait. Their owners take turns, one task each; the tasks of one owner keep their order.
 * So an owner waits for at most one task of each of the others, whatever they have waiting.
 */
final class TurnQueue {
  /** In the order of their turns; none is empty. */
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

  private boolean closed;

  synchronized void add(String owner, Runnable task) {
    waiting.computeIfAbsent(owner, o -> new ArrayDeque<>()).add(task);
    notifyAll();
  }

  /** Waits for a task; null once closed. */
  synchronized @Nullable Runnable take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    String owner = waiting.keySet().iterator().next();
    Queue<Runnable> tasks = waiting.remove(owner);
    Runnable task = tasks.remove();
    if (!tasks.isEmpty()) {
      waiting.put(owner, tasks); // behind the others
    }
    return task;
  }

  synchronized int size() {
    return waiting.values().stream().mapToInt(Queue::size).sum();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
