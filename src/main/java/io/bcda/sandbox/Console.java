package io.bcda.sandbox;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** What the sandbox tells the person who started it. */
@Component
@Profile("sandbox")
class Console {
  static final Duration PACE = Duration.ofSeconds(1);
  private final PrintStream out;

  Console() {
    this.out = System.out;
  }

  void say(String line) {
    out.println("sandbox: " + line);
  }

  void progress(String line) {
    say(line);
  }

  void welcomeBack(String base, Path folder) {
    say("ready at " + base + "; the first export lies in " + folder.resolve("first-export"));
    credentials();
  }

  void done(String base, Path files) {
    say("the first export is complete; its files lie in " + files.toAbsolutePath());
    credentials();
    out.println();
    out.println("Repeat it:");
    out.println(
        "  TOKEN=$(curl -s -X POST -u a9990-sandbox:a9990-sandbox-secret "
            + base
            + "/auth/token | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')");
    out.println(
        "  JOB=$(curl -s -o /dev/null -D - -H \"Authorization: Bearer $TOKEN\" -H 'Accept: application/fhir+json' -H 'Prefer: respond-async' '"
            + base
            + "/api/v2/Group/all/$export' | tr -d '\\r' | sed -n 's/^[Cc]ontent-[Ll]ocation: //p')");
    out.println("  curl -s -i -H \"Authorization: Bearer $TOKEN\" \"$JOB\"");
    out.println();
    say("the server stays up; stop it with Ctrl-C");
  }

  private void credentials() {
    for (String aco : World.ACOS) {
      say(
          "credentials of "
              + aco
              + ": client id "
              + SandboxWorld.clientId(aco)
              + ", secret "
              + SandboxWorld.secret(aco)
              + " (they never expire)");
    }
  }
}
