package io.bcda.cluster;

import ca.uhn.fhir.batch2.config.Batch2JobRegisterer;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Makes the jobs known before the server listens. HAPI does so when the context is up, and again
 * for that of the management port: between the server's first listening and then an export would be
 * refused as one of an unknown job.
 */
class EarlyJobs extends Batch2JobRegisterer implements SmartInitializingSingleton {

  @Override
  public void afterSingletonsInstantiated() {
    super.start();
  }

  /** HAPI's event, which comes too late and twice. */
  @Override
  public void start() {
    // they are known
  }
}
