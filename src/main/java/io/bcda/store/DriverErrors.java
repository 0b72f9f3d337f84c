package io.bcda.store;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Keeps values out of what PostgreSQL's driver says of a fault: with its defaults the text of a
 * failed batch quotes the row, and that of a broken constraint the key, which may be an MBI.
 */
class DriverErrors implements BeanPostProcessor {

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool
        && String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
      pool.addDataSourceProperty("logServerErrorDetail", "false");
    }
    return bean;
  }
}
