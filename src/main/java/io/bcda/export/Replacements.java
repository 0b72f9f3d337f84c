package io.bcda.export;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * This node's worker that replaces files; each job is in its queue once at most. What fails, for
 * lack of space or otherwise, is tried again at the pace of the sweep, however often people ask.
 */
@Component
class Replacements implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Replacements.class);
  private final FileReplacement replacement;
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "export-replacement");
            thread.setDaemon(true);
            return thread;
          });

  Replacements(FileReplacement replacement) {
    this.replacement = replacement;
  }

  /** Replaces what is due of a finished job, soon. */
  void request(String jobId) {
    if (!failed.contains(jobId)) {
      enqueue(jobId);
    }
  }

  /** Tries again what has failed. */
  void retry() {
    failed.forEach(this::enqueue);
  }

  private void enqueue(String jobId) {
    if (waiting.add(jobId)) {
      worker.execute(() -> run(jobId));
    }
  }

  private void run(String jobId) {
    waiting.remove(jobId);
    try {
      replacement.replace(jobId);
      failed.remove(jobId);
    } catch (Exception | Error e) {
      log.atLevel(failed.add(jobId) ? Level.WARN : Level.DEBUG)
          .addKeyValue("job", jobId)
          .setCause(e)
          .log("files not replaced, they stay withdrawn and are tried again");
    }
  }

  @Override
  public void destroy() {
    worker.shutdownNow();
  }
}
