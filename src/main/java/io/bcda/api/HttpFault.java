package io.bcda.api;

import java.util.Map;

/** A request that HTTP itself cannot serve, whatever the rooms would say; becomes an outcome. */
final class HttpFault extends RuntimeException {
  private final int status;
  private final Map<String, String> headers;

  HttpFault(int status, String detail) {
    this(status, detail, Map.of());
  }

  HttpFault(int status, String detail, Map<String, String> headers) {
    super(detail);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  int status() {
    return status;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  Map<String, String> headers() {
    return headers;
  }
}
