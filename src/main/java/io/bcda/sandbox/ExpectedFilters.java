package io.bcda.sandbox;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The filters of which answers are written: each parameter that a filter may have, for each type.
 * What each leaves is told of the world, by the rules of FHIR's search (R4, "Prefixes"), and not
 * read from what is written of it.
 */
final class ExpectedFilters {
  /** What stands in a search for the moment between the loads. */
  static final String BETWEEN = "{between}";

  private static final String PATIENT = "Patient";
  private static final String COVERAGE = "Coverage";
  private static final String CLAIM = "ExplanationOfBenefit";
  private static final List<Cast> NAMED =
      List.of(Cast.TWO_MBIS, Cast.NEW_MBI, Cast.GIVES_CLAIM, Cast.ODD_DATES, Cast.UNATTRIBUTED);

  private final World world;
  private final LocalDate yearEnd;
  private final List<ExpectedFilter> all = new ArrayList<>();

  private ExpectedFilters(World world) {
    this.world = world;
    this.yearEnd = world.windowEnd();
  }

  static List<ExpectedFilter> of(World world) {
    ExpectedFilters filters = new ExpectedFilters(world);
    filters.addTypes();
    filters.addDates();
    filters.addMarks();
    filters.addNames();
    filters.addPeople();
    filters.addLoads();
    return List.copyOf(filters.all);
  }

  private void add(String type, String name, Predicate<Filterable> leaves, String... searches) {
    all.add(new ExpectedFilter(name, type, List.of(searches), leaves));
  }

  private void addTypes() {
    String nch = Systems.VARIABLES + "nch_clm_type_cd|";
    add(CLAIM, "type-code", kind(ClaimKind.INPATIENT), "type=INPATIENT");
    add(CLAIM, "type-system-and-code", kind(ClaimKind.OUTPATIENT), "type=" + nch + "40");
    add(
        CLAIM,
        "type-any-of",
        kind(ClaimKind.SNF, ClaimKind.HHA, ClaimKind.PDE),
        "type=SNF," + nch + "10," + Systems.TERMINOLOGY + "claim-type|pharmacy");
    add(
        CLAIM,
        "several-searches",
        kind(ClaimKind.DME)
            .or(
                kind(ClaimKind.CARRIER)
                    .and(it -> it.isDated((from, thru) -> from.isAfter(yearEnd)))),
        "type=DME",
        "type=CARRIER&service-date=sa" + yearEnd);
  }

  private static Predicate<Filterable> kind(ClaimKind first, ClaimKind... more) {
    Set<ClaimKind> kinds = EnumSet.of(first, more);
    return it -> it.isClaim(claim -> kinds.contains(claim.kind()));
  }

  private void addDates() {
    YearMonth month = YearMonth.from(yearEnd);
    LocalDate first = yearEnd.minusDays(20);
    LocalDate last = yearEnd.plusDays(20);
    add(CLAIM, "date-within-month", it -> it.isDated((f, t) -> within(month, f, t)), date(month));
    add(
        CLAIM,
        "date-within-either-month",
        it -> it.isDated((f, t) -> within(month, f, t) || within(month.plusMonths(1), f, t)),
        date(month + "," + month.plusMonths(1)));
    add(
        CLAIM,
        "date-overlaps-range",
        it -> it.isDated((from, thru) -> !thru.isBefore(first) && !from.isAfter(last)),
        date("ge" + first) + "&" + date("le" + last));
    add(CLAIM, "date-reaches-beyond", it -> it.isDated((f, t) -> t.isAfter(yearEnd)), after("gt"));
    add(CLAIM, "date-begins-before", it -> it.isDated((f, t) -> f.isBefore(yearEnd)), after("lt"));
    add(CLAIM, "date-all-after", it -> it.isDated((f, t) -> f.isAfter(yearEnd)), after("sa"));
    add(CLAIM, "date-all-before", it -> it.isDated((f, t) -> t.isBefore(yearEnd)), after("eb"));
    add(
        CLAIM,
        "date-not-that-day",
        it -> it.isDated((from, thru) -> !(from.equals(yearEnd) && thru.equals(yearEnd))),
        after("ne"));
  }

  private static boolean within(YearMonth month, LocalDate from, LocalDate thru) {
    return !from.isBefore(month.atDay(1)) && !thru.isAfter(month.atEndOfMonth());
  }

  private static String date(Object value) {
    return "service-date=" + value;
  }

  private String after(String prefix) {
    return date(prefix + yearEnd);
  }

  private void addMarks() {
    add(CLAIM, "outcome", it -> it.isClaim(c -> c.outcome().equals("partial")), "outcome=partial");
    add(
        CLAIM,
        "outcome-and-type",
        kind(ClaimKind.CARRIER).and(it -> it.isClaim(c -> c.outcome().equals("complete"))),
        "outcome=complete&type=CARRIER");
    add(
        CLAIM,
        "tag",
        it -> it.isClaim(Claim::cancelled),
        "_tag=" + Systems.FINAL_ACTION + "|" + Systems.NOT_FINAL);
    add(PATIENT, "tag-of-patients", it -> it.owner().isOfCast(), "_tag=" + Systems.TEST_DATA);
    add(
        COVERAGE,
        "tag-of-coverages",
        it -> it.owner().isOfCast(),
        "_tag=" + Systems.ACT_REASON + "|" + Systems.TEST_DATA);
  }

  private void addNames() {
    List<Claim> claims = NAMED.stream().flatMap(this::someClaims).toList();
    Set<String> ids = claims.stream().map(Claim::id).collect(Collectors.toSet());
    add(CLAIM, "id", named(ids), "_id=" + listed(claims.stream().map(Claim::id)));
    add(
        CLAIM,
        "identifier",
        named(ids),
        "identifier="
            + listed(claims.stream().map(c -> c.kind().identifierSystem() + "|-" + c.number())));
    Stream<String> parts = NAMED.stream().map(cast -> person(cast).coverageId("a"));
    List<String> coverages = parts.toList();
    add(
        COVERAGE,
        "id-of-coverages",
        named(Set.copyOf(coverages)),
        "_id=" + listed(coverages.stream()));
  }

  private Stream<Claim> someClaims(Cast cast) {
    return world.claims(person(cast)).stream().limit(4);
  }

  private static Predicate<Filterable> named(Set<String> ids) {
    return it -> ids.contains(it.life().id());
  }

  private void addPeople() {
    Set<String> ids = NAMED.stream().map(cast -> person(cast).id()).collect(Collectors.toSet());
    add(PATIENT, "id-of-patients", named(ids), "_id=" + listed(ids.stream().sorted()));
    // The first that the Patient shows: historic ones are found, too.
    Stream<String> mbis = NAMED.stream().map(cast -> person(cast).mbis(Stage.SECOND).get(0));
    add(
        PATIENT,
        "identifier-of-patients",
        named(ids),
        "identifier=" + listed(mbis.map(mbi -> Systems.MBI + "|" + mbi)));
    add(COVERAGE, "beneficiary", of(Cast.TWO_MBIS), "beneficiary=Patient/" + id(Cast.TWO_MBIS));
    add(
        CLAIM,
        "patient",
        of(Cast.ODD_DATES)
            .or(of(Cast.TAKES_CLAIM).and(it -> it.isDated((from, thru) -> !from.isAfter(yearEnd)))),
        "patient=Patient/" + id(Cast.ODD_DATES),
        "patient=" + id(Cast.TAKES_CLAIM) + "&" + date("le" + yearEnd));
  }

  private void addLoads() {
    String after = "_lastUpdated=gt" + BETWEEN;
    add(PATIENT, "updated-patients", Filterable::isOfSecondLoad, after);
    add(COVERAGE, "updated-coverages", Filterable::isOfSecondLoad, after);
    add(CLAIM, "updated-claims", Filterable::isOfSecondLoad, after);
    add(
        CLAIM,
        "updated-before",
        kind(ClaimKind.PDE).and(it -> !it.isOfSecondLoad()),
        "_lastUpdated=le" + BETWEEN + "&type=PDE");
  }

  private static Predicate<Filterable> of(Cast cast) {
    return it -> it.owner().plays(cast);
  }

  private Person person(Cast cast) {
    return world.people().get(cast.person());
  }

  private String id(Cast cast) {
    return person(cast).id();
  }

  private static String listed(Stream<String> values) {
    return values.collect(Collectors.joining(","));
  }
}
