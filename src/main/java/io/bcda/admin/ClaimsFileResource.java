package io.bcda.admin;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.inbox.Whereabouts;
import io.bcda.loading.ClaimsFiles;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Claims files on their way through the inbox. */
@OperatorResource
final class ClaimsFileResource {
  private final ClaimsFiles files;
  private final AuditTrail audit;
  private final Uploads uploads;

  ClaimsFileResource(ClaimsFiles files, AuditTrail audit, Uploads uploads) {
    this.files = files;
    this.audit = audit;
    this.uploads = uploads;
  }

  /**
   * Where a file is.
   *
   * @param place {@code waiting}, {@code taken}, {@code done} or {@code rejected}
   * @param loads where its loads are listed
   */
  record FileView(String name, String place, Optional<String> report, String loads) {}

  @PostMapping(
      path = "/claims-files",
      consumes = {
        "application/octet-stream",
        "application/gzip",
        "application/x-ndjson",
        "application/ndjson",
        "application/fhir+ndjson"
      },
      produces = "application/json")
  ResponseEntity<FileView> put(@RequestParam String name, HttpServletRequest request)
      throws IOException {
    try (InputStream body = uploads.body(request)) {
      files.put(name, body);
    }
    audit.append(AuditKind.CLAIMS_DELIVERED, null, null, name, "put into the inbox");
    FileView view = view(new Whereabouts(name, Whereabouts.Place.WAITING, Optional.empty()));
    return ResponseEntity.accepted()
        .location(URI.create(OperatorResource.BASE + "/claims-files/" + name))
        .body(view);
  }

  @GetMapping(path = "/claims-files/{name:[A-Za-z0-9._-]{1,190}}", produces = "application/json")
  FileView get(@PathVariable String name) {
    return files
        .find(name)
        .map(ClaimsFileResource::view)
        .orElseThrow(() -> ApiFault.notFound("claims file"));
  }

  private static FileView view(Whereabouts where) {
    return new FileView(
        where.name(),
        AcoResource.word(where.place()),
        where.report(),
        OperatorResource.BASE + "/loads?file=" + where.name());
  }
}
