package io.bcda.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a failed start end with what to do instead of a stack trace. */
class UnusableSettingAnalyzer extends AbstractFailureAnalyzer<UnusableSetting> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnusableSetting cause) {
    return new FailureAnalysis(cause.description(), cause.action(), cause);
  }
}
