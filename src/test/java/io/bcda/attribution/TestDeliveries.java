package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.CohortWorld.Delivered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads rosters and preferences through the import's transactions, past the forms of archives. */
final class TestDeliveries {
  private static final DateTimeFormatter TENTHS =
      DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmssS").withZone(ZoneOffset.UTC);

  private final AttributionDatabase room;
  private final Path file;
  private long last;

  TestDeliveries(AttributionDatabase room) {
    this.room = room;
    try {
      this.file = Files.createTempFile("preferences", ".txt");
      file.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void roster(Delivered roster) {
    DeliveryName name =
        new DeliveryName(
            room.bean(AcoRegistry.class).modelOf(roster.aco()),
            roster.aco(),
            roster.kind(),
            roster.year(),
            roster.file());
    assertThat(room.bean(RosterLoad.class).load(run("roster"), name, new InMemory(roster)))
        .isPresent();
  }

  void preferences(Instant time, List<Preference> preferences) {
    String[] details =
        preferences.stream()
            .map(
                p ->
                    TestPreferences.detail(
                        p.mbi(),
                        DateTimeFormatter.BASIC_ISO_DATE.format(p.effective()),
                        p.share() ? 'Y' : 'N'))
            .toArray(String[]::new);
    try {
      Files.writeString(file, TestPreferences.file(details));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = "T#EFT.ON.ACO.NGD1800.DPRF." + TENTHS.format(time);
    assertThat(room.bean(PreferenceImport.class).load(file, run(name))).isPresent();
  }

  /** Of content that no other has. */
  private DeliveryRun run(String name) {
    return new DeliveryRun(name, "sha-" + ++last, DeliveryRun.Mode.FOR_GOOD);
  }

  private record InMemory(Delivered roster) implements RosterSource {
    @Override
    public Instant fileTime() {
      return roster.file();
    }

    @Override
    public RosterRead members(MemberSink sink) throws IOException {
      int ordinal = 0;
      for (String mbi : roster.mbis()) {
        sink.member(++ordinal, mbi);
      }
      return new RosterRead(ordinal, 0, 0);
    }

    @Override
    public Optional<Cclf9.Read> changes(MbiChangeSink sink) throws IOException {
      for (Map.Entry<String, String> change : roster.changes().entrySet()) {
        sink.change(new MbiChange(change.getKey(), change.getValue(), null, null));
      }
      return Optional.of(new Cclf9.Read(roster.changes().size(), 0, 0, 0, 0, 0));
    }
  }
}
