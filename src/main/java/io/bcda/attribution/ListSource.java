package io.bcda.attribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A roster in a list of members. */
record ListSource(Path file, Instant fileTime, AttributionSettings settings)
    implements RosterSource {

  @Override
  public RosterRead members(MemberSink sink) throws IOException {
    try (InputStream list = Files.newInputStream(file)) {
      return CsvRoster.read(list, settings.maxMembers(), settings.mbis(), sink);
    }
  }

  @Override
  public Optional<Cclf9.Read> changes(MbiChangeSink sink) {
    return Optional.empty();
  }
}
