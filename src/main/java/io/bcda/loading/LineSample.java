package io.bcda.loading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Which lines of some files to look at: at random, as many of each kind as of the others where
 * there are enough, and the same ones for the same seed and files. Keeps places, not lines, and of
 * each kind no more than are wanted in all (Vitter's algorithm R), whatever the files' size.
 */
final class LineSample {
  private final int wanted;
  private final Random random;
  private final Map<LineKind, List<Place>> reservoirs = new EnumMap<>(LineKind.class);
  private final Map<LineKind, Long> lines = new EnumMap<>(LineKind.class);

  private LineSample(int wanted, long seed) {
    this.wanted = wanted;
    this.random = new Random(seed);
  }

  /** Where a line is: the file by its place in the list, the line by its number. */
  record Place(int file, long line) {}

  /** Takes a line that was drawn. */
  interface Taker {
    void take(LineKind kind, NdjsonLine line);
  }

  /** Reads all files once. */
  static LineSample draw(List<NdjsonFile> files, int wanted, long seed) throws IOException {
    LineSample sample = new LineSample(wanted, seed);
    for (int i = 0; i < files.size(); i++) {
      try (NdjsonLines in = files.get(i).lines()) {
        for (Optional<NdjsonLine> line = in.next(); line.isPresent(); line = in.next()) {
          sample.offer(LineKind.of(line.get()), new Place(i, line.get().number()));
        }
      }
    }
    return sample;
  }

  /** How many lines there are of each kind, drawn or not; none of kinds that do not appear. */
  Map<LineKind, Long> lines() {
    return Collections.unmodifiableMap(lines);
  }

  /** Reads the files again and gives the lines that were drawn, in their order. */
  void read(List<NdjsonFile> files, Taker taker) throws IOException {
    Set<Place> drawn = drawn();
    for (int i = 0; i < files.size(); i++) {
      try (NdjsonLines in = files.get(i).lines()) {
        for (Optional<NdjsonLine> line = in.next(); line.isPresent(); line = in.next()) {
          if (drawn.contains(new Place(i, line.get().number()))) {
            taker.take(LineKind.of(line.get()), line.get());
          }
        }
      }
    }
  }

  private void offer(LineKind kind, Place place) {
    long seen = lines.merge(kind, 1L, Long::sum);
    List<Place> kept = reservoirs.computeIfAbsent(kind, k -> new ArrayList<>());
    if (kept.size() < wanted) {
      kept.add(place);
      return;
    }
    long slot = random.nextLong(seen);
    if (slot < wanted) {
      kept.set((int) slot, place);
    }
  }

  /** The smallest kinds first: what they lack falls to the others. */
  private Set<Place> drawn() {
    List<List<Place>> kinds = new ArrayList<>(reservoirs.values());
    kinds.sort(Comparator.comparingInt(List::size));
    Set<Place> drawn = new HashSet<>();
    for (int i = 0; i < kinds.size(); i++) {
      List<Place> shuffled = new ArrayList<>(kinds.get(i));
      Collections.shuffle(shuffled, random);
      int share = (wanted - drawn.size()) / (kinds.size() - i);
      drawn.addAll(shuffled.subList(0, Math.min(share, shuffled.size())));
    }
    return drawn;
  }
}
