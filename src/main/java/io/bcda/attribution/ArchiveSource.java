package io.bcda.attribution;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A roster in an archive: CCLF8, and changes of MBIs in CCLF9. */
record ArchiveSource(CclfArchive archive, Cclf0 control, AttributionSettings settings)
    implements RosterSource {

  @Override
  public Instant fileTime() {
    return archive.fileTime();
  }

  @Override
  public RosterRead members(MemberSink sink) throws IOException {
    return archive.roster(
        file -> Cclf8.read(file, control.cclf8(), settings.counts(), settings.mbis(), sink));
  }

  @Override
  public Optional<Cclf9.Read> changes(MbiChangeSink sink) throws IOException {
    return archive.changes(
        control.cclf9(),
        (file, announced) -> Cclf9.read(file, announced, settings.counts(), settings.mbis(), sink));
  }
}
