export { type Clock, openClock, type SimulatedTime, simulatedClock, systemClock } from './clock.ts';
export {
  type Configuration,
  type Destination,
  type Environment,
  formatProblems,
  readConfiguration,
  type Severity,
  type Source,
} from './configuration.ts';
export type { ConfigurationProblem } from './configuration-problems.ts';
export { configurationSchema } from './configuration-schema.ts';
export { RUNTIME_ERRORS, type RuntimeErrorCode } from './errors.ts';
export {
  type HealthOptions,
  type HealthServer,
  type HealthServerOptions,
  openHealthServer,
  type ReadinessCheck,
  registerHealth,
} from './health.ts';
export { runService, type ServiceContext, type ServiceOptions, type Started, StartRefused } from './life-cycle.ts';
export { createLogger, type LogFields, type Logger, type LoggerOptions } from './logger.ts';
export { createMetrics, type Label, type Metrics, type MetricsOptions } from './metrics.ts';
