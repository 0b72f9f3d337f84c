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
  FolderInbox claimsFolder(BcdaHome home, InboxSettings settings, Clock clock) {
    return new FolderInbox(home.resolve("inbox/claims"), clock, settings.settle());
  }

  @Bean
  ClaimsFiles claimsFiles(FolderInbox inbox) {
    return new ClaimsFiles(inbox.door());
  }

  @Bean
  InboxWatch claimsInbox(
      FolderInbox inbox, InboxSettings settings, ClaimsLoad load, LoadingSettings loading) {
    return new InboxWatch(
        "claims", inbox, settings, new ClaimsInbox(inbox, load::load, loading.nodes()));
  }
}
