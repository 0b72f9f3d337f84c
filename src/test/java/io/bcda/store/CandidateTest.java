package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many filters and values a row is held against, it is read once. */
class CandidateTest {
  private static final String BODY =
      """
      {"resourceType":"ExplanationOfBenefit","identifier":[{"system":"s","value":"77"}],
       "type":{"coding":[{"code":"PDE"}]},"billablePeriod":{"start":"2025-01-01"}}
      """;

  @Test
  void givenAnElement_whenAskedForAgain_thenItIsNotParsedAgain() {
    Candidate candidate = candidate("type", "billablePeriod");

    assertThat(candidate.element("type").at("/coding/0/code").asText()).isEqualTo("PDE");
    assertThat(candidate.element("type")).isSameAs(candidate.element("type"));
    assertThat(candidate.period("billablePeriod")).isSameAs(candidate.period("billablePeriod"));
  }

  @Test
  void givenTextsOfAParameter_whenAskedForAgain_thenTheyAreNotMadeAgain() {
    Candidate candidate = candidate("identifier");
    AtomicInteger readings = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertThat(
              candidate.texts(
                  "identifier",
                  c -> {
                    readings.incrementAndGet();
                    return Set.of("a");
                  }))
          .containsExactly("a");
    }
    assertThat(readings).hasValue(1);
  }

  /** Each value once hashed the row's identifiers anew, which took as many readings as values. */
  @Test
  void givenManyIdentifiers_whenARowIsHeldAgainstThem_thenItsOwnAreHashedOnce() {
    String values =
        IntStream.range(1000, 1999).mapToObj(String::valueOf).collect(Collectors.joining(","));
    Candidate candidate = candidate("identifier");
    assertThat(claims("identifier=" + values).matches(candidate)).isFalse();
    assertThat(claims("identifier=77," + values).matches(candidate)).isTrue();
    assertThat(candidate.texts("identifier", c -> Set.of("not asked before"))).hasSize(3);
  }

  private static ResourceFilter claims(String query) {
    return ResourceFilter.parse(ResourceKind.EXPLANATION_OF_BENEFIT, query);
  }

  private static Candidate candidate(String... elements) {
    ResourceCursor.Row row = TestRow.of("c1", BODY);
    return new Candidate(row, row.body(), new Candidate.Elements(List.of(elements)));
  }
}
