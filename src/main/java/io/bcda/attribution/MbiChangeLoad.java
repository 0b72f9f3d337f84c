package io.bcda.attribution;

import io.bcda.store.MbiChanges;
import io.bcda.store.MbiChanges.SamePerson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Learns the changes of MBIs that came with a roster. */
@Component
class MbiChangeLoad {
  private static final int BATCH = 1_000;
  private final MbiChanges changes;

  MbiChangeLoad(MbiChanges changes) {
    this.changes = changes;
  }

  /**
   * What was learnt.
   *
   * @param unknown changes that were not known before
   */
  record Learned(Cclf9.Read read, int unknown) {

    List<String> notes() {
      List<String> notes = new ArrayList<>();
      notes.add("%d changes of MBIs, %d of them new.".formatted(read.changes(), unknown));
      if (read.odd() > 0) {
        notes.add(
            "Warning: %d changes have an MBI without CMS's form (bcda.attribution.mbi-form)."
                .formatted(read.odd()));
      }
      if (read.reversed() > 0) {
        notes.add("Warning: %d changes end before they begin.".formatted(read.reversed()));
      }
      return notes;
    }
  }

  /**
   * Learns them in the caller's transaction.
   *
   * @return empty if none can have come
   * @throws io.bcda.refusal.Refusal if the file is refused
   */
  Optional<Learned> learn(RosterSource source) throws IOException {
    List<SamePerson> batch = new ArrayList<>(BATCH);
    int[] unknown = new int[1];
    Optional<Cclf9.Read> read =
        source.changes(
            change -> {
              batch.add(new SamePerson(change.former(), change.current()));
              if (batch.size() == BATCH) {
                unknown[0] += changes.learn(batch);
                batch.clear();
              }
            });
    if (!batch.isEmpty()) {
      unknown[0] += changes.learn(batch);
    }
    return read.map(r -> new Learned(r, unknown[0]));
  }
}
