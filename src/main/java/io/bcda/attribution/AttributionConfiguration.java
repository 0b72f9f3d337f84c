package io.bcda.attribution;

import io.bcda.inbox.FolderInbox;
import io.bcda.inbox.InboxSettings;
import io.bcda.inbox.InboxWatch;
import io.bcda.settings.BcdaHome;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The inbox of attribution deliveries, {@code inbox/attribution} under {@code bcda.home}. */
@Configuration(proxyBeanMethods = false)
class AttributionConfiguration {

  @Bean
  InboxWatch attributionInbox(
      BcdaHome home,
      InboxSettings settings,
      Clock clock,
      DeliveryNames names,
      Deliveries deliveries,
      ArchiveChecks checks) {
    FolderInbox inbox =
        new FolderInbox(home.resolve("inbox/attribution"), clock, settings.settle());
    return new InboxWatch(
        "attribution", inbox, settings, new AttributionInbox(inbox, names, deliveries, checks));
  }
}
