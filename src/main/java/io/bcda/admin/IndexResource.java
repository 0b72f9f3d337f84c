package io.bcda.admin;

import io.bcda.store.SearchUpkeepStore;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;

/** How far the stored resources are indexed by each search parameter. */
@OperatorResource
final class IndexResource {
  private final SearchUpkeepStore upkeep;

  IndexResource(SearchUpkeepStore upkeep) {
    this.upkeep = upkeep;
  }

  /**
   * A walk over the resources of a type.
   *
   * @param total how many there are; absent before it has begun
   */
  record WalkView(
      String type,
      String parameter,
      boolean complete,
      long walked,
      Optional<Long> total,
      long unreadable) {}

  @GetMapping(path = "/index", produces = "application/json")
  List<WalkView> status() {
    return upkeep.list().stream()
        .map(
            walk ->
                new WalkView(
                    walk.base(),
                    walk.code(),
                    walk.finishedAt() != null,
                    walk.walked(),
                    Optional.ofNullable(walk.total()),
                    walk.unreadable()))
        .toList();
  }
}
