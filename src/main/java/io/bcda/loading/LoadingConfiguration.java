package io.bcda.loading;

import io.bcda.inbox.FolderInbox;
import io.bcda.inbox.InboxSettings;
import io.bcda.inbox.InboxWatch;
import io.bcda.settings.BcdaHome;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The inbox of claims files, {@code inbox/claims} under {@code bcda.home}. */
@Configuration(proxyBeanMethods = false)
class LoadingConfiguration {

  @Bean
  InboxWatch claimsInbox(
      BcdaHome home,
      InboxSettings settings,
      Clock clock,
      ClaimsLoad load,
      LoadingSettings loading) {
    FolderInbox inbox = new FolderInbox(home.resolve("inbox/claims"), clock, settings.settle());
    return new InboxWatch(
        "claims", inbox, settings, new ClaimsInbox(inbox, load::load, loading.nodes()));
  }
}
