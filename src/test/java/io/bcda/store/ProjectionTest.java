package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.harness.AlwaysGiven;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final String SUBSETTED =
      "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"SUBSETTED\"}";

  @Test
  void givenAnyClaim_whenProjected_thenItIsTheTreeWithoutTheOtherElements() {
    List<String> names =
        List.of("status", "type", "_type", "item", "_item", "patient", "text", "total", "payment");
    MadeUpJson made = new MadeUpJson(11);
    for (int i = 0; i < 2000; i++) {
      ObjectNode claim = MadeUpJson.JSON.createObjectNode();
      claim.put("resourceType", "ExplanationOfBenefit").put("id", "a");
      claim.set("meta", meta(made));
      claim.setAll(made.object(names, 3));
      Set<String> asked = made.once(2) ? Set.of("item", "total") : Set.of("text");
      byte[] json = made.written(claim);

      JsonNode part = MadeUpJson.tree(claims(asked).of(json));

      assertThat(part).as(new String(json)).isEqualTo(expected(claim, asked));
    }
  }

  private static JsonNode meta(MadeUpJson made) {
    ObjectNode meta = MadeUpJson.JSON.createObjectNode().put("versionId", "1");
    if (made.once(2)) {
      ArrayNode tags = meta.putArray("tag");
      for (int i = 0; !made.once(3); i++) {
        tags.addObject().put("system", "]}").put("code", "\"" + i);
      }
      if (made.once(3)) {
        tags.add(MadeUpJson.tree(MadeUpJson.bytes(SUBSETTED)));
      }
    }
    if (made.once(2)) {
      meta.putArray("profile").add("http://example.org/p");
    }
    return meta;
  }

  /** By the tree. */
  private static JsonNode expected(ObjectNode claim, Set<String> asked) {
    ObjectNode expected = claim.deepCopy();
    List<String> gone = new ArrayList<>();
    claim
        .fieldNames()
        .forEachRemaining(
            name -> {
              String plain = name.startsWith("_") ? name.substring(1) : name;
              if (!AlwaysGiven.OF_CLAIMS.contains(plain) && !asked.contains(plain)) {
                gone.add(name);
              }
            });
    expected.remove(gone);
    JsonNode tag = MadeUpJson.tree(MadeUpJson.bytes(SUBSETTED));
    ArrayNode tags = ((ObjectNode) expected.get("meta")).withArray("tag");
    if (tags.valueStream().noneMatch(tag::equals)) {
      tags.add(tag);
    }
    return expected;
  }

  @Test
  void givenAClaim_whenProjected_thenItsElementsAreThoseThatHapiEncodesByTheSameList() {
    ExplanationOfBenefit claim = claim();
    byte[] json = MadeUpJson.bytes(FHIR.newJsonParser().encodeResourceToString(claim));
    IParser parser = FHIR.newJsonParser();
    parser.setEncodeElements(
        Set.copyOf(
            Stream.concat(AlwaysGiven.OF_CLAIMS.stream(), Stream.of("disposition", "total"))
                .map("ExplanationOfBenefit."::concat)
                .toList()));
    ObjectNode hapis =
        (ObjectNode) MadeUpJson.tree(MadeUpJson.bytes(parser.encodeResourceToString(claim)));

    ObjectNode part = (ObjectNode) MadeUpJson.tree(claims(Set.of("disposition", "total")).of(json));

    assertThat(part.at("/meta/tag/1/code").asText()).isEqualTo("SUBSETTED");
    hapis.remove("meta");
    part.remove("meta");
    assertThat(part).isEqualTo(hapis);
    assertThat(part.has("_disposition")).isTrue();
  }

  private static ExplanationOfBenefit claim() {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId("a");
    claim.getMeta().setVersionId("1").addTag().setSystem("http://example.org").setCode("t");
    claim.setStatus(ExplanationOfBenefit.ExplanationOfBenefitStatus.ACTIVE);
    claim.getType().addCoding().setSystem("http://example.org").setCode("CARRIER");
    claim.setPatient(new Reference("Patient/p"));
    claim.setDisposition("d");
    claim.getDispositionElement().addExtension("http://example.org/e", new StringType("x"));
    claim.addModifierExtension().setUrl("http://example.org/m").setValue(new BooleanType(true));
    claim.addTotal().getAmount().setValue(3);
    claim.addItem().setSequence(1);
    return claim;
  }

  @Test
  void givenAContainedResource_whenSomethingKeptRefersToIt_thenItStays() {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId("a");
    Organization payer = new Organization();
    payer.setId("payer");
    claim.addContained(payer);
    claim.setInsurer(new Reference("#payer"));
    claim.addItem().setSequence(1);
    byte[] json = MadeUpJson.bytes(FHIR.newJsonParser().encodeResourceToString(claim));
    byte[] loose = MadeUpJson.bytes(new String(json).replace("\"insurer\"", "\"facility\""));
    byte[] withMeta = withMeta(json);

    assertThat(MadeUpJson.tree(claims(Set.of()).of(withMeta)).has("contained")).isTrue();
    assertThat(MadeUpJson.tree(claims(Set.of()).of(withMeta(loose))).has("contained")).isFalse();
  }

  private static byte[] withMeta(byte[] json) {
    return MadeUpJson.bytes(new String(json).replaceFirst("\"id\"", "\"meta\":{},\"id\""));
  }

  @Test
  void givenAPatient_whenAChoiceIsAskedForByItsName_thenTheElementOfItsTypeIsThere() {
    Patient patient = new Patient();
    patient.setId("a");
    patient.getMeta().setVersionId("1");
    patient.setDeceased(new BooleanType(true));
    patient.addName().setFamily("x");
    byte[] json = MadeUpJson.bytes(FHIR.newJsonParser().encodeResourceToString(patient));

    for (String asked : List.of("deceased", "deceased[x]", "deceasedBoolean")) {
      JsonNode part = MadeUpJson.tree(new Projection(ResourceKind.PATIENT, Set.of(asked)).of(json));
      assertThat(part.path("deceasedBoolean").asBoolean()).as(asked).isTrue();
      assertThat(part.has("name")).isFalse();
    }
  }

  @Test
  void givenABodyThatHapiMustParse_whenProjected_thenItsLineIsToo() {
    String body = "{\n\"resourceType\":\"Patient\",\"active\":true,\"name\":[{\"family\":\"x\"}]}";
    SelectedLines lines =
        new SelectedLines(
            new NdjsonSplicer(FHIR),
            ResourceKind.PATIENT,
            List.of(),
            Optional.of(Set.of("active")));

    NdjsonSplicer.Line line = lines.line(TestRow.of("a", body)).orElseThrow();

    assertThat(line.parsed()).isTrue();
    JsonNode part = MadeUpJson.tree(line.whole());
    assertThat(part.get("active").asBoolean()).isTrue();
    assertThat(part.get("id").asText()).isEqualTo("a");
    assertThat(part.has("name")).isFalse();
    assertThat(part.at("/meta/tag/0/code").asText()).isEqualTo("SUBSETTED");
  }

  private static Projection claims(Set<String> asked) {
    return new Projection(ResourceKind.EXPLANATION_OF_BENEFIT, asked);
  }
}
