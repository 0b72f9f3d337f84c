package io.bcda.api;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportJob;
import io.bcda.export.ExportJobs;
import io.bcda.export.ExportedFile;
import io.bcda.files.ExportFileStore;
import io.bcda.files.StoredFile;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Export files, as stored or plain, whole or in part. */
@RestController
class DownloadController {
  private static final Logger log = LoggerFactory.getLogger(DownloadController.class);
  private final ExportJobs jobs;
  private final ExportFileStore files;
  private final AuditTrail audit;
  private final Caller caller;
  private final Clock clock;

  DownloadController(
      ExportJobs jobs, ExportFileStore files, AuditTrail audit, Caller caller, Clock clock) {
    this.jobs = jobs;
    this.files = files;
    this.audit = audit;
    this.caller = caller;
    this.clock = clock;
  }

  /** What was asked for, found, and allowed. */
  private record Found(SignedInAco aco, String job, ExportedFile file, StoredFile stored) {}

  @RequestMapping(
      path = "/data/{job}/{name}",
      method = {RequestMethod.GET, RequestMethod.HEAD})
  void download(
      @PathVariable String job,
      @PathVariable String name,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Found found = find(job, name);
    FileForm form =
        FileForm.accepted(Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING)));
    String etag = form.etag(found.file);
    if (Preconditions.isKnown(request, etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      describe(response, form, found.file);
    } else if (request.getMethod().equals("HEAD")) {
      // RFC 9110 section 14.2: Range has a meaning for GET only.
      describe(response, form, found.file);
      content(response, form, form.size(found.file));
    } else {
      send(found, form, range(request, response, form, found.file), response);
    }
  }

  private Found find(String jobId, String name) {
    SignedInAco aco = caller.current();
    ExportJob job = jobs.find(aco.aco(), jobId).orElseThrow(JobController::notFound);
    aco.requireTypes(job.types());
    ExportedFile file =
        jobs.file(aco.aco(), jobId, name)
            .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "The job has no such file."));
    Optional<StoredFile> stored = files.find(jobId, name);
    if (stored.isEmpty()) {
      jobs.file(aco.aco(), jobId, name); // tells if it was withdrawn in this moment
      throw gone();
    }
    return new Found(aco, jobId, file, stored.get());
  }

  private static Refusal gone() {
    return new Refusal(Reason.GONE, "The file is no longer stored. Start a new export.");
  }

  private static Optional<ByteRange> range(
      HttpServletRequest request, HttpServletResponse response, FileForm form, ExportedFile file) {
    Optional<String> header = Preconditions.range(request, form.etag(file));
    try {
      return ByteRange.parse(header.orElse(null), form.size(file));
    } catch (Refusal refusal) {
      throw new HttpFault(
          OutcomeMapping.status(refusal.reason()),
          refusal.detail(),
          Map.of(HttpHeaders.CONTENT_RANGE, "bytes */" + form.size(file)));
    }
  }

  private void send(
      Found found, FileForm form, Optional<ByteRange> range, HttpServletResponse response)
      throws IOException {
    long size = form.size(found.file);
    long length = range.map(ByteRange::length).orElse(size);
    try (InputStream in = form.open(found.stored, range.map(ByteRange::first).orElse(0L))) {
      describe(response, form, found.file);
      content(response, form, length);
      range.ifPresent(
          r -> {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(HttpHeaders.CONTENT_RANGE, r.contentRange(size));
          });
      Download download = new Download(clock, () -> isWithdrawn(found));
      try {
        download.send(in, response.getOutputStream(), length);
      } finally { // also where the client hangs up
        record(found, form, range, download.sent());
      }
    } catch (NoSuchFileException e) {
      throw gone();
    }
  }

  private boolean isWithdrawn(Found found) {
    return jobs.isWithdrawn(found.aco.aco(), found.job, found.file.name());
  }

  /** At the end of each request that sent something: what it asked for, and what went out. */
  private void record(Found found, FileForm form, Optional<ByteRange> range, long sent) {
    long size = form.size(found.file);
    long asked = range.map(ByteRange::length).orElse(size);
    String part = range.map(r -> r.contentRange(size)).orElse("whole");
    String subject = found.job + "/" + found.file.name();
    try {
      audit.append(
          sent == asked ? AuditKind.FILE_DOWNLOADED : AuditKind.DOWNLOAD_BROKEN_OFF,
          found.aco.aco(),
          found.aco.clientId(),
          subject,
          "%s %s, %d bytes sent".formatted(form.name().toLowerCase(Locale.ROOT), part, sent));
    } catch (DataAccessException e) { // the answer is out; what is left is the log
      log.atError()
          .setCause(e)
          .addKeyValue("client", found.aco.clientId())
          .addKeyValue("file", subject)
          .addKeyValue("bytes", sent)
          .log("download not on the audit trail");
    }
  }

  /** What 304 says as well. */
  private static void describe(HttpServletResponse response, FileForm form, ExportedFile file) {
    response.setHeader(HttpHeaders.ETAG, form.etag(file));
    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    response.setHeader("Repr-Digest", form.reprDigest(file));
  }

  private static void content(HttpServletResponse response, FileForm form, long length) {
    response.setContentType("application/fhir+ndjson");
    response.setContentLengthLong(length);
    if (form == FileForm.GZIP) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
  }
}
