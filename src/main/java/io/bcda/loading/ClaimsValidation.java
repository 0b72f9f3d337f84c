package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a sample of lines to base FHIR R4 and, with HL7's packages, to CARIN Blue Button 2.0.0: a
 * report for operators. The loader does not use it: {@link ResourceGate} judges lines there.
 */
final class ClaimsValidation {
  private final ResourceGate gate;
  private final Map<RuleSet, LineValidator> validators = new EnumMap<>(RuleSet.class);

  private ClaimsValidation(FhirContext r4) {
    this.gate = new ResourceGate(r4, false);
    validators.put(RuleSet.BASE, LineValidator.ofBaseR4(r4));
  }

  /**
   * @param packages folder of HL7's packages; null for base R4 alone
   * @throws IOException if they cannot be read
   */
  static ClaimsValidation of(@Nullable Path packages) throws IOException {
    FhirContext r4 = FhirContext.forR4Cached();
    ClaimsValidation validation = new ClaimsValidation(r4);
    if (packages != null) {
      validation.validators.put(
          RuleSet.CARIN, LineValidator.with(r4, new PackageFolder(packages).read(r4)));
    }
    return validation;
  }

  /**
   * Draws, validates and prints.
   *
   * @param clock tells how long it took
   * @throws IOException if a file cannot be read
   */
  void run(List<NdjsonFile> files, int wanted, long seed, Clock clock, PrintStream out)
      throws IOException {
    Instant begun = clock.instant();
    LineSample sample = LineSample.draw(files, wanted, seed);
    ValidationTally tally = new ValidationTally();
    sample.read(files, (kind, line) -> look(kind, line, tally));
    long all = sample.lines().values().stream().mapToLong(n -> n).sum();
    long seconds = Duration.between(begun, clock.instant()).toSeconds();
    out.printf("%d lines in %d files, seed %d, %d seconds%n%n", all, files.size(), seed, seconds);
    new ValidationReport(sample.lines(), Collections.unmodifiableSet(validators.keySet()), tally)
        .print(out);
  }

  private void look(LineKind kind, NdjsonLine line, ValidationTally tally) {
    tally.drawn(kind);
    try {
      gate.admit(line);
    } catch (LineRefused e) {
      tally.refused(kind, e.reason());
      return;
    }
    tally.validated(RuleSet.BASE, kind, validator(RuleSet.BASE).validate(line, null));
    if (validators.containsKey(RuleSet.CARIN)) {
      kind.profile()
          .ifPresent(
              profile ->
                  tally.validated(
                      RuleSet.CARIN, kind, validator(RuleSet.CARIN).validate(line, profile)));
    }
  }

  private LineValidator validator(RuleSet set) {
    return validators.get(set);
  }
}
