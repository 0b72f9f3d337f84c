package io.bcda.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes {@code manifest.json} and {@code README.md}, which say what a generated folder holds. */
final class Manifest {
  private static final String README =
      """
      # A synthetic world

      Made by `generate`; nobody in it lives. The same arguments give the same bytes:
      seed %d, %d people, %d year(s) of claims, as of %s.

      - `stage-1`, `stage-2`: two loads, each with `claims` (FHIR R4 NDJSON, gzip) and
        `attribution` (CCLF archives of the ACOs A9990, A9991 and A9992, Shared Savings Program).
        Load all of the first before any of the second.
      - `expected`: for each stage and ACO, what an export must hold, as
        `{"output": {type: {id: version}}, "deleted": {type: [id]}}`. In the files that end in
        `-since`, `_since` is a moment after all of stage 1 and before any of stage 2. Those in
        `filtered` are of Group/all with the `_type` and `_typeFilter` that each names; `{between}`
        stands for the server's time at a moment between the stages.
      - `manifest.json`: the arguments, and size and SHA-256 of each file.
      """;

  private Manifest() {}

  static void write(WorldSpec spec, WorldForm form, Path folder) throws IOException {
    Files.writeString(
        folder.resolve("README.md"),
        String.format(Locale.ROOT, README, spec.seed(), spec.people(), spec.years(), spec.asOf()));
    Path manifest = folder.resolve("manifest.json");
    Files.deleteIfExists(manifest);
    List<Path> files = files(folder);
    try (OutputStream out = Files.newOutputStream(manifest);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      json.writeNumberField("seed", spec.seed());
      json.writeNumberField("people", spec.people());
      json.writeNumberField("years", spec.years());
      json.writeStringField("asOf", spec.asOf().toString());
      if (form.detail() != Detail.FULL) {
        json.writeStringField("claims", form.detail().word());
      }
      if (form.fileLines() != WorldForm.UNCUT) {
        json.writeNumberField("fileLines", form.fileLines());
      }
      json.writeArrayFieldStart("files");
      for (Path file : files) {
        writeFile(json, folder, file);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void writeFile(JsonGenerator json, Path folder, Path file) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", folder.relativize(file).toString().replace('\\', '/'));
    json.writeNumberField("bytes", Files.size(file));
    json.writeStringField("sha256", sha256(file));
    json.writeEndObject();
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
