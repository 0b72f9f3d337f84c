import au.csiro.fhir.auth.AuthConfig;
import au.csiro.fhir.export.BulkExportClient;
import au.csiro.fhir.export.BulkExportClient.BulkExportClientBuilder;
import au.csiro.fhir.export.BulkExportResult;
import au.csiro.fhir.model.Reference;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every export that CSIRO's client can ask for. It gets its tokens by itself: for its exports by
 * GET with the client's secret, for those by POST with a key (SMART Backend Services).
 *
 * <pre>java -cp 'lib/*' BulkExport.java http://localhost:8080 a9990-sandbox SECRET my-rsa-key.json ANSWERS</pre>
 */
class BulkExport {
  private static final String SCOPE =
      "system/Patient.rs system/Coverage.rs system/ExplanationOfBenefit.rs";

  private final String base;
  private final Path answers;
  private final AuthConfig secret;
  private final AuthConfig key;

  BulkExport(String base, String client, String secret, Path key, Path answers) throws IOException {
    this.base = base;
    this.answers = answers;
    this.secret = AuthConfig.builder().enabled(true).clientId(client).clientSecret(secret).build();
    this.key =
        AuthConfig.builder()
            .enabled(true)
            .clientId(client)
            .privateKeyJWK(Files.readString(key))
            .scope(SCOPE)
            .build();
  }

  public static void main(String[] words) throws IOException {
    BulkExport client =
        new BulkExport(words[0], words[1], words[2], Path.of(words[3]), Path.of(words[4]));
    client.byGet();
    client.byPost();
  }

  private void byGet() throws IOException {
    expect("$export", "patient", BulkExportClient.systemBuilder());
    expect("Patient/$export", "patient", BulkExportClient.patientBuilder());
    expect("Group/new/$export", "group-new", BulkExportClient.groupBuilder("new"));
    expect("Group/runout/$export", "group-runout", BulkExportClient.groupBuilder("runout"));
    BulkExportResult whole =
        expect("Group/all/$export", "group-all", BulkExportClient.groupBuilder("all"));
    BulkExportClientBuilder next =
        BulkExportClient.groupBuilder("all").withSince(whole.getTransactionTime());
    String export = "Group/all/$export?_since";
    check("GET " + export, found(run(next.withAuthConfig(secret), "GET", export)), Map.of());
  }

  /** The client sends a POST only where patients are named; here each one that there is. */
  private void byPost() throws IOException {
    expectOfAll("Patient/$export", "patient", BulkExportClient.patientBuilder());
    for (String group : List.of("all", "new", "runout")) {
      expectOfAll(
          "Group/" + group + "/$export", "group-" + group, BulkExportClient.groupBuilder(group));
    }
  }

  private BulkExportResult expect(String export, String answer, BulkExportClientBuilder builder)
      throws IOException {
    BulkExportResult whole = run(builder.withAuthConfig(secret), "GET", export);
    check("GET " + export, found(whole), expected(answer));
    return whole;
  }

  private void expectOfAll(String export, String answer, BulkExportClientBuilder builder)
      throws IOException {
    Map<String, Map<String, Integer>> expected = expected(answer);
    List<Reference> people =
        expected.get("Patient").keySet().stream().map(id -> Reference.of("Patient/" + id)).toList();
    BulkExportResult whole =
        run(builder.withAuthConfig(key).withPatients(people), "POST", export);
    check("POST " + export, found(whole), expected);
  }

  private BulkExportResult run(BulkExportClientBuilder builder, String method, String export)
      throws IOException {
    Path folder = Path.of("out/csiro", method + "-" + export.replaceAll("\\W+", "-"));
    Files.createDirectories(folder.getParent()); // and not the folder: the client wants it new
    return builder
        .withFhirEndpointUrl(base + "/api/v2")
        .withOutputDir(folder.toString())
        .build()
        .export();
  }

  /** Versions by type and id. Files are named by the type that the manifest tells. */
  private static Map<String, Map<String, Integer>> found(BulkExportResult result)
      throws IOException {
    Map<String, Map<String, Integer>> found = new TreeMap<>();
    for (BulkExportResult.FileResult file : result.getResults()) {
      Path path = Path.of(file.getDestination());
      String type = path.getFileName().toString().split("\\.")[0];
      for (String line : Files.readAllLines(path)) {
        JsonObject resource = JsonParser.parseString(line).getAsJsonObject();
        require(type.equals(resource.get("resourceType").getAsString()), path + ": another type");
        String id = resource.get("id").getAsString();
        int version = resource.getAsJsonObject("meta").get("versionId").getAsInt();
        Integer twice = found.computeIfAbsent(type, t -> new TreeMap<>()).put(id, version);
        require(twice == null, id + " is there twice");
      }
    }
    return found;
  }

  private Map<String, Map<String, Integer>> expected(String answer) throws IOException {
    JsonObject output =
        JsonParser.parseString(Files.readString(answers.resolve(answer + ".json")))
            .getAsJsonObject()
            .getAsJsonObject("output");
    Map<String, Map<String, Integer>> expected = new TreeMap<>();
    for (String type : output.keySet()) {
      JsonObject versions = output.getAsJsonObject(type);
      for (String id : versions.keySet()) {
        expected
            .computeIfAbsent(type, t -> new TreeMap<>())
            .put(id, versions.get(id).getAsInt());
      }
    }
    return expected;
  }

  private static void check(
      String export, Map<String, Map<String, Integer>> found, Map<?, ?> expected) {
    require(found.equals(expected), export + ": not what the sandbox must answer");
    int resources = found.values().stream().mapToInt(Map::size).sum();
    System.out.println("csiro: " + export + ": " + resources + " resources");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
