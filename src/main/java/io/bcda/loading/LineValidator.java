package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's validator for one set of rules. The first resource takes 7 to 30 seconds, each further one
 * tenths of a second: for samples, never for a load. Codes of systems that it does not know are no
 * errors. Not thread-safe.
 */
final class LineValidator {
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.:/#|\\-]{1,160}");
  private static final ObjectMapper JSON =
      JsonMapper.builder() // decimals keep their zeros
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final FhirValidator validator;
  private final ElementPath paths;

  private LineValidator(FhirContext r4, List<IValidationSupport> knowledge) {
    List<IValidationSupport> chain = new ArrayList<>(knowledge);
    chain.add(new DefaultProfileValidationSupport(r4));
    chain.add(new CommonCodeSystemsTerminologyService(r4));
    chain.add(new InMemoryTerminologyServerValidationSupport(r4));
    chain.add(new SnapshotGeneratingValidationSupport(r4));
    chain.add(unknownCodesWarn(r4));
    FhirInstanceValidator rules = new FhirInstanceValidator(new ValidationSupportChain(chain));
    rules.setErrorForUnknownProfiles(false); // contained resources name theirs
    this.validator = new FhirValidator(r4).registerValidatorModule(rules);
    this.paths = new ElementPath(r4);
  }

  @SuppressWarnings("deprecation") // HAPI 8.8 has it still, and offers nothing in its place
  private static IValidationSupport unknownCodesWarn(FhirContext r4) {
    UnknownCodeSystemWarningValidationSupport unknown =
        new UnknownCodeSystemWarningValidationSupport(r4);
    unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
    return unknown;
  }

  /** Base FHIR R4 alone. */
  static LineValidator ofBaseR4(FhirContext r4) {
    return new LineValidator(r4, List.of());
  }

  /** What these packages say besides. */
  static LineValidator with(FhirContext r4, IValidationSupport packages) {
    return new LineValidator(r4, List.of(packages));
  }

  /**
   * An error, without content: HAPI's messages quote the resource, so there is only their id (or
   * the invariant's) and the names of the elements.
   */
  record Finding(String rule, String path) {}

  /**
   * The errors in a resource; warnings are left out.
   *
   * @param line what {@link ResourceGate} admitted
   * @param profile canonical URL without version; null for the base resource. Profiles that the
   *     resource itself names, but for this one, are passed over
   */
  List<Finding> validate(NdjsonLine line, @Nullable String profile) {
    ValidationOptions options = new ValidationOptions();
    if (profile != null) {
      options.addProfile(profile);
    }
    return validator.validateWithResult(withOnly(profile, line), options).getMessages().stream()
        .filter(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(this::finding)
        .toList();
  }

  private Finding finding(SingleValidationMessage message) {
    String rule =
        Optional.ofNullable(message.getMessageId())
            .filter(id -> RULE.matcher(id).matches())
            .map(id -> id.substring(id.lastIndexOf('/') + 1)) // of an invariant, Profile#key
            .orElse("unnamed");
    return new Finding(rule, paths.of(message.getLocationString()));
  }

  private static String withOnly(@Nullable String profile, NdjsonLine line) {
    try {
      JsonNode resource = JSON.readTree(StrictJson.of(line.bytes()).text());
      if (resource.path("meta") instanceof ObjectNode meta
          && meta.remove("profile") instanceof ArrayNode named) {
        ArrayNode kept = JSON.createArrayNode();
        named.forEach(
            name -> {
              if (profile != null && name.asText().split("\\|", 2)[0].equals(profile)) {
                kept.add(name);
              }
            });
        if (!kept.isEmpty()) {
          meta.set("profile", kept);
        }
        if (meta.isEmpty()) {
          ((ObjectNode) resource).remove("meta");
        }
      }
      return JSON.writeValueAsString(resource);
    } catch (JsonProcessingException e) {
      throw new LineRefused(LineReason.NOT_JSON);
    }
  }
}
