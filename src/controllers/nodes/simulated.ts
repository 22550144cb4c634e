/** Which nodes are simulated: those that are made at the start, and those of users that ask for it. */
import { type Node } from '../../apis/core/node.js';
import { type Simulation } from '../controller.js';

/** On a node: `true` has a kubelet simulated for a node that a user made, `false` stops that of any node. */
export const SIMULATED_ANNOTATION = 'kubemint.dev/simulated';

const PREFIX = 'kubemint-node-';

/** The nodes that are there from the start. */
export function simulatedNodeNames({ nodes }: Simulation): readonly string[] {
  return Array.from({ length: nodes }, (_, i) => `${PREFIX}${String(i + 1)}`);
}

export class SimulatedNodes {
  readonly #names: ReadonlySet<string>;

  constructor(simulation: Simulation) {
    this.#names = new Set(simulatedNodeNames(simulation));
  }

  /** True where a kubelet registers the node by itself. */
  registers(name: string): boolean {
    return this.#names.has(name);
  }

  /** True where a kubelet is at work on the node. */
  runs({ metadata }: Node): boolean {
    const asked = metadata.annotations?.[SIMULATED_ANNOTATION];
    return asked === undefined ? this.registers(metadata.name ?? '') : asked === 'true';
  }
}
