package io.bcda.harness;

import io.bcda.store.Incoming;
import io.bcda.store.ResourceWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The application's way to write resources, with wires that tests can lay across it. */
public final class Tripwire implements ResourceWriter {
  private final ResourceWriter store;
  private final ObjectProvider<JdbcTransactionManager> transactions;
  private final Map<String, Laid> wires = new ConcurrentHashMap<>();

  private record Laid(Consumer<Integer> then, AtomicInteger calls) {}

  private Tripwire(ResourceWriter store, ObjectProvider<JdbcTransactionManager> transactions) {
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
    wires.put(id, new Laid(then, new AtomicInteger()));
    try {
      return work.get();
    } finally {
      wires.remove(id);
    }
  }

  @Override
  public List<Outcome> write(List<Incoming> batch) {
    Laid laid =
        wires.isEmpty()
            ? null
            : batch.stream()
                .map(resource -> wires.get(resource.fhirId()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    if (laid == null) {
      return store.write(batch);
    }
    TransactionTemplate attempt = new TransactionTemplate(transactions.getObject());
    attempt.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    return attempt.execute(
        status -> {
          List<Outcome> outcomes = store.write(batch);
          laid.then().accept(laid.calls().incrementAndGet());
          return outcomes;
        });
  }

  @Override
  public int delete(List<Key> keys) {
    return store.delete(keys);
  }

  @Configuration(proxyBeanMethods = false)
  static class Wiring {
    @Bean
    static BeanPostProcessor tripwire(ObjectProvider<JdbcTransactionManager> transactions) {
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
