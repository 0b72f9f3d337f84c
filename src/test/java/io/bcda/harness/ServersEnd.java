package io.bcda.harness;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Ends the servers after the last test of the virtual machine. Left to its end, the embedded
 * PostgreSQL would stop beside the application that still talks to it, and both would wait for half
 * a minute. A store of JUnit's would do it too soon: where several machines share the classes, each
 * class is an execution of its own.
 */
public final class ServersEnd implements LauncherSessionListener {
  @Override
  public void launcherSessionClosed(LauncherSession session) {
    Stream.of(TestServer.values()).forEach(TestServer::close);
    LogWatch.tell(Path.of("target", "log-watch-" + ProcessHandle.current().pid() + ".txt"));
    CleanLog.check();
  }
}
