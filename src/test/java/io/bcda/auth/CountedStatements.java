package io.bcda.auth;

import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Counts what a server asks its database. */
final class CountedStatements implements BeanPostProcessor {
  private final AtomicInteger count = new AtomicInteger();

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource source
        ? ProxyDataSourceBuilder.create(source)
            .beforeQuery((execution, queries) -> count.addAndGet(queries.size()))
            .build()
        : bean;
  }

  int during(Runnable work) {
    int before = count.get();
    work.run();
    return count.get() - before;
  }
}
