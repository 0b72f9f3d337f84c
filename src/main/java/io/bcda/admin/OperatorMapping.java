package io.bcda.admin;

import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Finds the controllers of the operators' API, and no others. */
final class OperatorMapping extends RequestMappingHandlerMapping {
  OperatorMapping() {
    setOrder(0); // before the public port's static files, which are looked for here, too
    setInterceptors(new KnownParameters());
  }

  @Override
  protected boolean isHandler(Class<?> type) {
    return OperatorApi.serves(type);
  }
}
