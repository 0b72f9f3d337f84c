package io.bcda.cluster;

import ca.uhn.fhir.broker.api.IChannelNamer;
import ca.uhn.fhir.jpa.subscription.channel.impl.LinkedBlockingChannel;
import ca.uhn.fhir.jpa.subscription.channel.impl.LinkedBlockingChannelFactory;
import ca.uhn.fhir.jpa.subscription.channel.impl.RetryPolicyProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Primary;
import org.springframework.messaging.support.MessageHandlingRunnable;
import org.springframework.stereotype.Component;

/**
 * HAPI's channels in memory, but owners take turns. HAPI's hand chunks out first come, first
 * served, so that everybody waits for all slices of a large job that came before.
 */
@Component
@Primary
class FairChannels extends LinkedBlockingChannelFactory {
  private static final Logger log = LoggerFactory.getLogger(FairChannels.class);
  private final List<TurnQueue> queues = new CopyOnWriteArrayList<>();

  FairChannels(IChannelNamer namer, RetryPolicyProvider retries) {
    super(namer, retries);
  }

  @Override
  protected LinkedBlockingChannel buildLinkedBlockingChannel(int consumers, String name) {
    TurnQueue queue = new TurnQueue();
    queues.add(queue);
    for (int i = 1; i <= consumers; i++) {
      Thread worker = new Thread(() -> work(queue), name + "-" + i);
      worker.setDaemon(true);
      worker.start();
    }
    return new LinkedBlockingChannel(
        name, task -> queue.add(owner(task, name), task), queue::size, myRetryPolicyProvider);
  }

  private static String owner(Runnable task, String otherwise) {
    return task instanceof MessageHandlingRunnable handling
            && handling.getMessage() instanceof OwnedWork work
        ? work.owner()
        : otherwise;
  }

  private static void work(TurnQueue queue) {
    for (Runnable task = next(queue); task != null; task = next(queue)) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.atWarn().setCause(e).log("work given up here, its lease brings it back");
      }
    }
  }

  private static @Nullable Runnable next(TurnQueue queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void stop() {
    queues.forEach(TurnQueue::close);
    super.stop();
  }
}
