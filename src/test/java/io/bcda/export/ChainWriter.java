package io.bcda.export;

import io.bcda.export.ChainModel.Kept;
import io.bcda.export.ChainWay.Ending;
import io.bcda.harness.TestServer;
import io.bcda.store.TestSensitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes its own resources, which nobody else writes, again and again. For one thread. */
final class ChainWriter {
  private static final int MOST_AT_ONCE = 3;
  private final TestServer server;
  private final ChainModel model;
  private final ChainWay way;
  private final List<String> keys;
  private final List<String> people;
  private final Random random;
  private final boolean windowed;
  private final ChainPause pause;
  private int edition;
  private int committed;
  private int rolledBack;

  /**
   * What the writers of a history share.
   *
   * @param windowed whether the group asked for leaves claims out by their day of service
   */
  record Place(
      TestServer server,
      ChainModel model,
      List<String> people,
      boolean windowed,
      ChainPause pause) {}

  /**
   * @param keys {@code Type/id} of what is written
   */
  ChainWriter(Place place, ChainWay way, List<String> keys, Random random) {
    this.server = place.server();
    this.model = place.model();
    this.people = place.people();
    this.windowed = place.windowed();
    this.pause = place.pause();
    this.way = way;
    this.keys = keys;
    this.random = random;
  }

  /** Creates the first half of its resources, in one transaction. */
  void begin() {
    write(keys.subList(0, (keys.size() + 1) / 2), new Ending(() -> {}, false, false));
  }

  /** Does one thing, and pauses. */
  void step() {
    if (random.nextInt(10) == 0) {
      mark(keys.get(random.nextInt(keys.size())));
    } else {
      List<String> chosen = new ArrayList<>(keys);
      Collections.shuffle(chosen, random);
      int held = random.nextInt(3) == 0 ? 0 : random.nextInt(250);
      Ending ending =
          new Ending(() -> pause.upTo(held), random.nextBoolean(), random.nextInt(5) == 0);
      write(chosen.subList(0, Math.min(keys.size(), 1 + random.nextInt(MOST_AT_ONCE))), ending);
    }
    pause.upTo(random.nextInt(120));
  }

  int committed() {
    return committed;
  }

  int rolledBack() {
    return rolledBack;
  }

  private void write(List<String> chosen, Ending ending) {
    List<Kept> changes = chosen.stream().map(this::next).toList();
    model.begin(changes);
    if (way.write(changes, ending)) {
      model.commit(changes);
      committed++;
    } else {
      rolledBack++;
    }
  }

  private Kept next(String key) {
    edition++;
    Kept now = model.now(key);
    if (now != null && !now.gone() && random.nextInt(6) == 0) {
      return new Kept(key, now.person(), edition, false, false, true);
    }
    boolean claim = key.startsWith("Explanation");
    return new Kept(
        key,
        key.startsWith("Patient/") ? key.substring("Patient/".length()) : person(),
        edition,
        claim && random.nextInt(6) == 0,
        !claim || !windowed || random.nextInt(5) > 0,
        false);
  }

  /** The first, whom the ACO sees always, more often than the others. */
  private String person() {
    return people.get(Math.max(0, random.nextInt(people.size() + 2) - 2));
  }

  /** Hides a claim or shows it, without another version of it. */
  private void mark(String key) {
    Kept now = model.now(key);
    if (now != null && !now.gone() && key.startsWith("Explanation")) {
      Kept marked = now.marked(!now.hidden());
      TestSensitive.mark(server, marked.id(), marked.hidden());
      model.commit(List.of(marked));
      committed++;
    }
  }
}
