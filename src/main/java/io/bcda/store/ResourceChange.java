package io.bcda.store;

import org.jspecify.annotations.Nullable;

/** A resource that is new or differs from what is stored. */
final class ResourceChange {
  private final Incoming incoming;
  private final ResourceFacts facts;
  private final StoredBody body;
  private final KnownResources.@Nullable Head head;
  private long resId;

  ResourceChange(
      Incoming incoming, ResourceFacts facts, StoredBody body, KnownResources.@Nullable Head head) {
    this.incoming = incoming;
    this.facts = facts;
    this.body = body;
    this.head = head;
    this.resId = head == null ? 0 : head.resId();
  }

  /** Gives a new resource its row id. */
  void number(long id) {
    resId = id;
  }

  Incoming incoming() {
    return incoming;
  }

  ResourceFacts facts() {
    return facts;
  }

  StoredBody body() {
    return body;
  }

  /** What is stored of it; null for a new one. */
  KnownResources.@Nullable Head head() {
    return head;
  }

  long resId() {
    return resId;
  }

  long version() {
    return head == null ? 1 : head.version() + 1;
  }
}
