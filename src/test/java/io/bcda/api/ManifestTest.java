package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bcda.export.ExportedFile;
import io.bcda.export.ExportedFile.Section;
import io.bcda.export.JobState;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.RunMode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final PublicUrl URL =
      new PublicUrl("https://claims.example.org", RunMode.SERVER, 8080);
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void givenACompletedJob_whenRendered_thenTheWholeManifestAsTheGuideHasIt() throws Exception {
    TestJobs job =
        TestJobs.job(JobState.COMPLETED)
            .files(file("p1.ndjson", Section.OUTPUT, "Patient"))
            .totals(Map.of("resources", 12L, "members", 3L));
    assertThat(json.writeValueAsString(Manifest.json(job.job(), URL)))
        .isEqualTo(
            "{\"transactionTime\":\"2026-11-05T10:00:00.007Z\","
                + "\"request\":\"http://localhost:8080/api/v2/Group/all/$export\","
                + "\"requiresAccessToken\":true,"
                + "\"output\":[{\"type\":\"Patient\",\"url\":\"https://claims.example.org/data/"
                + TestJobs.ID
                + "/p1.ndjson\",\"count\":12,\"extension\":{\"fileSize\":1000,\"sha256\":\"aa\","
                + "\"gzipFileSize\":100,\"gzipSha256\":\"bb\"}}],"
                + "\"error\":[],"
                + "\"extension\":{\"totals\":{\"members\":3,\"resources\":12}}}");
  }

  @Test
  void givenSince_whenRendered_thenDeletedIsThereAndEachSectionHasItsFiles() {
    TestJobs job =
        TestJobs.job(JobState.COMPLETED)
            .since(Instant.EPOCH)
            .files(
                file("e.ndjson", Section.ERROR, "OperationOutcome"),
                file("p.ndjson", Section.OUTPUT, "Patient"),
                file("d.ndjson", Section.DELETED, "Bundle"));
    Map<String, Object> manifest = Manifest.json(job.job(), URL);
    assertThat(manifest.keySet())
        .containsExactly(
            "transactionTime",
            "request",
            "requiresAccessToken",
            "output",
            "deleted",
            "error",
            "extension");
    assertThat(manifest.get("deleted")).asString().contains("d.ndjson").doesNotContain("p.ndjson");
    assertThat(manifest.get("error")).asString().contains("e.ndjson").doesNotContain("p.ndjson");
  }

  private static ExportedFile file(String name, Section section, String type) {
    return new ExportedFile(name, section, type, 12, 1000, 100, "aa", "bb");
  }
}
