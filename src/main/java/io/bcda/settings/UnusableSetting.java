package io.bcda.settings;

import org.jspecify.annotations.Nullable;

/** A setting that is missing or wrong, so that the server does not start. */
public final class UnusableSetting extends RuntimeException {
  private final String action;

  /**
   * @param description what is wrong, naming the key; never a secret's value
   * @param action what to do about it, so that it can be followed as it stands
   */
  public UnusableSetting(String description, String action) {
    this(description, action, null);
  }

  public UnusableSetting(String description, String action, @Nullable Throwable cause) {
    super(description + " " + action, cause);
    this.action = action;
  }

  /** What is wrong, without the remedy. */
  public String description() {
    String message = String.valueOf(getMessage());
    return message.substring(0, message.length() - action.length() - 1);
  }

  public String action() {
    return action;
  }
}
