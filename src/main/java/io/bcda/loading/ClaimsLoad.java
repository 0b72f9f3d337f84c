package io.bcda.loading;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Loads one claims file, NDJSON plain or gzip, into the FHIR store. What is good is written, what
 * is bad is reported by line number. Loading again after a crash at any moment ends with the same
 * content. Thread-safe; several files may be loaded at once.
 */
@Component
public class ClaimsLoad {
  private static final Logger log = LoggerFactory.getLogger(ClaimsLoad.class);

  private final LoadRuns runs;
  private final ClaimsLoadStore loads;
  private final AuditTrail audit;
  private final LoadingSettings settings;
  private final Clock clock;

  ClaimsLoad(
      LoadRuns runs,
      ClaimsLoadStore loads,
      AuditTrail audit,
      LoadingSettings settings,
      Clock clock) {
    this.runs = runs;
    this.loads = loads;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Loads a file and returns when it is done. The file stays where it is.
   *
   * @return what happened; never throws for what is in the file. {@link LoadState#shouldRetry()}
   *     says whether to keep the file and call again
   */
  public LoadReport load(Path path) {
    Instant start = clock.instant();
    LoadReport report =
        attempt(new NdjsonFile(path, settings.maxLineBytes()))
            .took(Duration.between(start, clock.instant()));
    announce(report);
    return report;
  }

  /** The loads that run on this node now, by file name. */
  public List<LoadProgress> running() {
    return runs.running();
  }

  private LoadReport attempt(NdjsonFile file) {
    try {
      Optional<String> foreign = file.foreignFormat();
      if (foreign.isPresent()) {
        String detail = "it is a " + foreign.get() + " file; deliver NDJSON, plain or gzip";
        return LoadReport.untouched(file.name(), null, LoadState.REFUSED, detail);
      }
      String sha256 = file.sha256();
      Optional<String> earlier = alreadyLoaded(sha256);
      return earlier.isPresent()
          ? LoadReport.untouched(file.name(), sha256, LoadState.SKIPPED, earlier.get())
          : runs.run(file, sha256, FileSurvey.of(file));
    } catch (EOFException | ZipException e) {
      String detail = "the gzip is damaged or cut off; deliver it again";
      return LoadReport.untouched(file.name(), null, LoadState.REFUSED, detail);
    } catch (AccessDeniedException e) {
      String detail = "the server may not read the file; deliver it with other permissions";
      return LoadReport.untouched(file.name(), null, LoadState.REFUSED, detail);
    } catch (IOException | RuntimeException e) {
      return LoadReport.untouched(file.name(), null, LoadState.FAILED, LoadEnd.failed(e).detail());
    }
  }

  private Optional<String> alreadyLoaded(String sha256) {
    if (settings.repeat() == LoadingSettings.Repeat.LOAD) {
      return Optional.empty();
    }
    return loads
        .earlier(sha256)
        .map(
            e ->
                "already loaded on %s as %s, %d lines refused; nothing done (bcda.loading.repeat)"
                    .formatted(
                        e.finishedAt().truncatedTo(ChronoUnit.SECONDS), e.name(), e.refused()));
  }

  private void announce(LoadReport report) {
    (report.state() == LoadState.DONE || report.state() == LoadState.SKIPPED
            ? log.atInfo()
            : log.atWarn())
        .addKeyValue("file", report.file())
        .addKeyValue("state", report.state())
        .addKeyValue("detail", report.detail())
        .addKeyValue("lines", report.counts().lines())
        .addKeyValue("created", report.counts().created())
        .addKeyValue("updated", report.counts().updated())
        .addKeyValue("unchanged", report.counts().unchanged())
        .addKeyValue("refused", report.counts().refused())
        .addKeyValue("ms", report.took().toMillis())
        .log("claims file taken");
    try {
      audit.append(AuditKind.CLAIMS_LOADED, null, null, report.file(), report.summary());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("file", report.file())
          .addKeyValue("fault", Fault.describe(e))
          .log("claims load not recorded in the audit trail");
    }
  }
}
