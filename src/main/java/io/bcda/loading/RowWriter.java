package io.bcda.loading;

import io.bcda.store.ResourceWriter;
import io.bcda.store.ResourceWriter.Incoming;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes resources straight into the store's tables. */
@Component
class RowWriter implements StoreWriter {
  private final ResourceWriter store;

  RowWriter(ResourceWriter store) {
    this.store = store;
  }

  @Override
  public List<WriteOutcome> write(List<Admitted> batch) {
    List<Incoming> resources =
        batch.stream().map(a -> new Incoming(a.kind(), a.id(), a.resource())).toList();
    return store.write(resources).stream()
        .map(outcome -> WriteOutcome.valueOf(outcome.name()))
        .toList();
  }
}
