package io.bcda.settings;

import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Whether the server runs for trial, with data of its own making, or for real. */
public enum RunMode {
  /** Profile {@code sandbox}: synthetic data, published credentials, loopback only. */
  SANDBOX,
  /** Everything else: nothing is made up, and what protects people must be configured. */
  SERVER;

  /** The mode that the active profiles ask for. */
  public static RunMode of(Environment environment) {
    return environment.acceptsProfiles(Profiles.of("sandbox")) ? SANDBOX : SERVER;
  }
}
