package io.bcda.sandbox;

import io.bcda.loading.ClaimsLoad;
import io.bcda.settings.PublicUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The sandbox's first start: makes a world, delivers it through the inboxes like anybody's, and
 * runs one export through the HTTP API. Cut off in the middle, the next start goes on.
 */
@Component
@Profile("sandbox")
class FirstStart {
  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private final SandboxWorld world;
  private final SandboxRenewal renewal;
  private final ClaimsLoad loads;
  private final PublicUrl url;
  private final Console console;

  FirstStart(
      SandboxWorld world,
      SandboxRenewal renewal,
      ClaimsLoad loads,
      PublicUrl url,
      Console console) {
    this.world = world;
    this.renewal = renewal;
    this.loads = loads;
    this.url = url;
    this.console = console;
  }

  /** Begins once the server answers. */
  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    Thread thread = new Thread(this::run, "sandbox-first-start");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      world.register();
      if (world.isReady()) {
        renewal.renewIfDue();
        console.welcomeBack(url.base(), world.folder());
        return;
      }
      makeAndLoad();
      Path files = new FirstExport(url.base(), console).run("A9990", world.folder());
      world.markReady();
      console.done(url.base(), files);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      log.atError().setCause(e).log("the sandbox's first start failed; start again to go on");
      console.say("The first start failed: " + e.getMessage() + ". Start again to go on.");
    }
  }

  private void makeAndLoad() throws IOException, InterruptedException {
    console.say("making a synthetic world ...");
    world.generate();
    for (Stage stage : Stage.values()) {
      world.deliver(stage, "attribution");
      await("attribution");
      world.deliver(stage, "claims");
      await("claims");
    }
  }

  /** Waits until the inbox is empty, with a line at least every two seconds. */
  private void await(String inbox) throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!world.isTaken(inbox)) {
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException("the " + inbox + " inbox was not emptied in half an hour");
      }
      console.progress("loading " + inbox + progress());
      Thread.sleep(Console.PACE.toMillis());
    }
    List<String> rejected = world.rejected(inbox);
    if (!rejected.isEmpty()) {
      throw new IllegalStateException("the " + inbox + " inbox rejected " + rejected);
    }
  }

  private String progress() {
    return loads.running().stream()
        .map(load -> " %s %d %%".formatted(load.file(), load.percent()))
        .collect(Collectors.joining(","));
  }
}
