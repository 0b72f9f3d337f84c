package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.SearchParameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;

/** A search parameter that comes after the claims finds them, and nothing else changes. */
class SearchUpkeepIT {
  private static final ServedParameter CREATED =
      new ServedParameter(
          "ExplanationOfBenefit",
          "created",
          SearchParamType.DATE,
          "ExplanationOfBenefit.created",
          "");
  private static final ServedParameter HOLDER =
      new ServedParameter(
          "Coverage", "holder", SearchParamType.REFERENCE, "Coverage.beneficiary", "Patient");
  private static final String STATES =
      """
      SELECT h.fhir_id, h.res_ver, h.res_updated, h.hash_sha256, c.id, c.ver, c.patient_pid,
             (SELECT count(*) FROM hfj_res_ver v WHERE v.res_id = h.res_id) AS versions
        FROM hfj_resource h JOIN claim_index c ON c.res_id = h.res_id
       WHERE h.fhir_id LIKE ? ORDER BY c.id
      """;
  private static final String DATES =
      """
      SELECT count(*) FROM hfj_spidx_date d JOIN hfj_resource h ON h.res_id = d.res_id
       WHERE h.fhir_id LIKE ? AND d.sp_name = 'created'
      """;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenStoredClaims_whenAParameterIsAdded_thenItFindsThemAndNothingElseChanges(
      TestServer server) {
    String tag = UUID.randomUUID().toString().substring(0, 8);
    LocalDate day = LocalDate.of(1991, 1, 1).plusDays(tag.hashCode() & 0xfff);
    TestWorld world = new TestWorld(server);
    world.patient("p" + tag, TestWorld.mbi());
    for (int i = 0; i < 130; i++) {
      claim(world, tag + "-" + i, "p" + tag, day);
    }
    List<Map<String, Object>> states = server.db().queryForList(STATES, tag + "-%");
    try {
      server.bean(SearchParameters.class).define(List.of(CREATED));
      assertThat(found(server, day)).isZero();
      claim(world, "late" + tag, "p" + tag, day);

      SearchUpkeep one = upkeep(server);
      assertThat(step(one, CREATED)).isEqualTo(SearchUpkeep.Step.WALKED);
      assertThat(progress(server, CREATED).walked()).isEqualTo(100);
      assertThat(progress(server, CREATED).total()).isGreaterThan(130);
      finish(server, upkeep(server), CREATED);

      assertThat(found(server, day)).isEqualTo(131);
      assertThat(server.db().queryForList(STATES, tag + "-%")).isEqualTo(states).hasSize(130);
      assertThat(rows(server, tag + "-%")).isEqualTo(130);
      assertThat(rows(server, "late" + tag)).isEqualTo(1);

      server.bean(SearchParameters.class).define(List.of(CREATED));
      assertThat(progress(server, CREATED).finishedAt()).isNotNull();

      claim(world, tag + "-0", "p" + tag, day.plusYears(50));
      assertThat(found(server, day)).as("HAPI knows of the rows and replaces them").isEqualTo(130);
    } finally {
      forget(server, CREATED);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenStoredCoverages_whenTheirReferencesAreGoneOver_thenTheLinksAreAsBefore(
      TestServer server) {
    String tag = UUID.randomUUID().toString().substring(0, 8);
    TestWorld world = new TestWorld(server);
    world.patient("p" + tag, TestWorld.mbi());
    world.coverage("c" + tag, "p" + tag);
    Coverage strangers = new Coverage();
    strangers.setId("s" + tag);
    strangers.setBeneficiary(new Reference("Patient/nobody" + tag));
    world.put(strangers);
    String links =
        """
        SELECT s.fhir_id, l.src_path, t.fhir_id AS target FROM hfj_res_link l
          JOIN hfj_resource s ON s.res_id = l.src_resource_id
          JOIN hfj_resource t ON t.res_id = l.target_resource_id
         WHERE s.fhir_id LIKE ?
        """;
    List<Map<String, Object>> before = server.db().queryForList(links, "%" + tag);
    try {
      server.bean(SearchParameters.class).define(List.of(HOLDER));
      finish(server, upkeep(server), HOLDER);
      assertThat(server.db().queryForList(links, "%" + tag)).isEqualTo(before).hasSize(1);
    } finally {
      forget(server, HOLDER);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheServersOwnParameters_whenItStarts_thenNothingIsToBeGoneOver(TestServer server) {
    SearchUpkeepStore walks = server.bean(SearchUpkeepStore.class);
    assertThat(walks.unfinished(ServedParameter.ALL)).isEmpty();

    String tag = UUID.randomUUID().toString().substring(0, 8);
    claim(new TestWorld(server), "own" + tag, "p" + tag, LocalDate.of(2025, 1, 1));
    server.db().update("DELETE FROM search_upkeep WHERE code = 'service-date'");
    server.bean(SearchParameters.class).define(ServedParameter.ALL);
    assertThat(walks.unfinished(ServedParameter.ALL)).as("a version without records").isEmpty();
    assertThat(walks.list()).extracting(walk -> walk.code()).contains("service-date");
  }

  private static void claim(TestWorld world, String id, String patient, LocalDate created) {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId(id);
    claim.setPatient(new Reference("Patient/" + patient));
    claim.getCreatedElement().setValueAsString(created.toString());
    world.put(claim);
  }

  /** Another node, on whose clock all that was written has settled. */
  private static SearchUpkeep upkeep(TestServer server) {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1000));
    return new SearchUpkeep(
        server.bean(FhirContext.class),
        server.bean(IndexValues.Extraction.class),
        new SearchUpkeep.Parts(
            server.bean(SearchUpkeepStore.class),
            server.bean(SearchUpkeepRows.class),
            server.bean(ResourceCursor.class),
            later),
        server.bean(PlatformTransactionManager.class));
  }

  private static SearchUpkeep.Step step(SearchUpkeep upkeep, ServedParameter parameter) {
    try {
      return upkeep.step(List.of(parameter));
    } catch (PessimisticLockingFailureException e) {
      return SearchUpkeep.Step.WAITS;
    }
  }

  private static void finish(TestServer server, SearchUpkeep upkeep, ServedParameter parameter) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> step(upkeep, parameter) == SearchUpkeep.Step.NOTHING);
    assertThat(progress(server, parameter).finishedAt()).isNotNull();
  }

  private static SearchUpkeepStore.Progress progress(TestServer server, ServedParameter parameter) {
    return new ArrayList<>(server.bean(SearchUpkeepStore.class).list())
        .stream().filter(walk -> walk.code().equals(parameter.code())).findFirst().orElseThrow();
  }

  private static int found(TestServer server, LocalDate day) {
    SearchParameterMap query =
        SearchParameterMap.newSynchronous("created", new DateParam(day.toString()));
    return server
        .bean(DaoRegistry.class)
        .getResourceDao(ExplanationOfBenefit.class)
        .search(query, new SystemRequestDetails())
        .sizeOrThrowNpe();
  }

  private static int rows(TestServer server, String ids) {
    return server.db().queryForObject(DATES, Integer.class, ids);
  }

  /** The server is shared. */
  private static void forget(TestServer server, ServedParameter parameter) {
    server
        .bean(DaoRegistry.class)
        .getResourceDao(SearchParameter.class)
        .delete(
            new IdType("SearchParameter/bcda-" + parameter.base() + "-" + parameter.code()),
            new SystemRequestDetails());
    server.bean(ISearchParamRegistry.class).forceRefresh();
    server.db().update("DELETE FROM search_upkeep WHERE code = ?", parameter.code());
    server.db().update("DELETE FROM hfj_spidx_date WHERE sp_name = ?", parameter.code());
  }
}
