package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoModels;
import io.bcda.aco.AcoRegistry;
import io.bcda.aco.TestModels;
import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.Participation.Bound;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.Database;
import io.bcda.store.IssuedTime;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.TestResources;
import io.bcda.store.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The server's rooms for rosters, preferences, identity and cohorts, on a database of their own.
 */
final class CohortRoom implements CohortWorld, AutoCloseable {
  private static final Map<String, String> MODELS =
      Map.of(
          "bcda.models." + EXEMPT + ".suppression-exempt", "true",
          "bcda.models." + EXEMPT + ".look-back.years", "1",
          "bcda.models." + EXEMPT + ".look-back.turns", "01-01");

  private final AttributionDatabase room;
  private final Clock clock;
  private final TestResources resources;
  private final TestDeliveries deliveries;
  private final TransactionTemplate transaction;
  private final Map<Optional<LocalDate>, AcoModels> models = new HashMap<>();
  private final Map<Instant, Deque<Long>> preferenceFiles = new HashMap<>();
  private final Set<String> present = new HashSet<>();
  private Instant now = AttributionDatabase.NOW;
  private int asked;

  CohortRoom(Database database) {
    this(database, RosterInForceRuleTest.SETTINGS);
  }

  CohortRoom(Database database, AttributionSettings settings) {
    this.clock = new RoomClock();
    this.room = AttributionDatabase.open(database, settings, clock, TestModels.with(MODELS));
    this.resources = TestResources.on(room.db(), database);
    this.deliveries = new TestDeliveries(room);
    this.transaction = new TransactionTemplate(room.bean(PlatformTransactionManager.class));
  }

  /** What an export yields: ids with their versions, and ids. */
  record Answer(@Nullable Refusal refusal, Map<String, Long> output, Set<String> deleted) {}

  /**
   * Forgets the times that were issued, and begins anew at a time of the future: the database's
   * clock must not overtake it.
   *
   * @return the first time issued
   */
  IssuedTime begin(Instant at) {
    room.db().update("DELETE FROM issued_time");
    present.clear();
    preferenceFiles.clear();
    now = at;
    lookBack(null);
    return issueAt(at);
  }

  /** Issues a time, as an export does. */
  IssuedTime issue() {
    return transaction.execute(status -> room.bean(Watermark.class).issue(Watermark.Cause.EXPORT));
  }

  /** A part of the rooms. */
  <T> T bean(Class<T> type) {
    return room.bean(type);
  }

  /** Lets time pass; a time is issued at its end. */
  IssuedTime pass(Duration duration) {
    now = now.plus(duration);
    return issueAt(now);
  }

  private IssuedTime issueAt(Instant at) {
    IssuedTime issued = issue();
    room.db()
        .update(
            "UPDATE issued_time SET at = ? WHERE at = ?",
            at.atOffset(ZoneOffset.UTC),
            issued.at().atOffset(ZoneOffset.UTC));
    return new IssuedTime(at, issued.snapshot());
  }

  /**
   * Asks for an export at an issued time: in turn by looking at every member, and, where that is
   * possible, at what changed.
   *
   * @param slice how many members are asked for at once
   */
  Answer answer(String aco, Scope scope, Optional<Instant> since, IssuedTime issued, int slice) {
    if (room.bean(AcoRegistry.class).find(aco).orElseThrow().status() == Aco.Status.DENIED) {
      return new Answer(new Refusal(Reason.FORBIDDEN, "denied"), Map.of(), Set.of());
    }
    Resolution found;
    try {
      found = room.bean(CohortResolver.class).resolve(aco, scope, since, issued);
    } catch (Refusal refusal) {
      return new Answer(refusal, Map.of(), Set.of());
    }
    Cohort cohort = found.cohort();
    asked++;
    if (asked % 5 == 0) {
      new CohortTally(room).check(cohort);
    }
    CohortReader reader = new CohortReader(room);
    Function<Cohort, Answer> way =
        cohort.rule().comparesWithThen() && asked % 2 == 0
            ? reader::listed
            : part -> reader.looked(found.limited(whole -> part), slice);
    Answer answer = way.apply(cohort);
    if (asked % 25 == 0) {
      new CohortPieces(room, way).check(cohort, answer);
    }
    return answer;
  }

  @Override
  public void aco(String id, String model) {
    room.bean(AcoRegistry.class).create(id, "An ACO", model);
  }

  @Override
  public void roster(Delivered roster) {
    deliveries.roster(roster);
  }

  @Override
  public void rollBack(String aco, RosterKind kind) {
    RosterStore rosters = room.bean(RosterStore.class);
    if (rosters.inForce(aco, kind).isPresent()) {
      room.bean(RosterRollback.class).rollback(aco, kind);
    }
  }

  @Override
  public void preferences(Instant file, List<Preference> preferences) {
    deliveries.preferences(file, preferences);
    DeliveryRecord delivery = room.bean(DeliveryLog.class).newest(1).get(0);
    preferenceFiles.computeIfAbsent(file, time -> new ArrayDeque<>()).push(delivery.id());
  }

  @Override
  public void rollBackPreferences(Instant file) {
    Deque<Long> ids = preferenceFiles.getOrDefault(file, new ArrayDeque<>());
    if (!ids.isEmpty()) {
      room.bean(DeliveryRollback.class).delivery(ids.pop());
    }
  }

  @Override
  public void limit(Limit limit) {
    Participation ended =
        new Participation(limit.ended(), bound(limit.attribution()), bound(limit.claims()));
    boolean possible = limit.access() == null || !limit.access().isBefore(limit.ended());
    try {
      room.bean(AcoTerms.class).limit(limit.aco(), ended, Optional.ofNullable(limit.access()));
      assertThat(possible).as("taken: " + limit).isTrue();
    } catch (Refusal refused) {
      assertThat(possible).as("refused: " + limit).isFalse();
    }
  }

  private static Bound bound(boolean bounded) {
    return bounded ? Bound.ENDED : Bound.LATEST;
  }

  @Override
  public void deny(String aco) {
    room.bean(AcoTerms.class).deny(aco);
  }

  @Override
  public void restore(String aco) {
    room.bean(AcoTerms.class).restore(aco);
  }

  @Override
  public void patient(String id, Set<String> mbis) {
    present.add(id);
    write(() -> resources.patient(id, mbis));
  }

  @Override
  public void claim(Claim c) {
    present.add(c.id());
    write(() -> resources.claim(c.kind(), c.id(), c.patient(), c.serviceEnd(), c.hidden()));
  }

  @Override
  public void mark(String id, boolean hidden) {
    if (present.contains(id)) {
      write(() -> resources.remark(id, hidden));
    }
  }

  @Override
  public void delete(String id) {
    if (present.remove(id)) {
      write(() -> resources.delete(id));
    }
  }

  @Override
  public void expunge(String id) {
    if (present.remove(id)) {
      write(() -> resources.expunge(id));
    }
  }

  private void write(Runnable change) {
    transaction.executeWithoutResult(status -> change.run());
  }

  @Override
  public void lookBack(@Nullable LocalDate from) {
    new ModelRules(
            room.bean(NamedParameterJdbcTemplate.class),
            room.bean(KnowledgeSql.class),
            models.computeIfAbsent(Optional.ofNullable(from), CohortRoom::models),
            room.bean(PlatformTransactionManager.class))
        .record();
  }

  private static AcoModels models(Optional<LocalDate> from) {
    Map<String, String> settings = new HashMap<>(MODELS);
    from.ifPresent(
        day -> settings.put("bcda.models." + LOOKING_BACK + ".look-back.date", day.toString()));
    return TestModels.with(settings);
  }

  @Override
  public void close() {
    room.close();
  }

  /** Stands where the history is. */
  private final class RoomClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
