package io.bcda.harness;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the controllers of a running server are mapped to. */
public final class ServedPaths {
  private ServedPaths() {}

  /** Each method and path, separated by a blank; paths as they are written in the mappings. */
  public static Set<String> of(RequestMappingHandlerMapping mapping) {
    Set<String> served = new TreeSet<>();
    mapping
        .getHandlerMethods()
        .keySet()
        .forEach(
            info ->
                info.getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            info.getPatternValues()
                                .forEach(path -> served.add(method + " " + path))));
    return served;
  }
}
