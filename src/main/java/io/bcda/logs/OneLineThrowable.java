package io.bcda.logs;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An exception whose messages take one line each. */
record OneLineThrowable(IThrowableProxy thrown) implements IThrowableProxy {

  static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
    return thrown == null ? null : new OneLineThrowable(thrown);
  }

  @Override
  public @Nullable String getMessage() {
    return OneLine.escaped(thrown.getMessage());
  }

  @Override
  public @Nullable String getOverridingMessage() {
    return OneLine.escaped(thrown.getOverridingMessage());
  }

  @Override
  public String getClassName() {
    return thrown.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    return thrown.getStackTraceElementProxyArray();
  }

  @Override
  public int getCommonFrames() {
    return thrown.getCommonFrames();
  }

  @Override
  public @Nullable IThrowableProxy getCause() {
    return of(thrown.getCause());
  }

  @Override
  public IThrowableProxy[] getSuppressed() {
    return Stream.of(thrown.getSuppressed())
        .map(OneLineThrowable::new)
        .toArray(IThrowableProxy[]::new);
  }

  @Override
  public boolean isCyclic() {
    return thrown.isCyclic();
  }
}
