package io.bcda.store;

import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamDate;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.PathAndRef;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractionUtil;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What HAPI's own extraction finds in a resource, of the kinds that the served parameters have.
 * Once made, never changed.
 *
 * @param links paths of the references to its person
 */
record IndexValues(
    List<ResourceIndexedSearchParamToken> tokens,
    List<ResourceIndexedSearchParamString> strings,
    List<ResourceIndexedSearchParamDate> dates,
    List<String> links) {

  IndexValues {
    tokens = List.copyOf(tokens);
    strings = List.copyOf(strings);
    dates = List.copyOf(dates);
    links = List.copyOf(links);
  }

  /** The values of a resource whose elements have these. */
  static IndexValues joined(List<IndexValues> elements) {
    List<ResourceIndexedSearchParamToken> tokens = new ArrayList<>();
    List<ResourceIndexedSearchParamString> strings = new ArrayList<>();
    List<ResourceIndexedSearchParamDate> dates = new ArrayList<>();
    List<String> links = new ArrayList<>();
    for (IndexValues element : elements) {
      tokens.addAll(element.tokens);
      strings.addAll(element.strings);
      dates.addAll(element.dates);
      links.addAll(element.links);
    }
    return new IndexValues(tokens, strings, dates, links);
  }

  /** Those that one parameter has. */
  IndexValues of(ServedParameter parameter) {
    return new IndexValues(
        named(tokens, parameter.code()),
        named(strings, parameter.code()),
        named(dates, parameter.code()),
        links.stream().filter(parameter.expression()::equals).toList());
  }

  private static <T extends BaseResourceIndexedSearchParam> List<T> named(
      List<T> rows, String code) {
    return rows.stream().filter(row -> row.getParamName().equals(code)).toList();
  }

  /** HAPI's two ways to get at index values. Thread-safe. */
  record Extraction(SearchParamExtractionUtil values, ISearchParamExtractor references) {

    /**
     * @param patientRef {@code Patient/id}, the one thing that it may refer to by an indexed
     *     reference
     */
    IndexValues of(Resource resource, @Nullable String patientRef) {
      ResourceIndexedSearchParams found = ResourceIndexedSearchParams.withSets();
      values.extractSearchIndexParameters(
          new SystemRequestDetails(), found, resource, ISearchParamExtractor.ALL_PARAMS);
      refuseOthers(found);
      return new IndexValues(
          hashed(found.myTokenParams),
          hashed(found.myStringParams),
          hashed(found.myDateParams),
          links(resource, patientRef));
    }

    private List<String> links(Resource resource, @Nullable String patientRef) {
      List<String> paths = new ArrayList<>();
      for (PathAndRef found : references.extractResourceLinks(resource, false)) {
        String target = found.getRef().getReferenceElement().toUnqualifiedVersionless().getValue();
        if (!target.equals(patientRef)) {
          throw new IllegalStateException("a reference parameter that is not written here");
        }
        paths.add(found.getPath());
      }
      return paths.stream().distinct().toList(); // two parameters may look at one element
    }

    /** Each row once, as HAPI has it just before it writes. */
    private static <T extends BaseResourceIndexedSearchParam> List<T> hashed(Collection<T> rows) {
      for (T row : rows) {
        row.setResourceId(0L);
        row.calculateHashes();
      }
      return List.copyOf(new HashSet<>(rows));
    }

    private static void refuseOthers(ResourceIndexedSearchParams found) {
      List<Collection<?>> others =
          List.of(
              found.myNumberParams,
              found.myQuantityParams,
              found.myQuantityNormalizedParams,
              found.myUriParams,
              found.myCoordsParams,
              found.myComboStringUniques,
              found.myComboTokenNonUnique);
      if (others.stream().anyMatch(rows -> !rows.isEmpty())) {
        throw new IllegalStateException("a search parameter of a kind that is not written here");
      }
    }
  }
}
