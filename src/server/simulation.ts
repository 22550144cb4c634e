/** What the options say of simulated nodes, as the controllers take it. */
import { type Simulation } from '../controllers/controller.js';
import { type ServerOptions } from './options.js';

const START_DELAY = 0.02;
const RUN_DURATION = 0.1;
const STOP_DELAY = 0.02;

export function simulationOf(options: ServerOptions): Simulation {
  return {
    nodes: options.simulateNodes ?? 1,
    startDelay: (options.simulateStartDelay ?? START_DELAY) * 1000,
    runDuration: (options.simulateRunDuration ?? RUN_DURATION) * 1000,
    stopDelay: (options.simulateStopDelay ?? STOP_DELAY) * 1000,
  };
}
