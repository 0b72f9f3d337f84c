package io.bcda.export;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** This node's worker that replaces files; each job is in its queue once at most. */
@Component
class Replacements implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Replacements.class);
  private final FileReplacement replacement;
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
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

  /** Replaces what is due of a finished job, soon; a request or a sweep asks again if it fails. */
  void request(String jobId) {
    if (waiting.add(jobId)) {
      worker.execute(() -> run(jobId));
    }
  }

  private void run(String jobId) {
    waiting.remove(jobId);
    try {
      replacement.replace(jobId);
    } catch (Exception e) {
      log.atWarn().addKeyValue("job", jobId).setCause(e).log("files not replaced, tried again");
    }
  }

  @Override
  public void destroy() {
    worker.shutdownNow();
  }
}
