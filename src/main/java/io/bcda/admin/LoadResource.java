package io.bcda.admin;

import io.bcda.admin.Paging.Page;
import io.bcda.loading.ClaimsLoadStore;
import io.bcda.loading.LoadCounts;
import io.bcda.loading.LoadProgress;
import io.bcda.loading.LoadRecord;
import io.bcda.loading.LoadState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Loads of claims files, ended and running. */
@OperatorResource
final class LoadResource {
  private final ClaimsLoadStore loads;

  LoadResource(ClaimsLoadStore loads) {
    this.loads = loads;
  }

  /**
   * A load.
   *
   * @param percent of its lines that are done; 100 once it has ended
   */
  record LoadView(
      long id,
      String file,
      String state,
      int percent,
      Instant startedAt,
      Optional<Instant> finishedAt,
      long lines,
      long created,
      long updated,
      long unchanged,
      long deleted,
      long refused) {}

  @GetMapping(path = "/loads", produces = "application/json")
  Page<LoadView> list(
      @RequestParam(required = false) @Nullable String file,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    Paging paging = Paging.of(limit, after);
    return paging.page(
        loads.newest(paging.toAsk(), Optional.ofNullable(file), paging.number()),
        load -> String.valueOf(load.id()),
        LoadResource::view);
  }

  @GetMapping(path = "/loads/{id:[0-9]{1,18}}", produces = "application/json")
  LoadView get(@PathVariable long id) {
    return loads.find(id).map(LoadResource::view).orElseThrow(() -> ApiFault.notFound("load"));
  }

  private static LoadView view(LoadRecord load) {
    LoadCounts counts = load.counts();
    boolean running = load.state() == LoadState.RUNNING;
    return new LoadView(
        load.id(),
        load.file(),
        AcoResource.word(load.state()),
        running ? new LoadProgress(load.file(), counts).percent() : 100,
        load.startedAt(),
        Optional.ofNullable(load.finishedAt()),
        counts.lines(),
        counts.created(),
        counts.updated(),
        counts.unchanged(),
        counts.deletions().resources(),
        counts.refused());
  }
}
