package io.bcda.harness;

import io.bcda.files.ExportFileStore;
import io.bcda.files.ExportFileWriter;
import io.bcda.files.StoredFile;
import io.bcda.files.WrittenFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The application's file store, with a gate: a test can hold the slices of its job open, or freeze
 * one when its file is finished and not yet published. And with a disk that can be short of space.
 */
public final class HeldFiles implements ExportFileStore {
  private final ExportFileStore files;
  private final Queue<FrozenFile> freezers = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> begun = new ConcurrentHashMap<>();
  private volatile @Nullable Semaphore next;
  private volatile @Nullable Long usable;
  private volatile @Nullable String full;
  private volatile @Nullable String stuck;

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

  /** Tells from now on that so many bytes can still be written, though more can. */
  public void tellUsable(long bytes) {
    usable = bytes;
  }

  /** From now on the disk is full before a file that begins with these letters is finished. */
  public void fillUp(String beginning) {
    full = beginning;
  }

  /** There is as much space as there is. */
  public void makeRoom() {
    usable = null;
    full = null;
  }

  /** A folder that cannot be removed; null for none. */
  public void resistDeletion(@Nullable String folder) {
    stuck = folder;
  }

  /** Files of a job that were begun, all attempts together. */
  public int begun(String jobId) {
    return begun.getOrDefault(jobId, 0);
  }

  @Override
  public ExportFileWriter create(String jobId, String name) throws IOException {
    begun.merge(jobId, 1, Integer::sum);
    Semaphore gate = next;
    if (gate != null) {
      gate.acquireUninterruptibly();
    }
    ExportFileWriter writer = limited(files.create(jobId, name), name);
    for (FrozenFile frozen : freezers) {
      if (name.startsWith(frozen.beginning()) && freezers.remove(frozen)) {
        return frozen.around(writer, name);
      }
    }
    return writer;
  }

  private ExportFileWriter limited(ExportFileWriter writer, String name) {
    return new PassingWriter(writer) {
      @Override
      public WrittenFile finish() throws IOException {
        String beginning = full;
        if (beginning != null && name.startsWith(beginning)) {
          throw new IOException("No space left on device"); // as Linux tells ENOSPC
        }
        return super.finish();
      }
    };
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
    if (jobId.equals(stuck)) {
      throw new DirectoryNotEmptyException(jobId);
    }
    files.deleteJob(jobId);
  }

  @Override
  public Set<String> jobs() throws IOException {
    Set<String> jobs = new TreeSet<>(files.jobs());
    Optional.ofNullable(stuck).ifPresent(jobs::add);
    return jobs;
  }

  @Override
  public Set<String> names(String jobId) throws IOException {
    return files.names(jobId);
  }

  @Override
  public long usableBytes() throws IOException {
    Long told = usable;
    return told == null ? files.usableBytes() : told;
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
