package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.jspecify.annotations.Nullable;

/**
 * The codes that make a claim sensitive. A claim is if any coding has one, wherever it stands: in
 * diagnoses, procedures, lines, supporting information, extensions, labels, contained resources. A
 * list of places would miss the place that the next version of the data uses, and what is left out
 * by mistake can be shown later, but not the other way round. Immutable, for all threads.
 */
public final class SensitiveCodes {
  private final Map<String, CodePatterns> bySystem;

  /** For codings that do not say their system. */
  private final CodePatterns anySystem;

  private final String fingerprint;

  /**
   * @param codes codes by the URL of their system, normal, with {@code *} at the end where any rest
   *     will do
   */
  SensitiveCodes(Map<String, Set<String>> codes) {
    Map<String, Set<String>> spelled = new HashMap<>();
    Set<String> all = new TreeSet<>();
    codes.forEach(
        (system, own) -> {
          for (String spelling : spellings(system)) {
            spelled.computeIfAbsent(spelling, s -> new TreeSet<>()).addAll(own);
          }
          all.addAll(own);
        });
    Map<String, CodePatterns> patterns = new HashMap<>();
    spelled.forEach((spelling, own) -> patterns.put(spelling, new CodePatterns(own)));
    this.bySystem = Map.copyOf(patterns);
    this.anySystem = new CodePatterns(all);
    this.fingerprint = fingerprint(codes);
  }

  /**
   * Whether a coding makes its claim sensitive. Cheap: one look-up for a system that has no such
   * codes. Without a system, the code is compared with those of all.
   */
  public boolean matches(@Nullable String system, @Nullable String code) {
    if (code == null || code.isEmpty()) {
      return false;
    }
    CodePatterns patterns = system == null || system.isEmpty() ? anySystem : bySystem.get(system);
    return patterns != null && patterns.match(code);
  }

  /** Whether a parsed claim is sensitive. */
  boolean in(ExplanationOfBenefit claim) {
    for (Coding coding :
        FhirContext.forR4Cached()
            .newTerser()
            .getAllPopulatedChildElementsOfType(claim, Coding.class)) {
      if (matches(coding.getSystem(), coding.getCode())) {
        return true;
      }
    }
    return false;
  }

  /** SHA-256, hex, of what the list says: the same for the same codes in whatever order. */
  String fingerprint() {
    return fingerprint;
  }

  /** Senders differ in http or https and in a slash at the end. */
  private static Set<String> spellings(String system) {
    String bare = system.replaceFirst("/+$", "");
    Set<String> spellings = new TreeSet<>(List.of(system, bare));
    if (bare.startsWith("http")) {
      String rest = bare.replaceFirst("^https?:", "");
      for (String start : Set.of("http:" + rest, "https:" + rest)) {
        spellings.add(start);
        spellings.add(start + "/");
      }
    }
    return spellings;
  }

  private static String fingerprint(Map<String, Set<String>> codes) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(codes)
        .forEach((system, own) -> text.append(system).append(' ').append(new TreeSet<>(own)));
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
