package io.bcda.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What concerns the server as a whole.
 *
 * @param home the one folder that the server writes to; made at start
 * @param publicUrl the address under which clients reach the server, for example {@code
 *     https://bcda.example.org}. It begins every absolute URL and is the issuer of tokens. Required
 *     outside the sandbox
 * @param version what {@code /_version} and {@code /_auth} tell
 * @param fhirWrites whether system clients may create, update and delete Patient, Coverage and
 *     ExplanationOfBenefit over FHIR; off, they get no token and may do nothing
 * @param fhirMaxBody the longest request body that the FHIR paths read, 1 KB to 256 MB; its
 *     resources take several times as much heap. Of ACOs at most 2 MB are read, of forms 64 KB
 * @param compatibility whose shapes answers have where BCDA's are odd
 */
@ConfigurationProperties("bcda")
public record ServerSettings(
    @DefaultValue("./bcda-data") Path home,
    @Nullable String publicUrl,
    @DefaultValue("development") String version,
    @DefaultValue("false") boolean fhirWrites,
    @DefaultValue("32MB") DataSize fhirMaxBody,
    @DefaultValue("ig") Compatibility compatibility) {

  public ServerSettings {
    if (fhirMaxBody.toBytes() < 1024 || fhirMaxBody.toMegabytes() > 256) {
      throw new IllegalArgumentException("bcda.fhir-max-body must be 1 KB to 256 MB");
    }
  }

  /** Whether answers have BCDA's odd shapes. */
  public boolean isBcdaStrict() {
    return compatibility == Compatibility.BCDA_STRICT;
  }
}
