package io.bcda.export;

import io.bcda.files.DiskSpace;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What an ACO may have running at once: no request twice, neither too many jobs nor all, and none
 * for whose files the disk has no room.
 */
@Component
class JobLimits {
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(60);
  private static final Duration RETRY_WITHOUT_SPACE = Duration.ofMinutes(5);
  private final RunningJobs running;
  private final DiskSpace space;
  private final JobSettings settings;

  JobLimits(RunningJobs running, DiskSpace space, JobSettings settings) {
    this.running = running;
    this.space = space;
    this.settings = settings;
  }

  /**
   * The running job that answers the request, if repeated requests are answered so. To be asked in
   * a transaction that has issued a time: its latch lets one kick-off after the other look.
   *
   * @throws Refusal BUSY if repeated requests are refused and this is one
   */
  Optional<String> repeated(String aco, ExportRequest request) {
    if (settings.repeat() == JobSettings.Repeat.ALLOW) {
      return Optional.empty();
    }
    Optional<String> same = running.same(aco, request);
    if (same.isPresent() && settings.repeat() == JobSettings.Repeat.REFUSE) {
      throw new Refusal(
              Reason.BUSY,
              "The same export is running already as job "
                  + same.get()
                  + ". Wait for it or delete it, then ask again")
          .retryAfter(RETRY);
    }
    return same;
  }

  /**
   * Whether one job more may run. To be asked in a transaction that has issued a time: its latch
   * lets one kick-off after the other count.
   *
   * @throws Refusal BUSY if it may not, NO_SPACE if its files would have no room
   */
  void requireRoom(String aco) {
    if (running.count(aco) >= settings.perAco()) {
      throw new Refusal(
              Reason.BUSY,
              "Your ACO has "
                  + settings.perAco()
                  + " jobs running, as many as it may have at once. Wait for one to end or delete"
                  + " one, then ask again")
          .retryAfter(RETRY);
    }
    if (running.count() >= settings.running()) {
      throw new Refusal(
              Reason.BUSY, "The server has as many jobs running as it may. Ask again later")
          .retryAfter(RETRY_WHEN_FULL);
    }
    if (space.isLow()) {
      throw new Refusal(
              Reason.NO_SPACE,
              "The server is short of disk space for export files. Ask again later; if it stays"
                  + " so, tell the operator")
          .retryAfter(RETRY_WITHOUT_SPACE);
    }
  }
}
