package io.bcda.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks into an inbox from time to time and hands complete files to its handler, one after the
 * other on one thread. Several nodes may watch one folder; each file goes to one of them.
 */
public final class InboxWatch implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(InboxWatch.class);
  // Less than spring.lifecycle.timeout-per-shutdown-phase, which is 20 seconds.
  private static final long STOP_SECONDS = 15;

  private final String name;
  private final FolderInbox inbox;
  private final InboxSettings settings;
  private final InboxHandler handler;
  private final FailedFiles failed;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private volatile boolean stopping;
  private boolean lookFails;
  private @Nullable ScheduledExecutorService thread;

  /**
   * @param name the inbox's name in logs and of its thread
   * @param handler what to do with a file; called by one thread at a time
   */
  public InboxWatch(String name, FolderInbox inbox, InboxSettings settings, InboxHandler handler) {
    this.name = name;
    this.inbox = inbox;
    this.settings = settings;
    this.handler = handler;
    this.failed = new FailedFiles(settings.poll());
  }

  /**
   * Takes what lies in the inbox now, on the caller's thread, without waiting for it to settle and
   * whether or not the watch is started: for those who put the files there themselves. Returns once
   * each file is done, rejected, or failed and given back.
   */
  public void sweepNow() {
    oneAtATime.lock();
    try {
      handler.inTurn(inbox.present()).forEach(this::take);
    } finally {
      oneAtATime.unlock();
    }
  }

  private void lookAndTake() {
    oneAtATime.lock();
    try {
      giveBackAbandoned();
      List<Path> ready = inbox.ready();
      failed.keepOnly(ready);
      for (Path file : handler.inTurn(ready)) {
        if (!stopping && failed.mayTry(file)) {
          take(file);
        }
      }
      lookFails = false;
    } catch (IOException | RuntimeException | Error e) {
      if (!lookFails) {
        lookFails = true;
        log.atError().addKeyValue("inbox", name).setCause(e).log("inbox cannot be read");
      }
    } finally {
      oneAtATime.unlock();
    }
  }

  private void giveBackAbandoned() throws IOException {
    for (String file : inbox.giveBackAbandoned(settings.lease())) {
      log.atWarn()
          .addKeyValue("inbox", name)
          .addKeyValue("file", file)
          .log("a file left by a stopped node is taken again");
    }
  }

  private void take(Path file) {
    try {
      Path claimed = handler.mayTake(file) ? inbox.claim(file).orElse(null) : null;
      if (claimed != null) {
        handle(claimed);
        failed.forget(file);
      }
    } catch (IOException | RuntimeException | Error e) {
      // An Error too: it must not end the watch unseen, as an executor would have it.
      if (failed.remember(file)) {
        log.atError()
            .addKeyValue("inbox", name)
            .addKeyValue("file", file.getFileName())
            .setCause(e)
            .log("file could not be taken; it stays in the inbox and is tried again");
      }
    }
  }

  private void handle(Path claimed) throws IOException {
    ScheduledExecutorService renewal = renewalOf(claimed);
    try {
      handler.take(claimed);
      if (Files.exists(claimed)) {
        throw new IllegalStateException("the handler neither took nor refused the file");
      }
    } finally {
      renewal.shutdownNow();
      if (Files.exists(claimed)) {
        inbox.giveBack(claimed);
      }
    }
  }

  private ScheduledExecutorService renewalOf(Path claimed) {
    ScheduledExecutorService renewal =
        Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "inbox-" + name + "-lease"));
    long millis = settings.lease().toMillis() / 4;
    renewal.scheduleAtFixedRate(() -> renew(claimed), millis, millis, TimeUnit.MILLISECONDS);
    return renewal;
  }

  private void renew(Path claimed) {
    try {
      inbox.renewLeaseOf(claimed);
    } catch (IOException e) {
      log.atWarn().addKeyValue("inbox", name).setCause(e).log("lease on a taken file not renewed");
    }
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      stopping = false;
      thread = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "inbox-" + name));
      long poll = settings.poll().toMillis();
      thread.scheduleWithFixedDelay(this::lookAndTake, 0, poll, TimeUnit.MILLISECONDS);
    }
  }

  /** Takes no further file and waits for the one under way. */
  @Override
  public synchronized void stop() {
    ScheduledExecutorService stopped = thread;
    if (stopped == null) {
      return;
    }
    stopping = true;
    thread = null;
    stopped.shutdown();
    try {
      if (!stopped.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        log.atWarn().addKeyValue("inbox", name).log("stopped while a file is being taken");
        stopped.shutdownNow();
      }
    } catch (InterruptedException e) {
      stopped.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops beside other watches, not after them. */
  @Override
  public void stop(Runnable stopped) {
    daemon(
            () -> {
              try {
                stop();
              } finally {
                stopped.run();
              }
            },
            "inbox-" + name + "-stop")
        .start();
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
