package io.bcda.store;

import ca.uhn.fhir.jpa.cache.IResourceTypeCacheSvc;
import java.util.EnumMap;
import java.util.Map;

/** HAPI's numbers of our types; they never change. */
record TypeIds(Map<ResourceKind, Short> byKind) {
  TypeIds {
    byKind = Map.copyOf(byKind);
  }

  /** Asks HAPI, which begins a transaction of its own for it. */
  static TypeIds of(IResourceTypeCacheSvc types) {
    Map<ResourceKind, Short> ids = new EnumMap<>(ResourceKind.class);
    for (ResourceKind kind : ResourceKind.values()) {
      ids.put(kind, types.getResourceTypeId(kind.fhirType()));
    }
    return new TypeIds(ids);
  }

  short get(ResourceKind kind) {
    return byKind.get(kind);
  }
}
