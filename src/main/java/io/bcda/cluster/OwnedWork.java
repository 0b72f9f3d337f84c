package io.bcda.cluster;

import ca.uhn.fhir.batch2.model.JobWorkNotification;
import ca.uhn.fhir.batch2.model.JobWorkNotificationJsonMessage;

/** A message that knows whom its chunk is for; it does not leave this node. */
final class OwnedWork extends JobWorkNotificationJsonMessage {
  private final String owner;

  OwnedWork(JobWorkNotification work, String owner) {
    super(work);
    this.owner = owner;
  }

  String owner() {
    return owner;
  }
}
