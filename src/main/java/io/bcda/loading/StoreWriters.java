package io.bcda.loading;

import org.springframework.stereotype.Component;

/** The ways into the store, and which of them the settings choose. */
@Component
record StoreWriters(RowWriter rows, BundleWriter bundles, LoadingSettings settings) {

  StoreWriter chosen() {
    return settings.asRows() ? rows : bundles;
  }
}
