package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bcda.export.ExportJob;
import io.bcda.export.ExportedFile;
import io.bcda.export.ExportedFile.Section;
import io.bcda.export.JobState;
import io.bcda.export.KickOffManner;
import io.bcda.export.KickOffManner.StatusForm;
import io.bcda.export.OrganizedBy;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.RunMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    assertThat(json.writeValueAsString(new Manifest(job.job(), 1, URL).json()))
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
    Map<String, Object> manifest = new Manifest(job.job(), 1, URL).json();
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

  @Test
  void givenFilesByPatient_whenRendered_thenThatIsToldAndOutputHasNoTypes() {
    TestJobs job =
        TestJobs.job(JobState.COMPLETED)
            .since(Instant.EPOCH)
            .organizedBy(OrganizedBy.PATIENT)
            .files(
                file("b.ndjson", Section.OUTPUT, null),
                file("d.ndjson", Section.DELETED, "Bundle"));
    JsonNode manifest = json.valueToTree(new Manifest(job.job(), 1, URL).json());
    assertThat(manifest.get("outputOrganizedBy").asText()).isEqualTo("Patient");
    assertThat(manifest.at("/output/0").has("type")).isFalse();
    assertThat(manifest.at("/output/0/count").asInt()).isEqualTo(12);
    assertThat(manifest.at("/deleted/0/type").asText()).isEqualTo("Bundle");
  }

  @Test
  void givenPages_whenRendered_thenEachHasItsFilesAndTheWayToTheNext() throws Exception {
    ExportJob job =
        TestJobs.job(JobState.IN_PROGRESS)
            .since(Instant.EPOCH)
            .files(
                file("e1.ndjson", Section.ERROR, "OperationOutcome", 1),
                file("p1.ndjson", Section.OUTPUT, "Patient", 1),
                file("p2.ndjson", Section.OUTPUT, "Patient", 2),
                file("d2.ndjson", Section.DELETED, "Bundle", 2),
                file("e3.ndjson", Section.ERROR, "OperationOutcome", 3))
            .totals(Map.of("resources", 12L))
            .manner(new KickOffManner(KickOffManner.Method.GET, StatusForm.HTTP, true))
            .job();
    assertThat(Manifest.pages(job)).isEqualTo(3);
    assertThat(names(job, 1)).containsExactly("p1", "e1");
    assertThat(names(job, 2)).containsExactly("p2", "d2", "e1");
    assertThat(names(job, 3)).containsExactly("e1", "e3");
    String status = "https://claims.example.org/api/v2/jobs/" + TestJobs.ID;
    assertThat(new Manifest(job, 2, URL).json())
        .doesNotContainKey("extension")
        .containsEntry("link", List.of(Map.of("relation", "next", "url", status + "?page=3")));
    assertThat(new Manifest(job, 3, URL).json()).doesNotContainKey("link");
  }

  private List<String> names(ExportJob job, int page) throws Exception {
    String text = json.writeValueAsString(new Manifest(job, page, URL).json());
    return Pattern.compile("/(\\w+)\\.ndjson")
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  private static ExportedFile file(String name, Section section, @Nullable String type) {
    return file(name, section, type, 1);
  }

  private static ExportedFile file(String name, Section section, @Nullable String type, int page) {
    return new ExportedFile(name, section, type, 12, 1000, 100, "aa", "bb", page);
  }
}
