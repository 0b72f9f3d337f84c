package io.bcda.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Export files in a folder, one folder below it per job. */
final class FolderFileStore implements ExportFileStore {
  private static final Pattern JOB = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}");
  private final Path root;
  private final FileShape shape;

  FolderFileStore(Path root, FileShape shape) throws IOException {
    this.root = Files.createDirectories(root.toAbsolutePath().normalize()).toRealPath();
    this.shape = shape;
  }

  @Override
  public ExportFileWriter create(String jobId, String name) throws IOException {
    Path file = path(jobId, name).orElseThrow(() -> new IllegalArgumentException("not a name"));
    Files.createDirectories(file.getParent());
    return new FolderFileWriter(file, index(file), shape);
  }

  @Override
  public Optional<StoredFile> find(String jobId, String name) {
    return path(jobId, name).filter(Files::isRegularFile).map(InFolder::new);
  }

  @Override
  public void delete(String jobId, String name) throws IOException {
    Optional<Path> file = path(jobId, name);
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
      Files.deleteIfExists(index(file.get()));
    }
  }

  @Override
  public void deleteJob(String jobId) throws IOException {
    if (!JOB.matcher(jobId).matches()) {
      return;
    }
    Path folder = root.resolve(jobId);
    for (Path file : list(folder)) {
      Files.deleteIfExists(file);
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      deleteJob(jobId); // a writer began a file meanwhile
    }
  }

  @Override
  public Set<String> jobs() throws IOException {
    Set<String> jobs = new TreeSet<>();
    for (Path folder : list(root)) {
      String name = folder.getFileName().toString();
      if (Files.isDirectory(folder) && JOB.matcher(name).matches()) {
        jobs.add(name);
      }
    }
    return jobs;
  }

  @Override
  public Set<String> names(String jobId) throws IOException {
    Set<String> names = new TreeSet<>();
    if (JOB.matcher(jobId).matches()) {
      for (Path file : list(root.resolve(jobId))) {
        String name = file.getFileName().toString();
        if (!name.endsWith(SegmentIndex.SUFFIX)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  @Override
  public long usableBytes() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    return root.toFile().getUsableSpace(); // a FileStore would search the list of mounts first
  }

  private static Set<Path> list(Path folder) throws IOException {
    Set<Path> entries = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Set.of();
    }
    return entries;
  }

  /** Where a file is or would be; empty for a name that is not one of ours. */
  private Optional<Path> path(String jobId, String name) {
    boolean ours = JOB.matcher(jobId).matches() && NAME.matcher(name).matches();
    if (!ours || name.endsWith(SegmentIndex.SUFFIX)) {
      return Optional.empty();
    }
    Path file = root.resolve(jobId).resolve(name).normalize();
    // The patterns allow no separator; should one ever slip through, nothing outside is reached.
    return file.startsWith(root.resolve(jobId)) ? Optional.of(file) : Optional.empty();
  }

  private static Path index(Path file) {
    return file.resolveSibling(file.getFileName() + SegmentIndex.SUFFIX);
  }

  private record InFolder(Path file) implements StoredFile {
    @Override
    public long storedBytes() {
      return file.toFile().length();
    }

    @Override
    public InputStream stored(long offset) throws IOException {
      if (offset < 0) {
        throw new IllegalArgumentException("negative offset");
      }
      return Channels.newInputStream(
          FileChannel.open(file, StandardOpenOption.READ).position(offset));
    }

    @Override
    public InputStream plain(long offset) throws IOException {
      return PlainRange.open(this::stored, SegmentIndex.read(index(file)), offset);
    }

    @Override
    public boolean isStored() {
      return Files.exists(file);
    }

    @Override
    public Optional<Path> path() {
      return Optional.of(file);
    }
  }
}
