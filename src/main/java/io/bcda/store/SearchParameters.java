package io.bcda.store;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.List;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.SearchParameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The few search parameters that people use (design decision 12), as resources, which is HAPI's way
 * to have others than FHIR's whole list. Each one costs index rows for every claim.
 */
@Component
class SearchParameters implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SearchParameters.class);
  private static final String URL = "https://bcda.io/fhir/SearchParameter/";

  /** One parameter; {@code target} only for references. */
  private record Served(
      String base, String code, SearchParamType type, String expression, String target) {}

  private static final List<Served> SERVED =
      List.of(
          new Served("Patient", "identifier", SearchParamType.TOKEN, "Patient.identifier", ""),
          new Served(
              "Coverage",
              "beneficiary",
              SearchParamType.REFERENCE,
              "Coverage.beneficiary",
              "Patient"),
          new Served(
              "ExplanationOfBenefit",
              "patient",
              SearchParamType.REFERENCE,
              "ExplanationOfBenefit.patient",
              "Patient"),
          new Served(
              "ExplanationOfBenefit",
              "type",
              SearchParamType.TOKEN,
              "ExplanationOfBenefit.type",
              ""),
          new Served(
              "ExplanationOfBenefit",
              "service-date",
              SearchParamType.DATE,
              "ExplanationOfBenefit.billablePeriod",
              ""));

  private final DaoRegistry daos;
  private final ISearchParamRegistry registry;
  private volatile boolean running;

  SearchParameters(DaoRegistry daos, ISearchParamRegistry registry) {
    this.daos = daos;
    this.registry = registry;
  }

  @Override
  public void start() {
    IFhirResourceDao<SearchParameter> dao = daos.getResourceDao(SearchParameter.class);
    long written = SERVED.stream().filter(served -> put(dao, served)).count();
    if (written > 0) {
      registry.forceRefresh();
      log.atInfo().addKeyValue("parameters", written).log("search parameters defined");
    }
    running = true;
  }

  private static boolean put(IFhirResourceDao<SearchParameter> dao, Served served) {
    SearchParameter parameter = new SearchParameter();
    parameter.setId("bcda-" + served.base() + "-" + served.code());
    parameter.setUrl(URL + parameter.getIdElement().getIdPart());
    parameter.setName(served.code());
    parameter.setStatus(PublicationStatus.ACTIVE);
    parameter.setDescription(served.base() + " by " + served.code());
    parameter.setCode(served.code());
    parameter.addBase(served.base());
    parameter.setType(served.type());
    parameter.setExpression(served.expression());
    if (!served.target().isEmpty()) {
      parameter.addTarget(served.target());
    }
    return !dao.update(parameter, new SystemRequestDetails()).isNop();
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before anything that loads. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2;
  }
}
