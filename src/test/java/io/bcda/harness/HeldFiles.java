package io.bcda.harness;

import io.bcda.files.ExportFileStore;
import io.bcda.files.ExportFileWriter;
import io.bcda.files.StoredFile;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The application's file store, with a gate: a test can hold the slices of its job open, or freeze
 * one when its file is finished and not yet published.
 */
public final class HeldFiles implements ExportFileStore {
  private final ExportFileStore files;
  private final Queue<FrozenFile> freezers = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Semaphore next;

  private HeldFiles(ExportFileStore files) {
    this.files = files;
  }

  /** Holds every new file from now on, until it is let through. */
  public void hold() {
    next = new Semaphore(0);
  }

  /** Lets this many files begin. */
  public void letThrough(int count) {
    next.release(count);
  }

  /** Lets all through, for good. */
  public void open() {
    Semaphore gate = next;
    next = null;
    if (gate != null) {
      gate.release(1000);
    }
  }

  /** Freezes the next file of a job that begins with these letters; each call takes one file. */
  public FrozenFile freeze(String beginning) {
    FrozenFile frozen = new FrozenFile(beginning);
    freezers.add(frozen);
    return frozen;
  }

  @Override
  public ExportFileWriter create(String jobId, String name) throws IOException {
    Semaphore gate = next;
    if (gate != null) {
      gate.acquireUninterruptibly();
    }
    ExportFileWriter writer = files.create(jobId, name);
    for (FrozenFile frozen : freezers) {
      if (name.startsWith(frozen.beginning()) && freezers.remove(frozen)) {
        return frozen.around(writer, name);
      }
    }
    return writer;
  }

  @Override
  public Optional<StoredFile> find(String jobId, String name) {
    return files.find(jobId, name);
  }

  @Override
  public void delete(String jobId, String name) throws IOException {
    files.delete(jobId, name);
  }

  @Override
  public void deleteJob(String jobId) throws IOException {
    files.deleteJob(jobId);
  }

  @Override
  public Set<String> jobs() throws IOException {
    return files.jobs();
  }

  @Override
  public Set<String> names(String jobId) throws IOException {
    return files.names(jobId);
  }

  @Override
  public long usableBytes() throws IOException {
    return files.usableBytes();
  }

  @Configuration(proxyBeanMethods = false)
  static class Gate {
    @Bean
    static BeanPostProcessor heldFiles() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof ExportFileStore files && !(bean instanceof HeldFiles)
              ? new HeldFiles(files)
              : bean;
        }
      };
    }
  }
}
