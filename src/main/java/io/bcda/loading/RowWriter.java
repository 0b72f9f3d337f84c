package io.bcda.loading;

import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceWriter;
import io.bcda.store.ResourceWriter.Key;
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
    return store.write(batch.stream().map(Admitted::incoming).toList()).stream()
        .map(outcome -> WriteOutcome.valueOf(outcome.name()))
        .toList();
  }

  @Override
  public int delete(List<String> references) {
    return store.delete(references.stream().map(RowWriter::key).toList());
  }

  private static Key key(String reference) {
    String[] parts = reference.split("/");
    return new Key(ResourceKind.ofFhirType(parts[0]).orElseThrow(), parts[1]);
  }
}
