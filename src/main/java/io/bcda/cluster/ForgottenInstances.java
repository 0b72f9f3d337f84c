package io.bcda.cluster;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.batch2.model.StatusEnum;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * batch2's tables as its reducer is to see them: an instance that is there no more has ended.
 *
 * <p>HAPI 8.8's {@code ReductionStepExecutorServiceImpl} keeps the instances that wait for their
 * last step in memory, and fails at one that is gone without taking it from its queue. It then
 * fails at it for ever, and no other job of the node ends. Instances are removed as soon as their
 * job is done, while a pass may just have put one into that queue again.
 */
final class ForgottenInstances {
  private final IJobPersistence tables;

  private ForgottenInstances(IJobPersistence tables) {
    this.tables = tables;
  }

  static IJobPersistence over(IJobPersistence tables) {
    return (IJobPersistence)
        Proxy.newProxyInstance(
            IJobPersistence.class.getClassLoader(),
            new Class<?>[] {IJobPersistence.class},
            (proxy, method, args) -> new ForgottenInstances(tables).answer(method, args));
  }

  private Object answer(Method method, Object[] args) throws Throwable {
    try {
      Object found = method.invoke(tables, args);
      return method.getName().equals("fetchInstance") && Optional.empty().equals(found)
          ? Optional.of(ended((String) args[0]))
          : found;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static JobInstance ended(String id) {
    JobInstance instance = new JobInstance();
    instance.setInstanceId(id);
    instance.setStatus(StatusEnum.COMPLETED);
    return instance;
  }
}
