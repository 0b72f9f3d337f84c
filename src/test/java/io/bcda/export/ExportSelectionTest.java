package io.bcda.export;

import static io.bcda.store.ResourceKind.COVERAGE;
import static io.bcda.store.ResourceKind.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A selection is kept with its job for months: what one kick-off may ask for has an end. */
class ExportSelectionTest {
  private final ResourceFilter many =
      ResourceFilter.parse(
          PATIENT,
          "_id=" + IntStream.range(0, 999).mapToObj(i -> "p" + i).collect(Collectors.joining(",")));

  @Test
  void givenAThousandValuesInAllFilters_whenSelected_thenTaken() {
    assertThat(selection(many, ResourceFilter.parse(COVERAGE, "_id=c")).filters()).hasSize(2);
  }

  @Test
  void givenOneMoreInAllFilters_whenSelected_thenRefusedAtTheParameter() {
    Refusal refusal =
        catchThrowableOfType(
            Refusal.class, () -> selection(many, ResourceFilter.parse(COVERAGE, "_id=c,d")));

    assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(refusal.parameter()).contains("_typeFilter");
    assertThat(refusal.detail()).contains("1,000");
  }

  private static ExportSelection selection(ResourceFilter... filters) {
    return new ExportSelection(Optional.empty(), List.of(filters), Map.of(), Set.of());
  }
}
