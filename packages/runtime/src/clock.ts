import { type Instant, instantOf } from '@magwatch/base';

/** Where every process takes its time from; pure code is given the instant. */
export interface Clock {
  now(): Instant;
}

/** The time of this machine. */
export const systemClock: Clock = { now: () => instantOf(Date.now()) };

export interface SimulatedTime {
  /** The instant of the real clock at which the simulation began. */
  readonly anchor: Instant;
  /** What the simulated clock showed then. */
  readonly simulated: Instant;
  /** Simulated milliseconds for each real one. */
  readonly rate: number;
}

/** A clock that runs faster (or slower) than the real one; every process with the same three figures agrees on it. */
export function simulatedClock(time: SimulatedTime, real: Clock = systemClock): Clock {
  return { now: () => instantOf(Math.round(time.simulated + (real.now() - time.anchor) * time.rate)) };
}

/** The clock that a configuration asks for. */
export function openClock(time: SimulatedTime | undefined): Clock {
  return time === undefined ? systemClock : simulatedClock(time);
}
