package io.bcda.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How delivered files are noticed.
 *
 * @param settle how long a file must stay unchanged before it is taken; longer than the longest
 *     pause of a slow upload
 * @param poll time between two looks into the folder
 * @param lease how long a node may be silent before a file that it had taken goes back to the inbox
 *     for another; longer than any pause of a living node and than their clocks differ
 */
@ConfigurationProperties("bcda.inbox")
public record InboxSettings(
    @DefaultValue("2s") Duration settle,
    @DefaultValue("2s") Duration poll,
    @DefaultValue("2m") Duration lease) {
  public InboxSettings {
    if (settle.isNegative()) {
      throw new IllegalArgumentException("bcda.inbox.settle must not be negative");
    }
    if (poll.toMillis() < 10) {
      throw new IllegalArgumentException("bcda.inbox.poll must be at least 10ms");
    }
    if (lease.toSeconds() < 1) {
      throw new IllegalArgumentException("bcda.inbox.lease must be at least 1s");
    }
  }
}
