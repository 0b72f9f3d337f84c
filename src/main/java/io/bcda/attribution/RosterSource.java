package io.bcda.attribution;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Where a roster comes from. */
interface RosterSource {

  /** The timestamp of the delivery. */
  Instant fileTime();

  /**
   * Hands on each distinct member.
   *
   * @throws io.bcda.refusal.Refusal if the file is refused; members before were handed on by then
   */
  RosterRead members(MemberSink sink) throws IOException;

  /**
   * Hands on the changes of MBIs that came with it.
   *
   * @return empty if none can have come
   * @throws io.bcda.refusal.Refusal if the file is refused; changes before were handed on by then
   */
  Optional<Cclf9.Read> changes(MbiChangeSink sink) throws IOException;
}
