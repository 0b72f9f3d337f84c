package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token request with {@code grant_type=client_credentials} added. */
class GrantedRequest extends HttpServletRequestWrapper {
  private final Map<String, String[]> parameters;

  GrantedRequest(HttpServletRequest request) {
    super(request);
    Map<String, String[]> all = new LinkedHashMap<>(request.getParameterMap());
    all.put("grant_type", new String[] {"client_credentials"});
    this.parameters = Collections.unmodifiableMap(all);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return parameters;
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }
}
