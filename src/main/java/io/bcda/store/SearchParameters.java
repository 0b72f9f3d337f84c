package io.bcda.store;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import io.bcda.store.SearchUpkeepStore.Expected;
import java.time.Clock;
import java.util.List;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.IdType;
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

  private final DaoRegistry daos;
  private final ISearchParamRegistry registry;
  private final SearchUpkeepStore upkeep;
  private final Clock clock;
  private volatile boolean running;

  SearchParameters(
      DaoRegistry daos, ISearchParamRegistry registry, SearchUpkeepStore upkeep, Clock clock) {
    this.daos = daos;
    this.registry = registry;
    this.upkeep = upkeep;
    this.clock = clock;
  }

  @Override
  public void start() {
    define(ServedParameter.ALL);
    running = true;
  }

  void define(List<ServedParameter> served) {
    IFhirResourceDao<SearchParameter> dao = daos.getResourceDao(SearchParameter.class);
    long written = served.stream().filter(parameter -> define(dao, parameter)).count();
    if (written > 0) {
      registry.forceRefresh();
      log.atInfo().addKeyValue("parameters", written).log("search parameters defined");
    }
  }

  /**
   * The walk over stored resources is recorded first, and taken back if there is nothing to walk
   * for: a node that dies in between leaves one too many, not one too few.
   */
  private boolean define(IFhirResourceDao<SearchParameter> dao, ServedParameter served) {
    Expected expected = upkeep.expect(served, clock.instant());
    if (expected == Expected.AS_BEFORE) {
      return put(dao, served);
    }
    // An upgrade from a version that kept no record: what HAPI has by that name was indexed.
    boolean wasIndexed = expected == Expected.NEW && isDefined(dao, served);
    boolean written = put(dao, served);
    if (wasIndexed || !upkeep.hasAnyOf(served.base())) {
      upkeep.finish(served, clock.instant());
    } else {
      log.atInfo()
          .addKeyValue("type", served.base())
          .addKeyValue("parameter", served.code())
          .log("stored resources will be indexed by a search parameter in the background");
    }
    return written;
  }

  /** Not by whether {@link #put} writes: HAPI's first update of a new resource always does. */
  private static boolean isDefined(IFhirResourceDao<SearchParameter> dao, ServedParameter served) {
    try {
      SearchParameter stored =
          dao.read(new IdType("SearchParameter", id(served)), new SystemRequestDetails());
      return stored.getType() == served.type()
          && served.expression().equals(stored.getExpression())
          && (served.target().isEmpty() ? !stored.hasTarget() : stored.hasTarget(served.target()));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return false;
    }
  }

  private static String id(ServedParameter served) {
    return "bcda-" + served.base() + "-" + served.code();
  }

  private static boolean put(IFhirResourceDao<SearchParameter> dao, ServedParameter served) {
    SearchParameter parameter = new SearchParameter();
    parameter.setId(id(served));
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
