package io.bcda.harness;

import io.bcda.store.Incoming;
import io.bcda.store.ResourceWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The application's way to write resources, with a wire that a test can lay across it. */
public final class Tripwire implements ResourceWriter {
  private final ResourceWriter store;
  private final ObjectProvider<PlatformTransactionManager> transactions;
  private volatile @Nullable Laid wire;

  private record Laid(String id, Consumer<Integer> then, AtomicInteger calls) {}

  private Tripwire(ResourceWriter store, ObjectProvider<PlatformTransactionManager> transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  /**
   * Does the work, calling back inside the store's transaction each time that a resource is about
   * to be committed.
   *
   * @param then takes the number of the call, from 1; what it throws rolls the transaction back
   */
  public <T> T whileWriting(String id, Consumer<Integer> then, Supplier<T> work) {
    wire = new Laid(id, then, new AtomicInteger());
    try {
      return work.get();
    } finally {
      wire = null;
    }
  }

  @Override
  public List<Outcome> write(List<Incoming> batch) {
    Laid laid = wire;
    if (laid == null || batch.stream().noneMatch(r -> r.fhirId().equals(laid.id()))) {
      return store.write(batch);
    }
    return new TransactionTemplate(transactions.getObject())
        .execute(
            status -> {
              List<Outcome> outcomes = store.write(batch);
              laid.then().accept(laid.calls().incrementAndGet());
              return outcomes;
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Wiring {
    @Bean
    static BeanPostProcessor tripwire(ObjectProvider<PlatformTransactionManager> transactions) {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof ResourceWriter store && !(bean instanceof Tripwire)
              ? new Tripwire(store, transactions)
              : bean;
        }
      };
    }
  }
}
