package io.bcda.aco;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One model as it is written under {@code bcda.models}; {@link ModelReader} judges it.
 *
 * @param enabled false takes a model away that is known without any setting
 * @param title its name for people
 * @param cmsId regular expression of its ACOs' CMS ids
 * @param example an id of that form
 * @param archive name of the zip archives in which its attribution is delivered
 * @param member name of the files inside
 * @param csv name of the lists of MBIs in which its attribution is delivered, instead of archives
 * @param csvAco the ACO of these lists, where their names tell none
 * @param yearBegins first day of its performance years, MM-dd
 * @param lookBack how far back claims go
 * @param runout whether last year's people are delivered too
 * @param suppressionExempt whether preferences given to 1-800-MEDICARE do not count
 * @param groups for which its ACOs may ask; null for all that it has
 */
record ModelSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("") String title,
    @DefaultValue("") String cmsId,
    @DefaultValue("") String example,
    @DefaultValue("") String archive,
    @DefaultValue("") String member,
    @DefaultValue("") String csv,
    @DefaultValue("") String csvAco,
    @DefaultValue("01-01") String yearBegins,
    @DefaultValue LookBackSettings lookBack,
    @DefaultValue("false") boolean runout,
    @DefaultValue("false") boolean suppressionExempt,
    @Nullable Set<String> groups) {

  /**
   * Either years and the day on which the bound moves on, or a date.
   *
   * @param years from 1 to 50; null for none
   * @param turns MM-dd
   * @param acoDates other dates, by CMS id
   */
  record LookBackSettings(
      @Nullable Integer years,
      @DefaultValue("") String turns,
      @Nullable LocalDate date,
      @DefaultValue Map<String, LocalDate> acoDates) {}
}
