package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.export.ExportLevel;
import io.bcda.export.KickOffManner.Method;
import io.bcda.store.ResourceFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bulk Data Access, "_typeFilter Query Parameter", of STU 2 and 3, and BCDA's third version. */
class TypeFiltersTest {

  /** What is asked, percent-encoded as in a URL; the searches it holds, by {@code ;}. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "_typeFilter=Patient%3F_id%3D1|Patient?_id=1",
        "_typeFilter=Patient?_id=1|Patient?_id=1",
        "_typeFilter=Patient%3F_id%3D1%26_lastUpdated%3Dgt2026|Patient?_id=1&_lastUpdated=gt2026",
        // several parameters: any of a type's searches may match
        "_typeFilter=Patient%3F_id%3D1&_typeFilter=Patient%3F_id%3D2|Patient?_id=1;Patient?_id=2",
        // the guide's own example of STU 2, in types of ours
        "_typeFilter=Coverage%3Fstatus%3Dactive,Coverage%3Fstatus%3Ddraft%26_id%3D1"
            + "|Coverage?status=active;Coverage?status=draft&_id=1",
        // a comma within a value is no end of a search
        "_typeFilter=Patient%3F_id%3D1,2,3|Patient?_id=1,2,3",
        "_typeFilter=Patient%3F_id%3D1,2,Coverage%3F_id%3D3|Patient?_id=1,2;Coverage?_id=3",
        "_typeFilter=Patient%3F_id%3D1,%20Coverage%3F_id%3D3|Patient?_id=1;Coverage?_id=3",
        "_typeFilter=Patient%3F_id%3D1,Coverage|Patient?_id=1,Coverage",
        "_typeFilter=Patient%3F_id%3D1,Observation%3F_id%3D1|Patient?_id=1,Observation?_id=1",
        // encoded twice: values are left to who reads them, the whole is not
        "_typeFilter=ExplanationOfBenefit%3F_tag%3Da%257Cb|ExplanationOfBenefit?_tag=a%7Cb",
        "_typeFilter=ExplanationOfBenefit%253Foutcome%253Dpartial|ExplanationOfBenefit?outcome=partial",
        "_typeFilter=Patient%3F_id%3D1%252CCoverage%253F_id%253D2|Patient?_id=1%2CCoverage%3F_id%3D2",
      })
  void givenSearches_whenParsed_thenCutWhereOneEnds(String query, String searches) {
    List<String> cut = new ArrayList<>();
    TypeFilters filters =
        new TypeFilters(
            (kind, search) -> {
              cut.add(kind.fhirType() + "?" + search);
              return ResourceFilter.parse(kind, "_id=1");
            });
    List<String> given = QueryParameters.parse(query).all(TypeFilters.NAME);
    filters.parse(given, Method.GET, Set.of(), Handling.strict());
    assertThat(cut).containsExactlyElementsOf(Arrays.asList(searches.split(";")));
  }

  @Test
  void givenAnIdentifier_whenPosted_thenTaken() {
    assertThat(
            KickOffTexts.post(
                    "_typeFilter=Patient%3Fidentifier%3Dx",
                    ExportLevel.GROUP_ALL, Handling.strict())
                .selection()
                .filters())
        .hasSize(1);
  }

  @Test
  void givenTooManySearches_whenParsed_thenRefused() {
    String many = "Patient?_id=1" + ",Patient?_id=1".repeat(100);
    assertThatThrownBy(() -> KickOffTexts.get("_typeFilter=" + many))
        .hasMessageContaining("At most 100");
  }
}
