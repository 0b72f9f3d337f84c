package io.bcda.attribution;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * For a context that takes deliveries but serves nobody, such as a command's: {@link Deliveries},
 * {@link DeliveryLog}, {@link DeliveryRollback} and what they stand on in this room.
 */
@EnableConfigurationProperties(AttributionSettings.class)
@Import({
  AcoTerms.class,
  ArchiveChecks.class,
  AttributionStatuses.class,
  Deliveries.class,
  DeliveryLog.class,
  DeliveryNames.class,
  DeliveryRollback.class,
  DeliveryStore.class,
  MbiChangeLoad.class,
  ParticipationStore.class,
  PreferenceImport.class,
  PreferenceRollback.class,
  PreferenceStore.class,
  RosterImport.class,
  RosterInForceRule.class,
  RosterLoad.class,
  RosterMembers.class,
  RosterReport.class,
  RosterRollback.class,
  RosterStore.class
})
public final class DeliveryBeans {}
