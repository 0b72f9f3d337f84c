package io.bcda.cluster;

import ca.uhn.fhir.batch2.api.IJobMaintenanceService;
import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.api.IJobStepExecutionServices;
import ca.uhn.fhir.batch2.api.IReductionStepExecutorService;
import ca.uhn.fhir.batch2.channel.BatchJobSender;
import ca.uhn.fhir.batch2.config.Batch2JobRegisterer;
import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import ca.uhn.fhir.batch2.coordinator.WorkChunkProcessor;
import ca.uhn.fhir.batch2.jobs.config.BatchCommonCtx;
import ca.uhn.fhir.batch2.maintenance.JobMaintenanceServiceImpl;
import ca.uhn.fhir.batch2.model.JobWorkNotification;
import ca.uhn.fhir.broker.api.IBrokerClient;
import ca.uhn.fhir.broker.api.IChannelProducer;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.sched.ISchedulerService;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * HAPI batch2 with our number of workers and our passes, and none of HAPI's jobs. BatchCommonCtx is
 * the one piece of them that HAPI's JPA configuration asks for.
 */
@Configuration
@Import({BatchCommonCtx.class, SubscriptionChannelConfig.class})
class BatchEngine extends JpaBatch2Config {
  private final ClusterSettings settings;
  private final ChunkLeases leases;
  private final IBrokerClient broker;
  private final ObjectProvider<IJobPersistence> persistence;
  private final IInterceptorService interceptors;
  private final ObjectProvider<WorkOwner> owners;

  BatchEngine(
      ClusterSettings settings,
      ChunkLeases leases,
      IBrokerClient broker,
      ObjectProvider<IJobPersistence> persistence,
      IInterceptorService interceptors,
      ObjectProvider<WorkOwner> owners) {
    this.settings = settings;
    this.leases = leases;
    this.broker = broker;
    this.persistence = persistence;
    this.interceptors = interceptors;
    this.owners = owners;
  }

  /**
   * A chunk that is queued is this node's: the broker of one node keeps it in its memory. It goes
   * there after the commit, since a worker that is faster would find it not queued and drop it.
   */
  @Override
  @Bean
  public BatchJobSender batchJobSender() {
    IChannelProducer<JobWorkNotification> producer = batch2ProcessingChannelProducer(broker);
    return new BatchJobSender(producer) {
      @Override
      public void sendWorkChannelMessage(JobWorkNotification note) {
        String instance = note.getInstanceId();
        WorkOwner known = owners.getIfAvailable(() -> i -> Optional.empty());
        OwnedWork message = new OwnedWork(note, known.of(instance).orElse(instance));
        AfterCommit.run(
            () -> {
              leases.hold(note.getChunkId());
              producer.send(message);
            });
      }
    };
  }

  @Override
  @Bean
  public Batch2JobRegisterer batch2JobRegisterer() {
    return new EarlyJobs();
  }

  @Override
  protected int getConcurrentConsumers() {
    return settings.workers();
  }

  @Override
  @Bean
  public IReductionStepExecutorService reductionStepExecutorService(
      IJobPersistence tables,
      IHapiTransactionService transactions,
      JobDefinitionRegistry definitions,
      IJobStepExecutionServices services) {
    return new Reducer(tables, transactions, definitions, services, interceptors);
  }

  @Override
  @Bean
  public IJobMaintenanceService batch2JobMaintenanceService(
      ISchedulerService scheduler,
      JobDefinitionRegistry definitions,
      JpaStorageSettings storage,
      BatchJobSender sender,
      WorkChunkProcessor processor,
      IReductionStepExecutorService reducer) {
    return new JobMaintenanceServiceImpl(
        scheduler,
        persistence.getObject(),
        storage,
        definitions,
        sender,
        processor,
        reducer,
        interceptors) {
      @Override
      public void scheduleJobs(ISchedulerService quartz) {
        // Passes ticks: one caller, so that nothing meets a pass unawares
      }

      @Override
      public boolean triggerMaintenancePass() {
        return true; // Passes asks after each chunk
      }
    };
  }
}
