package io.bcda.sandbox;

import io.bcda.settings.UnusableSetting;
import io.bcda.store.Database;
import javax.sql.DataSource;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Keeps the sandbox, whose credentials everybody knows, away from real databases. */
@Component
@Profile("sandbox")
class SandboxGuard {
  SandboxGuard(DataSource dataSource, SandboxSettings settings, SandboxWorld world) {
    if (Database.of(dataSource) != Database.POSTGRESQL) {
      return;
    }
    if (!settings.postgresql()) {
      throw new UnusableSetting(
          "The sandbox does not use a PostgreSQL database unless it is told to.",
          "Set bcda.sandbox.postgresql to true, and name an empty database");
    }
    if (!world.isOurs()) {
      throw new UnusableSetting(
          "The PostgreSQL database holds ACOs that are not the sandbox's.",
          "Name an empty database for the sandbox, or start without the profile sandbox");
    }
  }
}
