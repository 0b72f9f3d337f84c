package io.bcda.cluster;

import ca.uhn.fhir.batch2.api.IJobMaintenanceService;
import ca.uhn.fhir.batch2.model.WorkChunk;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IBaseInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * batch2 moves only in maintenance passes. They run here, and here only: by event, when a job was
 * started and after each finished chunk, at most one waiting; and by a tick as the safety net
 * (design decision 3).
 */
@Component
@Interceptor
public class Passes implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Passes.class);
  private static final long COALESCE_MILLIS = 15;
  private final ObjectProvider<IJobMaintenanceService> maintenance;
  private final ChunkLeases leases;
  private final ClusterSettings settings;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private volatile ScheduledExecutorService worker;
  private volatile boolean ticking;

  Passes(
      ObjectProvider<IJobMaintenanceService> maintenance,
      ChunkLeases leases,
      ClusterSettings settings,
      IInterceptorService interceptors) {
    this.maintenance = maintenance;
    this.leases = leases;
    this.settings = settings;
    this.worker = newWorker();
    interceptors.registerInterceptor(this);
  }

  private static ScheduledExecutorService newWorker() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "batch-passes");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** HAPI's hook: after the inner call the chunk's new state is committed. */
  @Hook(Pointcut.BATCH2_CHUNK_PROCESS_FILTER)
  public IBaseInterceptorBroadcaster.IInterceptorFilterHook afterEachChunk(WorkChunk chunk) {
    return step -> {
      leases.hold(chunk.getId());
      try {
        step.run();
      } finally {
        leases.release(chunk.getId());
        request();
      }
    };
  }

  /** Runs a task when no pass runs, so that the two do not meet at the same rows. */
  public synchronized void apart(Runnable task) {
    task.run();
  }

  /** Asks for a pass once the current transaction has committed, or at once without one. */
  public void request() {
    AfterCommit.run(this::schedule);
  }

  private void schedule() {
    if (waiting.compareAndSet(false, true)) {
      try {
        worker.schedule(this::pass, COALESCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        waiting.set(false); // stopping; the next start's tick goes on
      }
    }
  }

  private void pass() {
    waiting.set(false);
    try {
      apart(maintenance.getObject()::runMaintenancePass);
    } catch (RuntimeException | Error e) {
      log.atWarn().setCause(e).log("maintenance pass failed, the next tick tries again");
    }
  }

  @Override
  public void start() {
    if (worker.isShutdown()) {
      worker = newWorker();
    }
    long tick = settings.tick().toMillis();
    worker.scheduleWithFixedDelay(this::pass, tick, tick, TimeUnit.MILLISECONDS);
    ticking = true;
  }

  @Override
  public void stop() {
    worker.shutdownNow();
    ticking = false;
  }

  @Override
  public boolean isRunning() {
    return ticking;
  }
}
