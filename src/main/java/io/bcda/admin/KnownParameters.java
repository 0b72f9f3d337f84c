package io.bcda.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets a query through whose parameters a path knows, each once: a mistyped filter shows too much.
 */
final class KnownParameters implements HandlerInterceptor {
  private static final DefaultParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      Set<String> known = known(method);
      for (Map.Entry<String, String[]> given : request.getParameterMap().entrySet()) {
        if (given.getValue().length == 1
            && known.contains(given.getKey())
            && given.getValue()[0].chars().anyMatch(Character::isISOControl)) {
          throw new ApiFault(400, "A parameter holds a control character");
        }
        if (!known.contains(given.getKey()) || given.getValue().length != 1) {
          throw new ApiFault(
              400,
              known.isEmpty()
                  ? "This path takes no parameters"
                  : "This path takes these parameters, each once: " + String.join(", ", known));
        }
      }
    }
    return true;
  }

  private static Set<String> known(HandlerMethod method) {
    return Arrays.stream(method.getMethodParameters())
        .filter(p -> p.hasParameterAnnotation(RequestParam.class))
        .map(KnownParameters::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(MethodParameter parameter) {
    parameter.initParameterNameDiscovery(NAMES);
    return String.valueOf(parameter.getParameterName());
  }
}
