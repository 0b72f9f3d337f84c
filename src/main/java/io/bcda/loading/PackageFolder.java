package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.utilities.npm.NpmPackage;

/**
 * HL7's packages of CARIN Blue Button 2.0.0 and of US Core 3.1.1, on which it builds, out of a
 * folder. They are not shipped; whoever validates has them from HL7. Others in the folder are
 * passed over: HL7's terminology alone would take most of a minute to load and is not needed.
 */
final class PackageFolder {
  private static final List<String> NEEDED =
      List.of("hl7.fhir.us.carin-bb#2.0.0", "hl7.fhir.us.core#3.1.1");
  private static final String[] TYPES = {"StructureDefinition", "ValueSet", "CodeSystem"};

  private final Path folder;

  PackageFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws IOException if a package cannot be read or is not there, saying so
   */
  IValidationSupport read(FhirContext r4) throws IOException {
    PrePopulatedValidationSupport known = new PrePopulatedValidationSupport(r4);
    Set<String> missing = new LinkedHashSet<>(NEEDED);
    for (Path file : archives()) {
      try (InputStream in = Files.newInputStream(file)) {
        NpmPackage archive = NpmPackage.fromPackage(in);
        if (missing.remove(archive.name() + "#" + archive.version())) {
          add(archive, known, r4.newJsonParser());
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("no package " + String.join(", ", missing) + " in " + folder);
    }
    return known;
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".tgz")).sorted().toList();
    }
  }

  private static void add(NpmPackage archive, PrePopulatedValidationSupport known, IParser parser)
      throws IOException {
    for (String name : archive.listResources(TYPES)) {
      try (InputStream in = archive.loadResource(name)) {
        String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        known.addResource(parser.parseResource(json));
      }
    }
  }
}
