package io.bcda.aco;

import static java.util.stream.Collectors.joining;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.MonthDay;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A program of CMS in which an ACO takes part, as {@code bcda.models} describes it.
 *
 * @param name its key there, for example {@code SSP}
 * @param title its name for people
 * @param cmsId form of the CMS ids of its ACOs
 * @param example an id of that form
 * @param files how its attribution is delivered
 * @param yearBegins first day of a performance year; the year has the number of the calendar year
 *     in which it begins
 * @param lookBack how far back claims go; empty: without bound
 * @param runout whether last year's people are delivered for late claims
 * @param suppressionExempt whether preferences that people gave 1-800-MEDICARE do not count
 * @param groups for which its ACOs may ask
 */
public record AcoModel(
    String name,
    String title,
    Pattern cmsId,
    String example,
    AttributionFiles files,
    MonthDay yearBegins,
    Optional<LookBack> lookBack,
    boolean runout,
    boolean suppressionExempt,
    Set<AcoGroup> groups) {
  public AcoModel {
    groups = Set.copyOf(groups);
  }

  /** Whether a CMS id has the form that ids of this model have. */
  public boolean accepts(String cmsId) {
    return this.cmsId.matcher(cmsId).matches();
  }

  /**
   * Requires that ACOs of this model may ask for a group.
   *
   * @throws Refusal NOT_FOUND if not, with those for which they may
   */
  public void require(AcoGroup group) {
    if (!groups.contains(group)) {
      throw new Refusal(
          Reason.NOT_FOUND,
          "ACOs of the model %s have no group %s; they have: %s"
              .formatted(
                  name,
                  group.id(),
                  groups.stream().sorted().map(AcoGroup::id).collect(joining(", "))));
    }
  }
}
