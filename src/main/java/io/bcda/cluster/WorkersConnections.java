package io.bcda.cluster;

import com.zaxxer.hikari.HikariDataSource;
import io.bcda.settings.UnusableSetting;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Whether the workers leave connections to each other: one that streams rows holds a connection and
 * takes a second one now and then. As many workers as connections would wait for each other.
 */
@Component
class WorkersConnections {
  /** For requests, sweeps and loads. */
  private static final int OTHERS = 4;

  WorkersConnections(ClusterSettings settings, ObjectProvider<HikariDataSource> pools) {
    pools.ifUnique(pool -> require(settings.workers(), pool.getMaximumPoolSize()));
  }

  /**
   * @throws UnusableSetting if there are too few connections for the workers
   */
  static void require(int workers, int connections) {
    int wanted = 2 * workers + OTHERS;
    if (connections < wanted) {
      throw new UnusableSetting(
          "bcda.cluster.workers is %d, and spring.datasource.hikari.maximum-pool-size %d."
              .formatted(workers, connections),
          "Set bcda.cluster.workers to at most %d, or allow %d connections."
              .formatted(Math.max(1, (connections - OTHERS) / 2), wanted));
    }
  }
}
