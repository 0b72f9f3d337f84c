package io.bcda.harness;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at the log after each class: what it must not hold fails the class in which it was written.
 */
public final class CleanLog implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  static void check() {
    List<String> findings = LogWatch.taken();
    if (!findings.isEmpty()) {
      throw new AssertionError("in the log: " + String.join("\n", findings));
    }
  }
}
