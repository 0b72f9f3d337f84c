package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bcda.export.ExportJob;
import io.bcda.export.ExportedFile;
import io.bcda.export.ExportedFile.Section;
import io.bcda.export.JobState;
import io.bcda.export.JobsFound;
import io.bcda.export.OrganizedBy;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.RunMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.Test;

/** What the list of jobs tells, in both forms. */
class JobListTest {
  private static final PublicUrl URL =
      new PublicUrl("https://claims.example.org", RunMode.SERVER, 8080);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JobListQuery SECOND_PAGE = new JobListQuery(List.of(), 10, 10);

  @Test
  void givenARunningJob_whenToldAsAnObject_thenItsProgressAndWhereToAskAndToCancel() {
    JsonNode job = object(TestJobs.job(JobState.IN_PROGRESS).since(Instant.EPOCH).job());
    assertThat(job.get("status").asText()).isEqualTo("In Progress");
    assertThat(job.get("progress").asText()).isEqualTo("In Progress (42%)");
    assertThat(job.get("percent").asInt()).isEqualTo(42);
    assertThat(job.get("export").asText()).isEqualTo("Group/all/$export");
    assertThat(job.get("since").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
    assertThat(job.get("links").toString())
        .isEqualTo(
            ("[{\"relation\":\"status\",\"method\":\"GET\",\"url\":\"%1$s\"},"
                    + "{\"relation\":\"cancel\",\"method\":\"DELETE\",\"url\":\"%1$s\"}]")
                .formatted("https://claims.example.org/api/v2/jobs/" + TestJobs.ID));
    assertThat(job.has("files") || job.has("failure") || job.has("expiresAt")).isFalse();
  }

  @Test
  void givenACompletedJob_whenToldAsAnObject_thenItsTotalsFilesSizesAndExpiry() {
    JsonNode job = object(completed());
    assertThat(job.get("totals").toString()).isEqualTo("{\"bytes\":9000000000,\"members\":3}");
    assertThat(job.get("fileSize").asLong()).isEqualTo(9_000_000_010L);
    assertThat(job.get("gzipFileSize").asLong()).isEqualTo(105);
    assertThat(job.get("expiresAt").asText()).isEqualTo("2026-11-06T10:00:02.000Z");
    assertThat(job.at("/files/0").toString())
        .isEqualTo(
            "{\"section\":\"output\",\"type\":\"Patient\",\"url\":\"https://claims.example.org/data/"
                + TestJobs.ID
                + "/p.ndjson\",\"count\":12,\"fileSize\":9000000000,\"gzipFileSize\":100}");
    assertThat(job.at("/links/1/relation").asText()).isEqualTo("delete");
  }

  /** A file of several types names none; FHIR's own validator takes the Task so. */
  @Test
  void givenAJobByPatient_whenTold_thenThatIsSaidOfTheJobAndNoTypeOfItsFiles() {
    ExportJob job =
        TestJobs.job(JobState.COMPLETED)
            .organizedBy(OrganizedBy.PATIENT)
            .files(new ExportedFile("b.ndjson", Section.OUTPUT, null, 12, 10, 5, "a", "b", 1))
            .job();
    assertThat(object(job).get("outputOrganizedBy").asText()).isEqualTo("Patient");
    assertThat(object(job).at("/files/0").has("type")).isFalse();
    JsonNode task = json(JobTask.json(job, URL));
    assertThat(task.get("input").toString())
        .contains("{\"type\":{\"text\":\"organizeOutputBy\"},\"valueCode\":\"Patient\"}");
    JsonNode file = task.at("/output/" + (task.get("output").size() - 1));
    assertThat(file.get("type").toString()).isEqualTo("{\"text\":\"output\"}");
    assertThat(errors(task.toString())).isEmpty();
  }

  @Test
  void givenAFailedJob_whenTold_thenWhyAndWhatCanBeDone() {
    ExportJob failed = TestJobs.job(JobState.FAILED).job();
    assertThat(object(failed).get("failure").asText()).contains("Start a new export");
    JsonNode task = json(JobTask.json(failed, URL));
    assertThat(task.at("/statusReason/text").asText()).contains("Start a new export");
    assertThat(task.get("status").asText()).isEqualTo("failed");
  }

  @Test
  void givenJobsInEveryState_whenToldAsABundle_thenFhirsOwnValidatorFindsNothing() {
    List<ExportJob> jobs = new ArrayList<>(List.of(completed()));
    for (JobState state : JobState.values()) {
      String id = TestJobs.ID.replace("01", "0" + (state.ordinal() + 2));
      jobs.add(TestJobs.job(state).since(Instant.EPOCH).id(id).job());
    }
    String bundle =
        json(new JobList(URL, SECOND_PAGE, new JobsFound(jobs, 99)).bundle()).toString();

    assertThat(errors(bundle)).isEmpty();
    assertThat(bundle).contains("valueAttachment", "\"valueDecimal\":9000000000");
  }

  private static List<SingleValidationMessage> errors(String resource) {
    FhirContext r4 = FhirContext.forR4Cached();
    var support =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(r4),
            new InMemoryTerminologyServerValidationSupport(r4),
            new CommonCodeSystemsTerminologyService(r4));
    var result =
        r4.newValidator()
            .registerValidatorModule(new FhirInstanceValidator(support))
            .validateWithResult(resource);
    return result.getMessages().stream()
        .filter(m -> m.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
        .toList();
  }

  @Test
  void givenAPageInTheMiddle_whenToldAsABundle_thenLinksToItsNeighbours() {
    JobsFound found = new JobsFound(List.of(completed()), 99);
    JsonNode bundle = json(new JobList(URL, SECOND_PAGE, found).bundle());
    assertThat(bundle.get("total").asInt()).isEqualTo(99);
    assertThat(bundle.get("link").findValuesAsText("relation"))
        .containsExactly("self", "previous", "next");
    assertThat(bundle.get("link").findValuesAsText("url"))
        .extracting(url -> url.replaceFirst(".*_offset=", ""))
        .containsExactly("10", "0", "20");
    JobListQuery last = new JobListQuery(List.of("In Progress"), 10, 90);
    JobList end = new JobList(URL, last, found);
    assertThat(end.next()).isEmpty();
    assertThat(json(end.bundle()).at("/link/1/url").asText())
        .endsWith("?_status=In%20Progress&_count=10&_offset=80");
  }

  private static ExportJob completed() {
    return TestJobs.job(JobState.COMPLETED)
        .files(
            new ExportedFile(
                "p.ndjson", Section.OUTPUT, "Patient", 12, 9_000_000_000L, 100, "a", "b", 1),
            new ExportedFile("e.ndjson", Section.ERROR, "OperationOutcome", 1, 10, 5, "a", "b", 1))
        .totals(Map.of("members", 3L, "bytes", 9_000_000_000L))
        .job();
  }

  private static JsonNode object(ExportJob job) {
    return json(JobObject.json(job, URL));
  }

  private static JsonNode json(Object value) {
    try {
      return JSON.readTree(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
